import { element, newId } from '../element.js';
import type { Drawn } from '../region.js';

/** One option as it is shown. */
export interface Choices {
  label: string;
  /** Texts of the options. */
  texts: readonly string[];
  classes?: string | undefined;
}

function setClasses(node: HTMLElement, own: string, classes: string | undefined): void {
  node.className = classes ? `${own} ${classes}` : own;
}

/** A drop-down of which one option is chosen. */
export class Dropdown implements Drawn {
  private readonly label = element('span', { className: 'label' });
  private readonly select = element('select');
  readonly node = element('label', {}, this.label, this.select);
  private texts: readonly string[] = [];
  private choose: (index: number) => void = () => undefined;

  constructor() {
    this.select.addEventListener('change', () => this.choose(this.select.selectedIndex));
  }

  /** Shows these options, with the one at `index` chosen. */
  update({ label, texts, classes }: Choices, index: number, choose: (index: number) => void): void {
    setClasses(this.node, 'perihelion-widget', classes);
    this.label.textContent = label;
    this.choose = choose;
    if (texts.length !== this.texts.length || texts.some((text, at) => text !== this.texts[at])) {
      this.select.replaceChildren(...texts.map((text) => new Option(text)));
      this.texts = texts;
    }
    this.select.selectedIndex = index;
  }
}

/** A list that opens, of which any number of options are chosen. In the flow of the panel, which is as high as that needs. */
export class Multiselect implements Drawn {
  private readonly id = newId();
  private readonly label = element('span', { className: 'label', id: this.id });
  private readonly shown = element('span');
  private readonly summary = element('summary', {}, this.shown);
  private readonly list = element('div', { className: 'choices' });
  private readonly details = element('details', { className: 'perihelion-multi' });
  readonly node = element('div', {}, this.label, this.details);
  private choose: (indexes: number[]) => void = () => undefined;

  constructor() {
    this.details.append(this.summary, this.list);
    this.list.setAttribute('role', 'group');
    this.list.setAttribute('aria-labelledby', this.id);
    this.list.addEventListener('change', () => this.choose(this.chosen()));
    this.details.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.details.open) return;
      this.details.open = false;
      this.summary.focus();
    });
  }

  /** Shows these options, with those at `indexes` chosen. */
  update(
    { label, texts, classes }: Choices,
    indexes: readonly number[],
    choose: (indexes: number[]) => void,
  ): void {
    setClasses(this.node, 'perihelion-widget perihelion-multi-widget', classes);
    this.label.textContent = label;
    this.choose = choose;
    const chosen = indexes.map((index) => texts[index]);
    this.shown.textContent =
      chosen.length > 3 ? `${chosen.length} chosen` : chosen.join(', ') || 'none';
    this.summary.setAttribute('aria-label', `${label}: ${chosen.join(', ') || 'none'}`);
    const lines = [...this.list.children];
    if (
      lines.length !== texts.length ||
      texts.some((text, at) => text !== lines[at]!.textContent)
    ) {
      this.list.replaceChildren(...texts.map((text) => this.line(text)));
    }
    this.boxes().forEach((box, at) => (box.checked = indexes.includes(at)));
  }

  private line(text: string): HTMLElement {
    return element('label', {}, element('input', { type: 'checkbox' }), element('span', {}, text));
  }

  private boxes(): HTMLInputElement[] {
    return [...this.list.querySelectorAll('input')];
  }

  private chosen(): number[] {
    return this.boxes().flatMap((box, at) => (box.checked ? [at] : []));
  }
}
