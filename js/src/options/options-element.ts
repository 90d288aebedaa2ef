import type { PerihelionPanel } from '../panel/panel-element.js';
import { same, type FormPart } from './field.js';
import { makePart } from './group.js';
import { checkOptions } from './options-check.js';
import { optionsCss } from './options-css.js';
import { PanelReference } from './panel-reference.js';
import type { Problem } from './problem.js';

const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/** Milliseconds without a keystroke after which what was typed counts. */
const pause = 300;

let sheet: CSSStyleSheet | undefined;

/** Detail of the event `change` of {@link PerihelionOptions}. */
export interface OptionsChangeDetail {
  /** The panel's options from now on. */
  options: Record<string, unknown>;
}

/**
 * `<perihelion-options for="ID">`: a form for the options of a panel, drawn from its `optionsSchema`. What the viewer
 * enters becomes the panel's options once it fits the schema; what does not is marked beside its field and kept. It is
 * empty for a panel without a schema.
 *
 * Event: `change`, which bubbles, with the panel's new `options`.
 */
export class PerihelionOptions extends Base {
  /** The attributes that the element follows. */
  static readonly observedAttributes = ['for'];

  readonly #form = document.createElement('div');
  readonly #reference = new PanelReference(this, (panel) => this.#use(panel));
  #panel: PerihelionPanel | undefined;
  /** Text of the schema that the form was drawn from. */
  #schema: string | undefined;
  #root: FormPart | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Grows with each check, of which only the last counts. */
  #checks = 0;

  constructor() {
    super();
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(optionsCss);
    }
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    this.#form.className = 'form';
    this.#form.setAttribute('role', 'form');
    root.append(this.#form);
    this.#form.addEventListener('input', () => this.#take(pause));
    // A choice is made, a field is left: nothing more is to be waited for.
    this.#form.addEventListener('change', () => this.#take(0));
    const early = Object.getOwnPropertyDescriptor(this, 'panel');
    if (!early) return;
    Reflect.deleteProperty(this, 'panel');
    this.panel = early.value as PerihelionPanel;
  }

  /** Id of the panel, in the same document or shadow tree; `panel` wins over it. */
  get htmlFor(): string {
    return this.getAttribute('for') ?? '';
  }
  set htmlFor(id: string) {
    this.setAttribute('for', id);
  }

  /** The panel whose options these are. */
  get panel(): PerihelionPanel | undefined {
    return this.#reference.given ?? this.#panel;
  }
  set panel(panel: PerihelionPanel | undefined) {
    this.#reference.given = panel;
  }

  /** Called by the browser. */
  connectedCallback(): void {
    const label = this.getAttribute('aria-label') ?? 'Options';
    this.#form.setAttribute('aria-label', label);
    this.#reference.connect();
  }

  /** Called by the browser. */
  disconnectedCallback(): void {
    this.#reference.disconnect();
    clearTimeout(this.#timer);
  }

  /** Called by the browser. */
  attributeChangedCallback(): void {
    this.#reference.look();
  }

  #use(panel: PerihelionPanel | undefined): void {
    this.#panel?.removeEventListener('optionschange', this.#refresh);
    this.#panel = panel;
    panel?.addEventListener('optionschange', this.#refresh);
    this.#refresh();
  }

  /** Draws the form anew for another schema, and shows the options as the panel has them. */
  readonly #refresh = (): void => {
    const schema = this.#panel?.optionsSchema;
    const text = JSON.stringify(schema);
    if (text !== this.#schema) {
      this.#schema = text;
      this.#root = schema && makePart({ type: 'object', ...schema }, 'options');
      this.#form.replaceChildren(...(this.#root ? [this.#root.node] : []));
    }
    if (!this.#panel || !this.#root) return;
    this.#root.show(this.#panel.currentOptions);
    void this.#check();
  };

  #take(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#commit(), wait);
  }

  /** Marks what is wrong on the screen. */
  async #check(): Promise<{ options: unknown; isRight: boolean } | undefined> {
    const [panel, root] = [this.#panel, this.#root];
    if (!panel?.optionsSchema || !root) return undefined;
    const check = ++this.#checks;
    const typed: Problem[] = [];
    const options = root.read(typed, []) ?? {};
    // Where it cannot be checked the panel says so, and runs with what it is given.
    const found = await checkOptions(panel.optionsSchema, options, panel.assetBase).catch(() => []);
    if (check !== this.#checks) return undefined;
    const isTyped = ({ path }: Problem) => typed.some((one) => same(one.path, path));
    const problems = [...typed, ...found.filter((one) => !isTyped(one))];
    root.mark(problems);
    return { options, isRight: problems.length === 0 };
  }

  async #commit(): Promise<void> {
    const panel = this.#panel;
    const checked = await this.#check();
    if (!panel || !checked?.isRight || same(checked.options, panel.currentOptions)) return;
    const options = checked.options as Record<string, unknown>;
    panel.options = options;
    const detail: OptionsChangeDetail = { options };
    this.dispatchEvent(new CustomEvent('change', { detail, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'perihelion-options': PerihelionOptions;
  }
}
