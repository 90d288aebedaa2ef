import type { PanelContext } from '../api/types.js';
import { assetUrl } from '../assets/asset-url.js';
import { DataWorker, type PanelSession } from '../worker/data-worker-client.js';
import { frameFiles } from './frame-files.js';
import { checkImports } from './frame-modules.js';
import { FrameServices } from './frame-services.js';
import { FrameSession } from './frame-session.js';
import { describeFailure, locateError } from './panel-errors.js';
import type { Emit, PanelErrorDetail } from './panel-events.js';
import { splitContext, type Highlight, type PageContext } from './page-context.js';
import { clientOf, type PanelSettings } from './panel-settings.js';
import type { PanelSource, PreparedPanel } from './panel-source.js';
import type { PanelView } from './panel-view.js';
import type { FrameMessage, HighlightReport } from './protocol.js';
import { inTurn } from './turns.js';
import type { WatchedPanel } from './watchdog.js';

/** What the lifecycle needs of its element. */
export interface PanelHost {
  settings: PanelSettings;
  source: PanelSource;
  view: PanelView;
  emit: Emit;
  /** The context of the next run, plain JSON. */
  context(): PageContext;
  /** The viewer points at some of the panel's experiments, which are `keys`. */
  highlighted(highlight: Highlight, keys: ReadonlySet<string>): void;
  /** The color scheme of the element as it is shown. */
  scheme(): 'light' | 'dark';
}

/** What was asked of the frame last: a run that would be the same need not be. */
interface Run {
  prepared: PreparedPanel;
  /** All else, as text. */
  rest: string;
}

const nothing: Highlight = { hoveredExperiment: null, selectedExperiments: [] };

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
  /** Experiments that the frame was told of. */
  #keys: ReadonlySet<string> = new Set();
  /** What the frame knows of what the viewer points at. */
  #highlight = nothing;

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

  /** Lets it load; before that nothing does. */
  begin(): void {
    this.#begun = true;
    this.schedule();
  }

  /** Runs the panel soon, unless that would be the run that it had last. */
  schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    // Frames are made one by one. Those that are there go on together, or they would not share what they ask anew.
    if (this.#session) queueMicrotask(() => this.#runScheduled());
    else void inTurn(() => this.#runScheduled());
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

  /** Tells the frame what the viewer points at, if it has been told what it is about. */
  sendHighlight(): void {
    if (this.#ready && this.#last)
      this.#postHighlight(splitContext(this.#host.context()).highlight);
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

  #runScheduled(): void {
    this.#scheduled = false;
    const { settings, source, view } = this.#host;
    if (!settings.isConnected || this.#stopped || !source.present) return;
    if (this.#begun) void this.#prepare();
    else view.showWaiting();
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
    const files = frameFiles(settings.frameBase, settings.assetBase);
    this.#data = this.#openData();
    this.#sent = undefined;
    this.#highlight = nothing;
    this.#services.restart(settings.assetBase);
    this.#session = new FrameSession(files, this.#data.port, {
      message: (message) => this.#receive(message),
      ended: (reason) => this.halt(reason),
    });
    view.showFrame(this.#session.element);
  }

  #openData(): PanelSession {
    const { settings } = this.#host;
    const { assetBase } = settings;
    const located = (name: string) => (assetBase ? assetUrl(assetBase, name) : undefined);
    const worker = DataWorker.shared({
      wasm:
        settings.wasm ??
        located('perihelion.wasm') ??
        new URL('./perihelion.wasm', import.meta.url),
      workerUrl: settings.workerUrl ?? located('data-worker.js'),
    });
    // Each run brings its context.
    return worker.openPanel(clientOf(settings), {}, settings.scope);
  }

  /** Runs what is prepared in the frame, once both are there; shows what keeps it from running. */
  async #sendRun(): Promise<void> {
    const [prepared, session] = [this.#prepared, this.#session];
    if (!prepared || !this.#ready || !session) return;
    let revision = this.#revision;
    try {
      const { core, highlight } = splitContext(this.#host.context());
      this.#postHighlight(highlight);
      if (!this.#isNew(prepared, core)) return;
      revision = ++this.#revision;
      const fresh = this.#fresh;
      this.#forced = this.#fresh = false;
      this.#busy = true;
      // Calls of this run come to the worker by another port, and must not find the context of the last one there.
      await this.#data?.update(core, fresh);
      if (revision === this.#revision) this.#postRun(session, prepared, core);
    } catch (error) {
      if (revision === this.#revision) this.#showFailure(error);
    }
  }

  /** Whether a run of this would be another one than the last. */
  #isNew(prepared: PreparedPanel, context: PanelContext): boolean {
    const rest = JSON.stringify([context, this.#host.settings.libraries]);
    const isSame = this.#last?.prepared === prepared && this.#last.rest === rest;
    this.#last = { prepared, rest };
    return this.#forced || !isSame;
  }

  #postRun(session: FrameSession, prepared: PreparedPanel, context: PanelContext): void {
    this.#keys = new Set(context.experimentKeys);
    this.sendTheme();
    session.post({
      kind: 'run',
      revision: this.#revision,
      ...(prepared === this.#sent ? {} : { program: prepared.program }),
      libraries: Object.keys(this.#host.settings.libraries),
      context,
      options: context.options,
      loopLimit: this.patience * 0.6,
    });
    this.#sent = prepared;
  }

  #postHighlight(highlight: Highlight): void {
    if (JSON.stringify(highlight) === JSON.stringify(this.#highlight)) return;
    this.#highlight = highlight;
    this.#session?.post({ kind: 'highlight', ...highlight });
  }

  /** A panel may point at experiments that the page told it of, and pass nothing else to other panels. */
  #takeHighlight({ hoveredExperiment, selectedExperiments }: HighlightReport): void {
    const named = [
      ...selectedExperiments,
      ...(hoveredExperiment === null ? [] : [hoveredExperiment]),
    ];
    if (!named.every((key) => this.#keys.has(key))) {
      const text =
        'a highlight was refused: it may name no experiments but those of context.experimentKeys';
      return this.#host.emit('console', { level: 'warn', text });
    }
    this.#highlight = { hoveredExperiment, selectedExperiments };
    this.#host.highlighted(this.#highlight, this.#keys);
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
    } else if (message.kind === 'highlight') {
      this.#takeHighlight(message);
    } else if (message.kind === 'progress') {
      emit('progress', { label: message.label, percent: message.percent });
    } else if (message.kind === 'error') {
      if (message.revision !== this.#revision) return;
      this.#showError(locateError(message, this.#sent?.toUser));
    } else if (message.kind === 'rendered') {
      if (message.revision !== this.#revision) return;
      this.#busy = false;
      view.showContent();
      emit('rendered', {});
    } else {
      this.#services.handle(message);
    }
  }

  /** Shows what kept the panel from running, which no run must be taken for the same as. */
  #showFailure(error: unknown): void {
    this.#last = undefined;
    this.#revision += 1;
    this.#showError(describeFailure(error));
  }

  #showError(detail: PanelErrorDetail): void {
    this.#busy = false;
    const place = detail.line ? `panel.js, line ${detail.line}, column ${detail.column}` : '';
    this.#host.view.showError(detail.message, place);
    this.#host.emit('error', detail);
  }
}
