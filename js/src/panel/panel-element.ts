import type { PanelContext, Scope } from '../api/types.js';
import { assetUrl } from '../assets/asset-url.js';
import {
  DataWorker,
  type DataWorkerOptions,
  type PanelSession,
} from '../worker/data-worker-client.js';
import { frameFiles } from './frame-files.js';
import { checkImports } from './frame-modules.js';
import { FrameServices } from './frame-services.js';
import { FrameSession } from './frame-session.js';
import type { PanelLibraries } from './libraries.js';
import { checkPanelFile, type PanelFile } from './panel-file.js';
import { PanelSource, type PanelParts, type PreparedPanel } from './panel-source.js';
import { PanelSyntaxError } from './parse.js';
import { PanelView } from './panel-view.js';
import { maxText, type ConsoleLevel, type ErrorMessage, type FrameMessage } from './protocol.js';
import { unwatch, watch, type WatchedPanel } from './watchdog.js';

/** Detail of the event `error`; positions from 1, 0 when unknown. */
export interface PanelErrorDetail {
  message: string;
  line: number;
  column: number;
  stack: string;
}

/** Detail of the event `console`. */
export interface PanelConsoleDetail {
  level: ConsoleLevel;
  text: string;
}

/** Detail of the event `stopped`. */
export interface PanelStoppedDetail {
  reason: string;
}

// So that the module can be imported where there is no DOM, as on a server that renders pages.
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/**
 * `<perihelion-panel>`: runs panel code of others in a frame that reaches nothing but the data of
 * its context.
 *
 * Attributes: `src` (URL of the code), `base-url` (the Comet server; the page's origin), `scope`
 * (`context`, `project`, `workspace` or `all`), `frame-base` (URL below which outer.html and
 * inner.html are served, best from another site), `asset-base` (URL below which all files of the
 * package are served; beside its modules otherwise), `fill` (fills its box instead of following the
 * height of its content).
 *
 * Events, which bubble: `ready`, `rendered`, `error` ({@link PanelErrorDetail}), `console`
 * ({@link PanelConsoleDetail}), `stopped` ({@link PanelStoppedDetail}).
 */
export class PerihelionPanel extends Base {
  /** The attributes that the element follows. */
  static readonly observedAttributes = ['src', 'base-url', 'scope', 'frame-base', 'asset-base'];

  readonly #source = new PanelSource();
  readonly #view = new PanelView(this, () => this.run());
  #context: PanelContext = {};
  #options: Record<string, unknown> | undefined;
  #apiKey: string | undefined;
  #wasm: DataWorkerOptions['wasm'] | undefined;
  #workerUrl: DataWorkerOptions['workerUrl'];
  #patience = 5000;

  #session: FrameSession | undefined;
  #data: PanelSession | undefined;
  #revision = 0;
  readonly #services = new FrameServices(
    () => this.#session,
    () => this.resources,
    (text) => this.#emit('console', { level: 'warn', text } satisfies PanelConsoleDetail),
  );
  #prepared: PreparedPanel | undefined;
  #sent: PreparedPanel | undefined;
  #scheduled = false;
  #stopped = false;
  #ready = false;

  readonly #watched: WatchedPanel = this.#asWatched();

  /** Panel code; wins over `src`. Setting it runs the panel. */
  get code(): string | undefined {
    return this.#source.code;
  }
  set code(code: string | undefined) {
    this.#source.setCode(code);
    this.#schedule();
  }

  /** HTML that stands above what the code draws. Setting it runs the panel. */
  get html(): string {
    return this.#source.parts.html;
  }
  set html(html: string) {
    this.#setParts({ html: String(html) });
  }

  /** The panel's own style sheet. Setting it runs the panel. */
  get css(): string {
    return this.#source.parts.css;
  }
  set css(css: string) {
    this.#setParts({ css: String(css) });
  }

  /**
   * Addresses of classic scripts and style sheets (".css") that the frame gets before the code runs, in this order, as
   * in Comet's tab of that name. The page fetches them. Setting them runs the panel.
   */
  get resources(): readonly string[] {
    return this.#source.parts.resources;
  }
  set resources(addresses: readonly string[]) {
    this.#setParts({ resources: addresses.map(String) });
  }

  /**
   * What the panel may import, by name: addresses of files that are each one ES module without imports. A file is
   * fetched by the page when a panel first imports it. Setting them runs the panel.
   */
  get libraries(): PanelLibraries {
    return this.#services.libraries;
  }
  set libraries(libraries: PanelLibraries) {
    this.#services.libraries = { ...libraries };
    this.#schedule();
  }

  /** The panel's context, plain JSON. Setting it runs the panel. */
  get context(): PanelContext {
    return this.#context;
  }
  set context(context: PanelContext) {
    this.#context = context;
    this.#schedule();
  }

  /** The panel's options, in place of `context.options`. Setting them runs the panel. */
  get options(): Record<string, unknown> | undefined {
    return this.#options;
  }
  set options(options: Record<string, unknown> | undefined) {
    this.#options = options;
    this.#schedule();
  }

  /** Key for the server; a property only, so that it is never in the page's text. */
  set apiKey(key: string | undefined) {
    this.#apiKey = key;
    this.#restart();
  }

  /** URL of the Comet server. */
  get baseUrl(): string {
    return this.getAttribute('base-url') ?? location.origin;
  }
  set baseUrl(url: string) {
    this.setAttribute('base-url', url);
  }

  /** What the panel may ask for. */
  get scope(): Scope {
    return (this.getAttribute('scope') ?? 'context') as Scope;
  }
  set scope(scope: Scope) {
    this.setAttribute('scope', scope);
  }

  /** URL below which the frame's documents are served; "" means where the package's other files are. */
  get frameBase(): string {
    return this.getAttribute('frame-base') ?? '';
  }
  set frameBase(url: string) {
    this.setAttribute('frame-base', url);
  }

  /** URL below which `perihelion assets` put the package's files; "" means beside this module. */
  get assetBase(): string {
    return this.getAttribute('asset-base') ?? '';
  }
  set assetBase(url: string) {
    this.setAttribute('asset-base', url);
  }

  /** Where the data worker takes its WebAssembly from, if not beside it. */
  get wasm(): DataWorkerOptions['wasm'] | undefined {
    return this.#wasm;
  }
  set wasm(wasm: DataWorkerOptions['wasm'] | undefined) {
    this.#wasm = wasm;
    this.#restart();
  }

  /** URL of the data worker, if not beside this module. */
  get workerUrl(): DataWorkerOptions['workerUrl'] {
    return this.#workerUrl;
  }
  set workerUrl(url: DataWorkerOptions['workerUrl']) {
    this.#workerUrl = url;
    this.#restart();
  }

  /** Milliseconds that the panel may stay silent before it is stopped (5000). */
  get patience(): number {
    return this.#patience;
  }
  set patience(milliseconds: number) {
    if (!(milliseconds > 0)) throw new RangeError(`patience must be above 0, not ${milliseconds}`);
    this.#patience = milliseconds;
    if (this.isConnected) watch(this.#watched);
  }

  /** Runs the panel now, also after it was stopped. */
  run(): void {
    this.#stopped = false;
    this.#schedule();
  }

  /**
   * Shows a panel file: takes over its code, HTML, CSS, resources, options and query, also where it has none.
   * @throws PerihelionError `invalid_argument`, when it is none
   */
  load(file: PanelFile): void {
    const { code, html = '', css = '', resources = [], options, query } = checkPanelFile(file);
    Object.assign(this, { code, html, css, resources, options });
    this.context = { ...this.#context, query: query || undefined };
  }

  /** Stops the panel and removes its frame. */
  stop(): void {
    this.#stop('it was asked to stop');
  }

  /** Called by the browser. */
  connectedCallback(): void {
    watch(this.#watched);
    this.#schedule();
  }

  /** Called by the browser. */
  disconnectedCallback(): void {
    unwatch(this.#watched);
    this.#closeSession();
  }

  /** Called by the browser. */
  attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    if (before === value) return;
    if (name === 'src') {
      this.#source.setSrc(value);
      this.#schedule();
    } else {
      this.#restart();
    }
  }

  #asWatched(): WatchedPanel {
    const session = () => this.#session;
    const patience = () => this.#patience;
    return {
      get session() {
        return session();
      },
      get patience() {
        return patience();
      },
      halt: (reason) => this.#stop(reason),
      suspend: () => this.#closeSession(),
      revive: () => this.run(),
    };
  }

  #setParts(parts: Partial<PanelParts>): void {
    this.#source.setParts(parts);
    this.#schedule();
  }

  #restart(): void {
    this.#closeSession();
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      if (this.isConnected && !this.#stopped && this.#source.present) void this.#runNow();
    });
  }

  async #runNow(): Promise<void> {
    const revision = ++this.#revision;
    try {
      if (!this.#session) this.#openSession();
      const prepared = await this.#source.prepared();
      if (revision !== this.#revision) return;
      checkImports(prepared.imports, this.libraries);
      this.#prepared = prepared;
      await this.#sendRun();
    } catch (error) {
      if (revision === this.#revision) this.#showFailure(error);
    }
  }

  #effectiveContext(): PanelContext {
    return { ...this.#context, options: this.#options ?? this.#context.options ?? {} };
  }

  #openSession(): void {
    this.#view.showLoading();
    const files = frameFiles(this.frameBase, this.assetBase);
    this.#data = this.#openData();
    this.#sent = undefined;
    this.#ready = false;
    this.#services.restart(this.assetBase);
    this.#session = new FrameSession(files, this.#data.port, {
      message: (message) => this.#receive(message),
      ended: (reason) => this.#stop(reason),
    });
    this.#view.showFrame(this.#session.element);
  }

  #openData(): PanelSession {
    const worker = DataWorker.shared({
      wasm:
        this.#wasm ??
        this.#asset('perihelion.wasm') ??
        new URL('./perihelion.wasm', import.meta.url),
      workerUrl: this.#workerUrl ?? this.#asset('data-worker.js'),
    });
    const client = { baseUrl: this.baseUrl, apiKey: this.#apiKey };
    return worker.openPanel(client, this.#effectiveContext(), this.scope);
  }

  #asset(name: string): URL | undefined {
    return this.assetBase ? assetUrl(this.assetBase, name) : undefined;
  }

  #closeSession(): void {
    this.#session?.close();
    this.#data?.close();
    this.#session = undefined;
    this.#data = undefined;
    this.#ready = false;
  }

  async #sendRun(): Promise<void> {
    const [prepared, session, revision] = [this.#prepared, this.#session, this.#revision];
    if (!prepared || !this.#ready || !session) return;
    const context = this.#effectiveContext();
    try {
      // Calls of this run come to the worker by another port, and must not find the context of the last one there.
      await this.#data?.update(context);
    } catch (error) {
      if (revision === this.#revision) this.#showFailure(error);
      return;
    }
    if (revision !== this.#revision || session !== this.#session) return;
    session.post({ kind: 'theme', scheme: this.#scheme() });
    session.post({
      kind: 'run',
      revision,
      ...(prepared === this.#sent ? {} : { program: prepared.program }),
      libraries: Object.keys(this.libraries),
      context,
      options: context.options,
      loopLimit: this.#patience * 0.6,
    });
    this.#sent = prepared;
  }

  #scheme(): 'light' | 'dark' {
    const used = getComputedStyle(this).colorScheme;
    if (!used.includes('dark')) return 'light';
    if (!used.includes('light')) return 'dark';
    return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }

  #receive(message: FrameMessage): void {
    if (message.kind === 'ready') {
      this.#ready = true;
      this.#emit('ready', {});
      void this.#sendRun();
    } else if (message.kind === 'size') {
      this.#view.resize(message.height);
    } else if (message.kind === 'console') {
      this.#emit('console', { level: message.level, text: message.text });
    } else if (message.kind === 'error') {
      if (message.revision === this.#revision) this.#showError(this.#located(message));
    } else if (message.kind === 'rendered') {
      if (message.revision !== this.#revision) return;
      this.#view.showContent();
      this.#emit('rendered', {});
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

  #showFailure(error: unknown): void {
    const { line, column } =
      error instanceof PanelSyntaxError ? error.position : { line: 0, column: 0 };
    const message = String(error).slice(0, maxText);
    this.#showError({ message, line, column, stack: '' });
  }

  #showError(detail: PanelErrorDetail): void {
    const place = detail.line ? `panel.js, line ${detail.line}, column ${detail.column}` : '';
    this.#view.showError(detail.message, place);
    this.#emit('error', detail);
  }

  #stop(reason: string): void {
    this.#closeSession();
    this.#stopped = true;
    this.#revision += 1;
    this.#view.showStopped(reason);
    const detail: PanelStoppedDetail = { reason };
    this.#emit('stopped', detail);
  }

  #emit(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'perihelion-panel': PerihelionPanel;
  }
}
