import { isObject } from '../api/objects.js';
import { element, newId } from '../frame/element.js';
import { Field, Frame, NoValue } from './field.js';
import type { JsonSchema } from './problem.js';

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** A control under its label. */
abstract class Single<C extends Control> extends Field {
  readonly node = element('div');
  protected readonly frame: Frame;

  constructor(
    schema: JsonSchema,
    name: string,
    protected readonly control: C,
    hint = '',
  ) {
    super(schema);
    const label = element('label', { htmlFor: (control.id = newId()) });
    control.part.add('control');
    control.addEventListener('input', this.touch);
    this.frame = new Frame(this.node, control, label, name, schema, hint);
    this.node.append(label, control, ...this.frame.notes);
  }
}

const asText = (value: unknown): string => (value === undefined ? '' : String(value));

/** A line of text. */
export class TextField extends Single<HTMLInputElement> {
  constructor(schema: JsonSchema, name: string) {
    super(schema, name, element('input', { type: 'text', autocomplete: 'off', spellcheck: false }));
  }

  protected fill(value: unknown): void {
    this.control.value = asText(value);
  }

  protected value(): unknown {
    return this.control.value;
  }
}

function rangeHint({ minimum: low, maximum: high }: JsonSchema): string {
  const [from, to] = [low, high].map((limit) => typeof limit === 'number');
  if (from && to) return `From ${String(low)} to ${String(high)}.`;
  if (from) return `From ${String(low)}.`;
  return to ? `To ${String(high)}.` : '';
}

/** A number. Emptied, it is left out. */
export class NumberField extends Single<HTMLInputElement> {
  constructor(schema: JsonSchema, name: string) {
    const { minimum, maximum, multipleOf, type } = schema;
    const step = typeof multipleOf === 'number' ? multipleOf : type === 'integer' ? 1 : 'any';
    const control = element('input', { type: 'number', step: String(step) });
    if (typeof minimum === 'number') control.min = String(minimum);
    if (typeof maximum === 'number') control.max = String(maximum);
    super(schema, name, control, rangeHint(schema));
  }

  protected fill(value: unknown): void {
    this.control.value = typeof value === 'number' ? String(value) : '';
  }

  protected value(): unknown {
    const { control } = this;
    if (control.validity.badInput) throw new NoValue('must be a number');
    return control.value === '' ? undefined : control.valueAsNumber;
  }
}

/** Yes or no. */
export class BooleanField extends Single<HTMLInputElement> {
  constructor(schema: JsonSchema, name: string) {
    super(schema, name, element('input', { type: 'checkbox' }));
    this.node.classList.add('box');
  }

  protected fill(value: unknown): void {
    this.control.checked = value === true;
  }

  protected value(): unknown {
    return this.control.checked;
  }
}

/** One of a list of values. */
export class ChoiceField extends Single<HTMLSelectElement> {
  private readonly values = this.schema.enum as unknown[];

  constructor(schema: JsonSchema, name: string) {
    const options = (schema.enum as unknown[]).map(
      (value, index) => new Option(String(value), String(index)),
    );
    super(schema, name, element('select', {}, new Option('–', ''), ...options));
    // Where something is always chosen there is no need for a way to choose nothing.
    if (this.values.includes(schema.default)) this.control.options[0]!.hidden = true;
  }

  protected fill(value: unknown): void {
    this.control.value = String(this.values.indexOf(value));
    if (this.control.selectedIndex < 0) this.control.value = '';
  }

  protected value(): unknown {
    return this.control.value === '' ? undefined : this.values[Number(this.control.value)];
  }
}

/** A list of texts, one a line. */
export class LinesField extends Single<HTMLTextAreaElement> {
  constructor(schema: JsonSchema, name: string) {
    super(schema, name, element('textarea', { rows: 3, spellcheck: false }), 'One a line.');
  }

  protected fill(value: unknown): void {
    this.control.value = Array.isArray(value) ? value.join('\n') : '';
  }

  protected value(): unknown {
    return this.control.value.split('\n').filter((line) => line !== '');
  }
}

/** Any value, as JSON. Emptied, it is left out. */
export class JsonField extends Single<HTMLTextAreaElement> {
  constructor(schema: JsonSchema, name: string) {
    super(schema, name, element('textarea', { rows: 4, spellcheck: false }), 'As JSON.');
    this.control.classList.add('code');
  }

  protected fill(value: unknown): void {
    this.control.value = value === undefined ? '' : JSON.stringify(value, null, 2);
  }

  protected value(): unknown {
    const text = this.control.value.trim();
    if (text === '') return undefined;
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      throw new NoValue(`must be JSON: ${(error as Error).message}`);
    }
  }
}

/** Any number of the values of a list, each a box to tick. */
export class ChoicesField extends Field {
  readonly node = element('fieldset');
  protected readonly frame: Frame;
  private readonly values: readonly unknown[];
  private readonly boxes: readonly HTMLInputElement[];

  constructor(schema: JsonSchema, name: string) {
    super(schema);
    this.values = isObject(schema.items) ? (schema.items.enum as unknown[]) : [];
    this.boxes = this.values.map(() => element('input', { type: 'checkbox' }));
    const legend = element('legend');
    this.frame = new Frame(this.node, this.node, legend, name, schema);
    const lines = this.boxes.map((box, at) => {
      box.part.add('control');
      return element('label', {}, box, String(this.values[at]));
    });
    const list = element('div', { className: 'choices' }, ...lines);
    list.addEventListener('input', this.touch);
    this.node.append(legend, list, ...this.frame.notes);
  }

  protected fill(value: unknown): void {
    const chosen: unknown[] = Array.isArray(value) ? value : [];
    this.boxes.forEach((box, at) => (box.checked = chosen.includes(this.values[at])));
  }

  protected value(): unknown {
    return this.values.filter((_, at) => this.boxes[at]!.checked);
  }
}
