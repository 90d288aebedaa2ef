import { element, newId } from '../frame/element.js';
import { placeText, type JsonSchema, type Problem } from './problem.js';

/** A part of the form: a field, or a group of them. */
export interface FormPart {
  readonly node: HTMLElement;
  /** Shows a value; undefined is one that the options leave out. */
  show(value: unknown): void;
  /** The value as it is on the screen; what was typed and is none goes into `problems`, and the value before stays. */
  read(problems: Problem[], path: readonly string[]): unknown;
  /** Says what is wrong, in place of what was said before; paths are those within the value. */
  mark(problems: readonly Problem[]): void;
}

/** What the viewer typed is no value. */
export class NoValue extends Error {}

const textOf = (value: unknown, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? value : otherwise;

/** Label, description and place for problems around one control or a group of them. */
export class Frame {
  readonly label: HTMLElement;
  private readonly description = element('p', { id: newId() });
  private readonly problem = element('p', { id: newId() });

  /**
   * @param node what all of it goes into
   * @param control what is described and can be wrong
   * @param label its element
   * @param hint stands behind the description
   */
  constructor(
    readonly node: HTMLElement,
    private readonly control: HTMLElement,
    label: HTMLElement,
    name: string,
    schema: JsonSchema,
    hint = '',
  ) {
    this.label = label;
    label.textContent = textOf(schema.title, name);
    this.description.textContent = [textOf(schema.description, ''), hint].filter(Boolean).join(' ');
    label.part.add('label');
    this.description.part.add('description');
    this.problem.part.add('problem');
    this.problem.setAttribute('role', 'alert');
    node.part.add('field');
    control.setAttribute('aria-describedby', `${this.description.id} ${this.problem.id}`);
  }

  /** The description, and the problem. */
  get notes(): HTMLElement[] {
    return [this.description, this.problem];
  }

  mark(problems: readonly Problem[]): void {
    const texts = problems.map(({ path, message }) => `${placeText(path, '')} ${message}`.trim());
    const text = texts.join('; ');
    if (this.problem.textContent !== text) this.problem.textContent = text;
    if (text) this.control.setAttribute('aria-invalid', 'true');
    else this.control.removeAttribute('aria-invalid');
  }
}

/** A field of one value. What the viewer left alone is left as it is, or out. */
export abstract class Field implements FormPart {
  abstract readonly node: HTMLElement;
  protected abstract readonly frame: Frame;
  private given: unknown;
  private isShown = false;
  private isTouched = false;

  constructor(protected readonly schema: JsonSchema) {}

  /** Puts a value into the control; undefined empties it. */
  protected abstract fill(value: unknown): void;
  /**
   * The value in the control; undefined to leave it out.
   * @throws NoValue
   */
  protected abstract value(): unknown;

  /** The viewer changed something. */
  protected readonly touch = (): void => {
    this.isTouched = true;
  };

  show(value: unknown): void {
    const isNew = !this.isShown || !same(this.given, value);
    // What was typed stays as it is where it says the same, and where nothing else was set.
    const isTyped = this.isTouched && same(this.read([], []), value);
    if (!isNew && !isTyped) return;
    if (!isTyped) this.fill(value === undefined ? this.schema.default : value);
    this.given = value;
    this.isShown = true;
    this.isTouched = false;
  }

  read(problems: Problem[], path: readonly string[]): unknown {
    if (!this.isTouched) return this.given;
    try {
      return this.value();
    } catch (error) {
      if (!(error instanceof NoValue)) throw error;
      problems.push({ path, message: error.message });
      return this.given;
    }
  }

  mark(problems: readonly Problem[]): void {
    this.frame.mark(problems);
  }
}

/** Whether two values are the same as JSON. */
export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
