import type { PerihelionDashboard } from './dashboard-element.js';
import type { Emit } from './panel-events.js';
import type { Highlight, PageContext } from './page-context.js';
import { checkPanelFile, formatPanelFile, parsePanelFile, type PanelFile } from './panel-file.js';
import { PanelLifecycle } from './panel-lifecycle.js';
import { PanelSettings, type SettingEffect } from './panel-settings.js';
import { PanelView } from './panel-view.js';
import { poll } from './poll.js';
import { Visibility } from './visibility.js';
import { unwatch, watch } from './watchdog.js';

/**
 * `<perihelion-panel>`: runs panel code of others in a frame that reaches nothing but the data of
 * its context.
 *
 * Attributes: `src`, `language`, `query`, `theme`, `refresh` (the property {@link refreshSeconds}), `loading`, `fill`,
 * `base-url`, `scope`, `frame-base` and `asset-base`.
 *
 * Events, which bubble: those of `PanelEvents`.
 */
export class PerihelionPanel extends PanelSettings {
  readonly #view = new PanelView(this, () => this.run());
  readonly #emit: Emit = (type, detail) => {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  };
  readonly #lifecycle = new PanelLifecycle({
    settings: this,
    source: this.source,
    view: this.#view,
    emit: this.#emit,
    context: () => this.#contextNow(),
    highlighted: (highlight, keys) => this.#keepHighlight(highlight, keys),
    scheme: () => this.#scheme(),
  });
  readonly #visibility = new Visibility(this, (inSight) => {
    this.#lifecycle.setInSight(inSight);
    if (inSight) this.#lifecycle.begin();
  });
  #dashboard: PerihelionDashboard | undefined;
  #endPoll: (() => void) | undefined;
  #darkPage: MediaQueryList | undefined;
  #toldOptions = '';
  #about: Partial<Pick<PanelFile, 'name' | 'description'>> = {};

  constructor() {
    super();
    this.adoptProperties();
  }

  /** Runs the panel now, also after it was stopped and where it is out of sight. */
  run(): void {
    this.#lifecycle.run();
  }

  /** Changes members of the context and leaves the others as they are. */
  update(members: PageContext): void {
    this.context = { ...this.context, ...members };
  }

  /** The options of its next run: its own, or else those of its context or of its dashboard's. */
  get currentOptions(): Readonly<Record<string, unknown>> {
    return this.#contextNow().options ?? {};
  }

  /** Runs the panel with answers that the server gives from now on, not with those kept from before. */
  refresh(): void {
    this.#lifecycle.refresh();
  }

  /**
   * Shows a panel file: takes over its code, HTML, CSS, resources, options, their schema and query, also where it has
   * none.
   * @throws PerihelionError `invalid_argument`, when it is none
   */
  load(file: PanelFile): void {
    const { code, html = '', css = '', resources = [], query = '' } = checkPanelFile(file);
    const { options, optionsSchema, name, description } = file;
    this.#about = { name, description };
    Object.assign(this, { code, html, css, resources, options, optionsSchema, query });
  }

  /**
   * The panel as a panel file, which `load` takes: from its properties, with the code that `src` names, and the name and
   * description of the file that was loaded last.
   * @throws Error when the code cannot be fetched
   */
  export(settings?: { as?: 'file' }): Promise<PanelFile>;
  /**
   * What the panel shows, as a PNG image.
   * @throws Error when it is not drawn, or cannot be drawn as an image
   */
  export(settings: { as: 'png' }): Promise<Blob>;
  async export({ as = 'file' }: { as?: 'file' | 'png' } = {}): Promise<PanelFile | Blob> {
    if (as === 'png') return this.#lifecycle.picture();
    if (as !== 'file')
      throw new TypeError(`a panel is exported as "file" or "png", not "${String(as)}"`);
    const { html, css, resources, options, optionsSchema, query } = this;
    const code = await this.source.text();
    const parts = { ...this.#about, code, html, css, resources, options, optionsSchema, query };
    return parsePanelFile(formatPanelFile({ version: 1, ...parts } as PanelFile));
  }

  /** Stops the panel and removes its frame. */
  stop(): void {
    this.#lifecycle.halt('it was asked to stop');
  }

  /** Called by the panel's dashboard when what its panels share has changed: all of it, or what the viewer points at. */
  sharedChanged(mayRun: boolean): void {
    if (mayRun) this.settingChanged('options');
    else this.#lifecycle.sendHighlight();
  }

  /** Called by the browser. */
  connectedCallback(): void {
    this.#dashboard = dashboardOf(this);
    this.#dashboard?.join(this);
    watch(this.#lifecycle);
    this.#visibility.connect();
    this.#darkPage ??= matchMedia('(prefers-color-scheme: dark)');
    this.#darkPage.addEventListener('change', this.#onScheme);
    this.#startPoll();
    if (this.loading === 'eager') this.#lifecycle.begin();
    this.#lifecycle.schedule();
  }

  /** Called by the browser. */
  disconnectedCallback(): void {
    this.#dashboard?.leave(this);
    this.#dashboard = undefined;
    unwatch(this.#lifecycle);
    this.#visibility.disconnect();
    this.#darkPage?.removeEventListener('change', this.#onScheme);
    this.#endPoll?.();
    this.#lifecycle.suspend();
  }

  /** @hidden */
  protected settingChanged(effect: SettingEffect): void {
    if (effect === 'run' || effect === 'options') this.#lifecycle.schedule();
    if (effect === 'options') this.#tellOptions();
    if (effect === 'restart') this.#lifecycle.restart();
    if (!this.isConnected) return;
    if (effect === 'theme') this.#lifecycle.sendTheme();
    if (effect === 'refresh') this.#startPoll();
    if (effect === 'patience') watch(this.#lifecycle);
    if (effect === 'loading' && this.loading === 'eager') this.#lifecycle.begin();
  }

  #tellOptions(): void {
    const text = textOf([this.currentOptions, this.optionsSchema]);
    if (text === this.#toldOptions) return;
    this.#toldOptions = text;
    this.#emit('optionschange', {});
  }

  /** What the viewer points at is one thing in a whole dashboard. */
  #contextNow(): PageContext {
    const dashboard = this.#dashboard;
    return { ...this.effectiveContext(dashboard?.context), ...dashboard?.highlight };
  }

  #keepHighlight(highlight: Highlight, keys: ReadonlySet<string>): void {
    if (this.#dashboard) this.#dashboard.report(highlight, keys);
    else this.update(highlight);
    this.#emit('selection', highlight);
  }

  readonly #onScheme = (): void => this.#lifecycle.sendTheme();

  #startPoll(): void {
    this.#endPoll?.();
    this.#endPoll = undefined;
    const seconds = this.refreshSeconds;
    if (seconds === 0) return;
    if (seconds >= 1 && Number.isFinite(seconds)) {
      this.#endPoll = poll(seconds, () => {
        if (this.#visibility.visible) this.#lifecycle.refreshIfIdle();
      });
    } else {
      const given = String(this.getAttribute('refresh'));
      const text = `refresh must be 0 or a number of seconds from 1, not "${given}"`;
      this.#emit('console', { level: 'warn', text });
    }
  }

  #scheme(): 'light' | 'dark' {
    const used = getComputedStyle(this).colorScheme;
    if (!used.includes('dark')) return 'light';
    if (!used.includes('light')) return 'dark';
    return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
}

/** As JSON; "" for what is none, which is an error when it is to run. */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '';
  }
}

/** The dashboard that an element is in, also beyond the shadow trees that it is in. */
function dashboardOf(element: Element): PerihelionDashboard | undefined {
  const found = element.closest('perihelion-dashboard');
  if (found) return found;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? dashboardOf(root.host) : undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'perihelion-panel': PerihelionPanel;
  }
}
