import type { PanelContext } from '../api/types.js';
import { DataWorker, type PanelSession } from '../worker/data-worker-client.js';
import { frameFiles } from './frame-files.js';
import { checkImports } from './frame-modules.js';
import { FrameServices } from './frame-services.js';
import { FrameSession } from './frame-session.js';
import { PanelSyntaxError } from './parse.js';
import type { Emit, PanelErrorDetail } from './panel-events.js';
import type { PanelSettings } from './panel-settings.js';
import type { PanelSource, PreparedPanel } from './panel-source.js';
import type { PanelView } from './panel-view.js';
import { maxText, type ErrorMessage, type FrameMessage } from './protocol.js';
import type { WatchedPanel } from './watchdog.js';

/** What the lifecycle needs of its element. */
export interface PanelHost {
  settings: PanelSettings;
  source: PanelSource;
  view: PanelView;
  emit: Emit;
  /** How to reach the server. */
  client(): { baseUrl: string; apiKey: string | undefined };
  /** The context of the next run, plain JSON. */
  context(): PanelContext;
  /** The color scheme of the element as it is shown. */
  scheme(): 'light' | 'dark';
}

/** What was asked of the frame last: a run that would be the same need not be. */
interface Run {
  prepared: PreparedPanel;
  /** All else, as text. */
  rest: string;
}

/** A panel from the loading of its frame through its runs to its end. */
export class PanelLifecycle implements WatchedPanel {
  readonly #host: PanelHost;
  readonly #services: FrameServices;
  #session: FrameSession | undefined;
  #data: PanelSession | undefined;
  #begun = false;
  #stopped = false;
  #ready = false;
  #scheduled = false;
  #forced = false;
  #fresh = false;
  #busy = false;
  /** Grows with each preparation of the code. */
  #asked = 0;
  /** Grows with each run. */
  #revision = 0;
  #prepared: PreparedPanel | undefined;
  #sent: PreparedPanel | undefined;
  #last: Run | undefined;

  constructor(host: PanelHost) {
    this.#host = host;
    this.#services = new FrameServices(
      () => this.#session,
      host.settings,
      (text) => host.emit('console', { level: 'warn', text }),
    );
  }

  /** The panel's frame, if it has one now. */
  get session(): FrameSession | undefined {
    return this.#session;
  }

  /** Milliseconds of silence that are borne. */
  get patience(): number {
    return this.#host.settings.patience;
  }

  /** Whether it has been allowed to load. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Lets it load; before that nothing does. */
  begin(): void {
    this.#begun = true;
    this.schedule();
  }

  /** Runs the panel soon, unless that would be the run that it had last. */
  schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      const { settings, source, view } = this.#host;
      if (!settings.isConnected || this.#stopped || !source.present) return;
      if (this.#begun) void this.#prepare();
      else view.showWaiting();
    });
  }

  /** Runs the panel soon, whatever it had last and also after it was stopped. */
  run(): void {
    this.#stopped = false;
    this.#forced = true;
    this.begin();
  }

  /** Runs the panel with answers that the server gives from now on. */
  refresh(): void {
    this.#fresh = true;
    this.run();
  }

  /** Refreshes a panel that rests: what runs, was stopped or is not loaded yet is left alone. */
  refreshIfIdle(): void {
    if (this.#ready && !this.#busy && !this.#scheduled && !this.#stopped) this.refresh();
  }

  /** Makes the frame anew. */
  restart(): void {
    this.suspend();
    this.schedule();
  }

  /** Tells the frame whether it is light or dark. */
  sendTheme(): void {
    if (this.#ready) this.#session?.post({ kind: 'theme', scheme: this.#host.scheme() });
  }

  halt(reason: string): void {
    this.suspend();
    this.#stopped = true;
    this.#asked += 1;
    this.#host.view.showStopped(reason);
    this.#host.emit('stopped', { reason });
  }

  suspend(): void {
    this.#session?.close();
    this.#data?.close();
    this.#session = undefined;
    this.#data = undefined;
    this.#ready = false;
    this.#busy = false;
    this.#last = undefined;
    this.#revision += 1;
  }

  revive(): void {
    this.run();
  }

  async #prepare(): Promise<void> {
    const asked = ++this.#asked;
    const { settings, source } = this.#host;
    try {
      const { language } = settings;
      if (language !== 'javascript') {
        throw new Error(`the language of a panel must be "javascript", not "${language}"`);
      }
      if (!this.#session) this.#openSession();
      const prepared = await source.prepared();
      if (asked !== this.#asked) return;
      checkImports(prepared.imports, settings.libraries);
      this.#prepared = prepared;
      await this.#sendRun();
    } catch (error) {
      if (asked === this.#asked) this.#showFailure(error);
    }
  }

  #openSession(): void {
    const { settings, view } = this.#host;
    view.showLoading();
    const files = frameFiles(settings.frameBase);
    this.#data = this.#openData();
    this.#sent = undefined;
    this.#services.restart();
    this.#session = new FrameSession(files, this.#data.port, {
      message: (message) => this.#receive(message),
      ended: (reason) => this.halt(reason),
    });
    view.showFrame(this.#session.element);
  }

  #openData(): PanelSession {
    const { settings, client, context } = this.#host;
    const worker = DataWorker.shared({
      wasm: settings.wasm ?? new URL('./perihelion.wasm', import.meta.url),
      workerUrl: settings.workerUrl,
    });
    return worker.openPanel(client(), context(), settings.scope);
  }

  /** Runs what is prepared in the frame, once both are there. */
  async #sendRun(): Promise<void> {
    const [prepared, session] = [this.#prepared, this.#session];
    if (!prepared || !this.#ready || !session) return;
    const context = this.#host.context();
    const libraries = Object.keys(this.#host.settings.libraries);
    const rest = JSON.stringify([context, this.#host.settings.libraries]);
    const isSame = this.#last?.prepared === prepared && this.#last.rest === rest;
    if (isSame && !this.#forced) return;
    const fresh = this.#fresh;
    this.#last = { prepared, rest };
    this.#forced = this.#fresh = false;
    this.#busy = true;
    const revision = ++this.#revision;
    try {
      // Calls of this run come to the worker by another port, and must not find the context of the last one there.
      await this.#data?.update(context, fresh);
    } catch (error) {
      if (revision === this.#revision) this.#showFailure(error);
      return;
    }
    if (revision !== this.#revision) return;
    this.sendTheme();
    session.post({
      kind: 'run',
      revision,
      ...(prepared === this.#sent ? {} : { program: prepared.program }),
      libraries,
      context,
      options: context.options,
      loopLimit: this.patience * 0.6,
    });
    this.#sent = prepared;
  }

  #receive(message: FrameMessage): void {
    const { emit, view } = this.#host;
    if (message.kind === 'ready') {
      this.#ready = true;
      emit('ready', {});
      void this.#sendRun();
    } else if (message.kind === 'size') {
      view.resize(message.height);
      emit('resize', { height: message.height });
    } else if (message.kind === 'console') {
      emit('console', { level: message.level, text: message.text });
    } else if (message.kind === 'progress') {
      emit('progress', { label: message.label, percent: message.percent });
    } else if (message.kind === 'error') {
      if (message.revision === this.#revision) this.#showError(this.#located(message));
    } else if (message.kind === 'rendered') {
      if (message.revision !== this.#revision) return;
      this.#busy = false;
      view.showContent();
      emit('rendered', {});
    } else {
      this.#services.handle(message);
    }
  }

  #located({ message, line, column, stack }: ErrorMessage): PanelErrorDetail {
    const toUser = this.#sent?.toUser ?? ((position) => position);
    const places = /panel\.js:(\d+):(\d+)/g;
    const userStack = stack.replace(places, (_, atLine, atColumn) => {
      const place = toUser({ line: Number(atLine), column: Number(atColumn) });
      return `panel.js:${place.line}:${place.column}`;
    });
    return { message, ...toUser({ line, column }), stack: userStack };
  }

  /** Shows what kept the panel from running, which no run must be taken for the same as. */
  #showFailure(error: unknown): void {
    this.#last = undefined;
    const { line, column } =
      error instanceof PanelSyntaxError ? error.position : { line: 0, column: 0 };
    const message = String(error).slice(0, maxText);
    this.#showError({ message, line, column, stack: '' });
  }

  #showError(detail: PanelErrorDetail): void {
    this.#busy = false;
    const place = detail.line ? `panel.js, line ${detail.line}, column ${detail.column}` : '';
    this.#host.view.showError(detail.message, place);
    this.#host.emit('error', detail);
  }
}
