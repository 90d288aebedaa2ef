import { toNode } from './display.js';

/** How a drop-down is drawn and kept. */
export interface DropdownOptions {
  /** Index of the option that is chosen at first (0). */
  index?: number;
  /** Name under which the choice is kept over runs; without it the order of calls counts. */
  key?: string;
  /** Text of an option (`String(option)`). */
  formatFunc?: (option: unknown) => string;
}

const baseCss = `
  body { margin: 8px; font: 14px/1.4 system-ui, sans-serif; overflow-wrap: break-word; }
  #panel { display: flow-root; }
  .text { white-space: pre-wrap; }
  label.widget { display: inline-flex; gap: 6px; align-items: center; margin: 0 12px 8px 0; }
  table { border-collapse: collapse; margin: 4px 0; }
  th, td { padding: 2px 8px; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); text-align: left; }
  pre { margin: 4px 0; white-space: pre-wrap; }
`;

function addStyles(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return sheet;
}

/** The page of the panel: one place for output, and choices that outlive a run. */
export class PanelPage {
  /** Where the output of runs goes. */
  readonly root = document.createElement('main');
  private readonly choices = new Map<string, number>();
  private readonly css: CSSStyleSheet;

  /** @param rerun called when the viewer chooses something */
  constructor(readonly rerun: () => void) {
    this.root.id = 'panel';
    document.body.replaceChildren(this.root);
    addStyles(baseCss);
    this.css = addStyles('');
  }

  /** The `ui` of one run. */
  startRun(): PanelUi {
    return new PanelUi(this);
  }

  /** Replaces the panel's own style sheet. */
  setCss(text: string): void {
    this.css.replaceSync(text);
  }

  /** Index chosen under `key`, if any. */
  choice(key: string): number | undefined {
    return this.choices.get(key);
  }

  /** Keeps a choice and runs the panel again. */
  choose(key: string, index: number): void {
    this.choices.set(key, index);
    this.rerun();
  }
}

/** `ui` in panel code. */
export class PanelUi {
  readonly #page: PanelPage;
  readonly #output = document.createElement('div');
  #shown = false;
  #widgets = 0;

  /** @param page where it draws */
  constructor(page: PanelPage) {
    this.#page = page;
  }

  /** Width of the panel in CSS pixels. */
  get width(): number {
    return this.#page.root.clientWidth;
  }

  /**
   * Appends to the panel: DOM nodes as they are, an array of plain objects or a `MetricSeries` as a
   * table, other objects as JSON, all else as text.
   */
  display(...things: unknown[]): void {
    this.#output.append(...things.map(toNode));
    this.show();
  }

  /** Sets the CSS of the panel, in place of the CSS set before. */
  setCss(text: string): void {
    this.#css = String(text);
    if (this.#shown) this.#page.setCss(this.#css);
  }

  /**
   * Draws a drop-down; when the viewer chooses, the panel runs again.
   * @returns the chosen option; undefined when there are none
   */
  dropdown<T>(label: string, options: Iterable<T>, settings: DropdownOptions = {}): T | undefined {
    const list = [...options];
    const key = `dropdown:${settings.key ?? this.#widgets++}`;
    const kept = this.#page.choice(key) ?? settings.index ?? 0;
    const index = kept >= 0 && kept < list.length ? kept : 0;
    const select = document.createElement('select');
    select.id = key;
    const format = settings.formatFunc ?? String;
    select.append(...list.map((option, at) => new Option(format(option), '', false, at === index)));
    select.addEventListener('change', () => this.#page.choose(key, select.selectedIndex));
    const line = document.createElement('label');
    line.className = 'widget';
    line.append(String(label), select);
    this.#output.append(line);
    this.show();
    return list[index];
  }

  /** Puts this run's output in place of the output before; what had the focus keeps it. */
  show(): void {
    if (this.#shown && !this.#output.isConnected) return;
    if (!this.#shown) {
      this.#shown = true;
      // With the output that it is for: a run that fails before it shows anything leaves both as they were.
      this.#page.setCss(this.#css);
      const focused = document.activeElement?.id;
      this.#page.root.replaceChildren(this.#output);
      this.#focus = focused;
    }
    if (this.#focus) this.#restoreFocus(this.#focus);
  }

  #css = '';
  #focus: string | undefined;

  #restoreFocus(id: string): void {
    const target = document.getElementById(id);
    if (!target) return;
    target.focus();
    this.#focus = undefined;
  }
}
