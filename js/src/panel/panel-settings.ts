import type { ClientOptions } from '../api/core.js';
import type { Scope } from '../api/types.js';
import type { DataWorkerOptions } from '../worker/data-worker-client.js';
import { checkHosts } from './host-fetch.js';
import type { JsonSchema } from '../options/problem.js';
import type { PanelLibraries } from './libraries.js';
import type { PageContext } from './page-context.js';
import { PanelSource, type PanelParts } from './panel-source.js';

/** What the element does about a setting that changed. */
export type SettingEffect =
  'run' | 'options' | 'restart' | 'theme' | 'refresh' | 'patience' | 'loading';

// So that the module can be imported where there is no DOM, as on a server that renders pages.
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/** What each attribute is about. */
const effects: Readonly<Record<string, SettingEffect>> = {
  src: 'run',
  language: 'run',
  query: 'run',
  theme: 'theme',
  refresh: 'refresh',
  loading: 'loading',
  'base-url': 'restart',
  scope: 'restart',
  'frame-base': 'restart',
  'asset-base': 'restart',
};

/** How to reach the server of a panel: with the key, so it goes to nobody but the data worker. */
export let clientOf: (settings: PanelSettings) => ClientOptions;

/** The attributes and properties by which a page says what a panel is to do. */
export abstract class PanelSettings extends Base {
  /** The attributes that the element follows. */
  static readonly observedAttributes = Object.keys(effects);

  static {
    clientOf = (settings) => {
      const { baseUrl, maxSeriesBytes } = settings;
      const apiKey = settings.#apiKey;
      return { baseUrl, maxSeriesBytes, ...(apiKey !== undefined && { apiKey }) };
    };
  }

  /**
   * The code and what comes with it.
   * @hidden
   */
  protected readonly source = new PanelSource();
  #context: PageContext = {};
  #options: Record<string, unknown> | undefined;
  #optionsSchema: JsonSchema | undefined;
  #libraries: PanelLibraries = {};
  #hosts: readonly string[] = [];
  #apiKey: string | undefined;
  #wasm: DataWorkerOptions['wasm'] | undefined;
  #workerUrl: DataWorkerOptions['workerUrl'];
  #maxSeriesBytes = 256 * 2 ** 20;
  #patience = 5000;

  /**
   * Told of each change.
   * @hidden
   */
  protected abstract settingChanged(effect: SettingEffect): void;

  /** The language of the code; "javascript" is the one there is. */
  get language(): string {
    return this.getAttribute('language') ?? 'javascript';
  }
  set language(language: string) {
    this.setAttribute('language', language);
  }

  /** URL of the code, which counts while `code` is undefined; "" where there is none. */
  get src(): string {
    return this.getAttribute('src') ?? '';
  }
  set src(url: string) {
    this.setAttribute('src', url);
  }

  /** Panel code; wins over `src`. Setting it runs the panel. */
  get code(): string | undefined {
    return this.source.code;
  }
  set code(code: string | undefined) {
    this.source.setCode(code);
    this.settingChanged('run');
  }

  /** HTML that stands above what the code draws. Setting another one runs the panel. */
  get html(): string {
    return this.source.parts.html;
  }
  set html(html: string) {
    this.#setParts({ html: String(html) });
  }

  /** The panel's own style sheet. Setting another one runs the panel. */
  get css(): string {
    return this.source.parts.css;
  }
  set css(css: string) {
    this.#setParts({ css: String(css) });
  }

  /**
   * Addresses of classic scripts and style sheets (".css") that the frame gets before the code runs, in this order, as
   * in Comet's tab of that name. The page fetches them. Setting other ones runs the panel.
   */
  get resources(): readonly string[] {
    return this.source.parts.resources;
  }
  set resources(addresses: readonly string[]) {
    this.#setParts({ resources: addresses.map(String) });
  }

  /**
   * What the panel may import, by name: addresses of files that are each one ES module without imports. A file is
   * fetched by the page when a panel first imports it. Setting other ones runs the panel.
   */
  get libraries(): PanelLibraries {
    return this.#libraries;
  }
  set libraries(libraries: PanelLibraries) {
    this.#libraries = { ...libraries };
    this.settingChanged('run');
  }

  /**
   * Origins, such as "https://data.example.com", that the panel may reach with `fetch`; none by default. The page sends
   * its requests, without cookies. A change counts from the next request on.
   * @throws TypeError when set to what is no origin
   */
  get hosts(): readonly string[] {
    return this.#hosts;
  }
  set hosts(origins: readonly string[]) {
    this.#hosts = checkHosts(origins);
  }

  /** The panel's context, plain JSON. Setting one that differs runs the panel. */
  get context(): PageContext {
    return this.#context;
  }
  set context(context: PageContext | undefined) {
    this.#context = context ?? {};
    this.settingChanged('options');
  }

  /** The panel's options, in place of `context.options`. Setting ones that differ runs the panel. */
  get options(): Record<string, unknown> | undefined {
    return this.#options;
  }
  set options(options: Record<string, unknown> | undefined) {
    this.#options = options;
    this.settingChanged('options');
  }

  /**
   * JSON Schema of the options. The panel does not run with options that do not fit it, and `<perihelion-options>` draws
   * a form from it.
   */
  get optionsSchema(): JsonSchema | undefined {
    return this.#optionsSchema;
  }
  set optionsSchema(schema: JsonSchema | null | undefined) {
    this.#optionsSchema = schema ?? undefined;
    this.settingChanged('options');
  }

  /** The text of a query, in place of `context.query`: the panel's experiments are those that fulfil it. "" is none. */
  get query(): string {
    return this.getAttribute('query') ?? '';
  }
  set query(query: string) {
    this.setAttribute('query', query);
  }

  /** "light" or "dark"; "auto" (the default) follows the color scheme of the page around it. */
  get theme(): string {
    return this.getAttribute('theme') ?? 'auto';
  }
  set theme(theme: string) {
    this.setAttribute('theme', theme);
  }

  /** Seconds after which the panel asks the server anew, 1 or more; 0 (the default) for never. */
  get refreshSeconds(): number {
    return Number(this.getAttribute('refresh') ?? 0);
  }
  set refreshSeconds(seconds: number) {
    this.setAttribute('refresh', String(seconds));
  }

  /** "eager" loads the panel at once; "lazy" (the default) when it comes near the visible part of the page. */
  get loading(): string {
    return this.getAttribute('loading') ?? 'lazy';
  }
  set loading(loading: string) {
    this.setAttribute('loading', loading);
  }

  /** Whether it fills its box, instead of following the height of its content. */
  get fill(): boolean {
    return this.hasAttribute('fill');
  }
  set fill(fill: boolean) {
    this.toggleAttribute('fill', fill);
  }

  /** Key for the server; a property only, so that it is never in the page's text. It cannot be read. */
  set apiKey(key: string | undefined) {
    this.#apiKey = key;
    this.settingChanged('restart');
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
    this.settingChanged('restart');
  }

  /** URL of the data worker, if not beside this module. */
  get workerUrl(): DataWorkerOptions['workerUrl'] {
    return this.#workerUrl;
  }
  set workerUrl(url: DataWorkerOptions['workerUrl']) {
    this.#workerUrl = url;
    this.settingChanged('restart');
  }

  /** Bytes that one answer of the server may take in memory, beyond which its call rejects with `too_large` (256 MB). */
  get maxSeriesBytes(): number {
    return this.#maxSeriesBytes;
  }
  set maxSeriesBytes(bytes: number) {
    if (!Number.isInteger(bytes) || bytes <= 0)
      throw new RangeError(`maxSeriesBytes must be a whole number above 0, not ${bytes}`);
    this.#maxSeriesBytes = bytes;
    this.settingChanged('restart');
  }

  /** Milliseconds that the panel may stay silent before it is stopped (5000). */
  get patience(): number {
    return this.#patience;
  }
  set patience(milliseconds: number) {
    if (!(milliseconds > 0)) throw new RangeError(`patience must be above 0, not ${milliseconds}`);
    this.#patience = milliseconds;
    this.settingChanged('patience');
  }

  /** Called by the browser. */
  attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    if (before === value) return;
    if (name === 'src') this.source.setSrc(value);
    this.settingChanged(effects[name]!);
  }

  /** The context with what attributes and other properties say in its place, over what a dashboard says. */
  protected effectiveContext(shared: PageContext = {}): PageContext {
    const context = { ...shared, ...this.#context };
    const { options = context.options ?? {} } = this;
    return { ...context, ...(this.query && { query: this.query }), options };
  }

  /** A page or framework may have set properties before this class was there; they would hide the accessors above. */
  protected adoptProperties(): void {
    const settings = this as unknown as Record<string, unknown>;
    for (const name of Object.keys(this)) {
      if (!Object.getOwnPropertyDescriptor(PanelSettings.prototype, name)?.set) continue;
      const value = settings[name];
      Reflect.deleteProperty(settings, name);
      settings[name] = value;
    }
  }

  #setParts(parts: Partial<PanelParts>): void {
    this.source.setParts(parts);
    this.settingChanged('run');
  }
}
