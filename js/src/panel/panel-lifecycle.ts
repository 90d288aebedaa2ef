import type { LoadProgress } from '../api/progress.js';
import type { PanelContext } from '../api/types.js';
import { coreFiles } from '../assets/asset-url.js';
import { requireFit } from '../options/require-fit.js';
import { DataWorker, type PanelSession } from '../worker/data-worker-client.js';
import { frameFiles } from './frame-files.js';
import { checkImports } from './frame-modules.js';
import { FrameServices } from './frame-services.js';
import { FrameSession } from './frame-session.js';
import { describeFailure, locateError } from './panel-errors.js';
import type { Emit, PanelErrorDetail } from './panel-events.js';
import { LastRun } from './last-run.js';
import { splitContext, type Highlight, type PageContext } from './page-context.js';
import { PanelHighlight } from './panel-highlight.js';
import { PanelPictures } from './panel-pictures.js';
import { clientOf, type PanelSettings } from './panel-settings.js';
import type { PanelSource, PreparedPanel } from './panel-source.js';
import type { PanelView } from './panel-view.js';
import type { FrameMessage } from './protocol.js';
import { SteadyHeight } from './steady-height.js';
import { inTurn } from './turns.js';
import { frameRemoved, type WatchedPanel } from './watchdog.js';

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

/** A panel from the loading of its frame through its runs to its end. */
export class PanelLifecycle implements WatchedPanel {
  readonly #host: PanelHost;
  readonly #services: FrameServices;
  readonly #highlight: PanelHighlight;
  readonly #last = new LastRun();
  readonly #pictures = new PanelPictures((message) => this.#session?.post(message));
  readonly #height = new SteadyHeight((height) => {
    this.#host.view.resize(height);
    this.#host.emit('resize', { height });
  });
  #session: FrameSession | undefined;
  #data: PanelSession | undefined;
  #begun = false;
  #stopped = false;
  #inSight = false;
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
  /** What kept the panel from running, as it was told: a poll that comes to the same does not tell it again. */
  #failure: string | undefined;
  #sent: PreparedPanel | undefined;

  readonly #warn = (text: string): void => this.#host.emit('console', { level: 'warn', text });

  constructor(host: PanelHost) {
    this.#host = host;
    this.#services = new FrameServices(() => this.#session, host.settings, this.#warn);
    this.#highlight = new PanelHighlight(
      (message) => this.#session?.post(message),
      (highlight, keys) => host.highlighted(highlight, keys),
      this.#warn,
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
    if (this.#begun) return;
    this.#begun = true;
    this.schedule();
  }

  /** Runs the panel soon, unless that would be the run that it had last. */
  schedule(): void {
    this.#failure = undefined;
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
    this.#begun = true;
    this.schedule();
  }

  /** Runs the panel with answers that the server gives from now on. */
  refresh(): void {
    this.#fresh = true;
    this.run();
  }

  /** Refreshes a panel that rests: what runs, was stopped or is not loaded yet is left alone. */
  refreshIfIdle(): void {
    if (!this.#ready || this.#busy || this.#scheduled || this.#stopped) return;
    const known = this.#failure;
    this.refresh();
    this.#failure = known;
  }

  /** Whether the viewer sees the panel: what others ask for waits for what this one asks for, or the other way round. */
  setInSight(inSight: boolean): void {
    this.#inSight = inSight;
    this.#data?.setInSight(inSight);
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
    if (this.#ready && this.#last.known)
      this.#highlight.send(splitContext(this.#host.context()).highlight);
  }

  /**
   * The panel as it looks now, a PNG image.
   * @throws Error where it is not shown
   */
  async picture(): Promise<Blob> {
    if (!this.#ready || this.#busy)
      throw new Error('there is no picture: the panel is not drawn yet');
    return this.#pictures.ask();
  }

  halt(reason: string): void {
    this.suspend();
    this.#stopped = true;
    this.#asked += 1;
    this.#host.view.showStopped(reason);
    this.#host.emit('stopped', { reason });
  }

  suspend(): void {
    if (this.#session) frameRemoved();
    this.#session?.close();
    this.#data?.close();
    this.#pictures.end();
    this.#height.cancel();
    this.#session = undefined;
    this.#data = undefined;
    this.#host.view.showProgress(undefined);
    this.#ready = false;
    this.#busy = false;
    this.#last.forget();
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
      // A worker whose files could not be loaded may start now.
      if (this.#data?.failed) this.suspend();
      if (!this.#session) this.#openSession();
      const [prepared] = await Promise.all([source.prepared(), this.#checkOptions()]);
      // Something else was set meanwhile, which is not checked yet.
      if (asked !== this.#asked || this.#scheduled) return;
      checkImports(prepared.imports, settings.libraries);
      this.#prepared = prepared;
      await this.#sendRun();
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#prepared = undefined;
      this.#showFailure(error);
    }
  }

  #checkOptions(): Promise<void> {
    const { optionsSchema, assetBase } = this.#host.settings;
    return requireFit(optionsSchema, this.#host.context().options, assetBase, this.#warn);
  }

  #openSession(): void {
    const { settings, view } = this.#host;
    view.showLoading();
    const files = frameFiles(settings.frameBase, settings.assetBase);
    this.#data = this.#openData();
    this.#sent = undefined;
    this.#highlight.restart();
    this.#services.restart(settings.assetBase);
    this.#session = new FrameSession(files, this.#data.port, {
      message: (message) => this.#receive(message),
      ended: (reason) => this.halt(reason),
    });
    view.showFrame(this.#session.element);
  }

  #openData(): PanelSession {
    const { settings } = this.#host;
    const { wasm, workerUrl } = coreFiles(settings.assetBase || undefined, settings);
    const worker = DataWorker.shared({
      wasm: wasm ?? new URL('./perihelion.wasm', import.meta.url),
      workerUrl,
    });
    // Each run brings its context.
    return worker.openPanel({
      client: clientOf(settings),
      scope: settings.scope,
      onProgress: (progress) => this.#showProgress(progress),
      onExceeded: (reason) => this.halt(reason),
      inSight: this.#inSight,
    });
  }

  #showProgress(progress: LoadProgress): void {
    this.#host.view.showProgress(progress);
    this.#host.emit('progress', { kind: 'load', ...progress });
  }

  /** Runs what is prepared in the frame, once both are there; shows what keeps it from running. */
  async #sendRun(): Promise<void> {
    const [prepared, session] = [this.#prepared, this.#session];
    if (!prepared || !this.#ready || !session) return;
    let revision = this.#revision;
    try {
      const { core, highlight } = splitContext(this.#host.context());
      this.#highlight.send(highlight);
      const differs = this.#last.next(prepared, this.#host.settings.libraries, core);
      const changed = this.#forced ? undefined : differs;
      if (changed?.length === 0) return;
      if (!changed) {
        revision = ++this.#revision;
        // Until it is sent, whatever comes between is not a change to a run that the frame knows of.
        this.#forced = true;
        this.#busy = true;
      }
      // Calls of this run come to the worker by another port, and must not find the context of the last one there.
      await this.#data?.update(core, this.#fresh);
      if (revision !== this.#revision) return;
      this.#highlight.keys = new Set(core.experimentKeys);
      if (changed) session.post({ kind: 'context', context: core, options: core.options, changed });
      else this.#postRun(session, prepared, core);
    } catch (error) {
      if (revision === this.#revision) this.#showFailure(error);
    }
  }

  #postRun(session: FrameSession, prepared: PreparedPanel, context: PanelContext): void {
    this.#forced = this.#fresh = false;
    this.#failure = undefined;
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
    this.#host.emit('running', {});
  }

  #receive(message: FrameMessage): void {
    const { emit, view } = this.#host;
    if (message.kind === 'ready') {
      this.#ready = true;
      emit('ready', {});
      void this.#sendRun();
    } else if (message.kind === 'size') {
      this.#height.set(message.height);
    } else if (message.kind === 'console') {
      emit('console', { level: message.level, text: message.text });
    } else if (message.kind === 'highlight') {
      this.#highlight.receive(message);
    } else if (message.kind === 'picture') {
      this.#pictures.receive(message);
    } else if (message.kind === 'progress') {
      emit('progress', { kind: 'ui', label: message.label, percent: message.percent });
    } else if (message.kind === 'error') {
      if (message.revision !== this.#revision) return;
      this.#showError(locateError(message, this.#sent?.toUser));
    } else if (message.kind === 'running') {
      this.#busy = true;
      emit('running', {});
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
    this.#last.forget();
    this.#revision += 1;
    const detail = describeFailure(error);
    const isNews = detail.message !== this.#failure;
    this.#failure = detail.message;
    this.#showError(detail, isNews);
  }

  #showError(detail: PanelErrorDetail, isNews = true): void {
    this.#busy = false;
    const place = detail.line ? `panel.js, line ${detail.line}, column ${detail.column}` : '';
    this.#host.view.showError(detail.message, place);
    if (isNews) this.#host.emit('error', detail);
  }
}
