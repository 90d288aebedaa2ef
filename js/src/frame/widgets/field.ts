import { element } from '../element.js';
import type { Drawn } from '../region.js';

/** What all fields have. */
export interface FieldSettings<T> {
  label: string;
  value: T;
  classes?: string | undefined;
  change: (value: T) => void;
}

/** A field with its label; its value changes under the viewer's hands only where a run gives it another one. */
abstract class Field<T> implements Drawn {
  protected readonly label = element('span', { className: 'label' });
  protected readonly input = element('input');
  readonly node = element('label');
  protected change: (value: T) => void = () => undefined;
  private value: T | undefined;

  update({ label, value, classes = '', change }: FieldSettings<T>): void {
    this.node.className = `perihelion-widget ${classes}`.trim();
    this.label.textContent = label;
    this.change = change;
    if (value !== this.value) this.show(value);
    this.value = value;
  }

  protected abstract show(value: T): void;
}

/** One line of text; it counts when the viewer leaves it or presses Enter. */
export class TextField extends Field<string> {
  constructor() {
    super();
    this.input.type = 'text';
    this.node.append(this.label, this.input);
    this.input.addEventListener('change', () => this.change(this.input.value));
  }

  protected show(value: string): void {
    this.input.value = value;
  }
}

/** A box to tick. */
export class Checkbox extends Field<boolean> {
  constructor() {
    super();
    this.input.type = 'checkbox';
    this.node.append(this.input, this.label);
    this.input.addEventListener('change', () => this.change(this.input.checked));
  }

  protected show(value: boolean): void {
    this.input.checked = value;
  }
}

/** A number by a slider; it counts while it moves, once a picture. */
export class Slider extends Field<number> {
  private readonly output = element('output');
  private waiting = false;

  constructor() {
    super();
    this.input.type = 'range';
    this.node.append(this.label, this.input, this.output);
    this.input.addEventListener('input', () => {
      this.output.textContent = this.input.value;
      if (this.waiting) return;
      this.waiting = true;
      requestAnimationFrame(() => {
        this.waiting = false;
        this.change(this.input.valueAsNumber);
      });
    });
  }

  /** The numbers that can be chosen. */
  range(min: number, max: number, step: number): this {
    Object.assign(this.input, { min: String(min), max: String(max), step: String(step) });
    return this;
  }

  protected show(value: number): void {
    this.input.valueAsNumber = value;
    this.output.textContent = this.input.value;
  }
}
