import { isObject } from '../api/objects.js';
import { element } from '../frame/element.js';
import { Frame, type FormPart } from './field.js';
import { fieldKind, type FieldKind } from './field-kind.js';
import {
  BooleanField,
  ChoiceField,
  ChoicesField,
  JsonField,
  LinesField,
  NumberField,
  TextField,
} from './fields.js';
import type { JsonSchema, Problem } from './problem.js';

const fields: Record<
  Exclude<FieldKind, 'group'>,
  new (schema: JsonSchema, name: string) => FormPart
> = {
  text: TextField,
  number: NumberField,
  boolean: BooleanField,
  choice: ChoiceField,
  choices: ChoicesField,
  lines: LinesField,
  json: JsonField,
};

/** The most fields that a form has: a schema comes with a panel, and must not stall the page. */
const maxFields = 300;

/**
 * The field for a member of the options.
 * @param depth how many groups it stands in
 * @param room how many more fields there may be
 */
export function makePart(
  schema: unknown,
  name: string,
  depth = 0,
  room = { left: maxFields },
): FormPart {
  const kind = fieldKind(schema, depth);
  const known = isObject(schema) ? schema : {};
  if (kind !== 'group') return new fields[kind](known, name);
  const members = Object.entries(known.properties as JsonSchema);
  if (members.length > room.left) return new JsonField(known, name);
  room.left -= members.length;
  const parts = members.map(([member, part]): [string, FormPart] => [
    member,
    makePart(part, member, depth + 1, room),
  ]);
  return new Group(known, name, new Map(parts), depth === 0);
}

type Plain = Readonly<Record<string, unknown>>;

/** An object: a field for each of its members. Members that the schema does not name are left as they are. */
class Group implements FormPart {
  readonly node: HTMLElement;
  private readonly frame: Frame;
  private given: unknown;

  /** @param isForm whether it is the form as a whole, which needs no name */
  constructor(
    schema: JsonSchema,
    name: string,
    private readonly parts: ReadonlyMap<string, FormPart>,
    isForm: boolean,
  ) {
    const legend = element('legend');
    this.node = element(isForm ? 'div' : 'fieldset');
    this.frame = new Frame(this.node, this.node, legend, name, schema);
    const nodes = [...parts.values()].map(({ node }) => node);
    this.node.append(...(isForm ? [] : [legend]), ...this.frame.notes, ...nodes);
  }

  show(value: unknown): void {
    this.given = value;
    const members: Plain = isObject(value) ? value : {};
    for (const [name, part] of this.parts) {
      part.show(Object.hasOwn(members, name) ? members[name] : undefined);
    }
  }

  read(problems: Problem[], path: readonly string[]): unknown {
    const before = Object.entries(isObject(this.given) ? this.given : {});
    const members = new Map<string, unknown>(before);
    for (const [name, part] of this.parts) {
      const value = part.read(problems, [...path, name]);
      if (value === undefined) members.delete(name);
      else members.set(name, value);
    }
    return this.given === undefined && members.size === 0 ? undefined : Object.fromEntries(members);
  }

  mark(problems: readonly Problem[]): void {
    for (const [name, part] of this.parts) {
      const within = problems.filter(({ path }) => path[0] === name);
      part.mark(within.map(({ path, message }) => ({ path: path.slice(1), message })));
    }
    this.frame.mark(
      problems.filter(({ path: [name] }) => name === undefined || !this.parts.has(name)),
    );
  }
}
