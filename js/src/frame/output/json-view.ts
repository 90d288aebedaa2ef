import { element } from '../element.js';
import { toText } from '../text.js';

/** Members that are drawn of one object; the others are counted. */
const maxMembers = 200;

function members(value: object): [name: string, value: unknown][] {
  if (value instanceof Map) return [...value].map(([key, item]) => [toText(key), item]);
  if (value instanceof Set) return [...value].map((item, at) => [String(at), item]);
  return Object.entries(value);
}

function summaryOf(value: object): string {
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    const { length } = value as unknown as ArrayLike<unknown>;
    return `${Array.isArray(value) ? '' : value.constructor.name}[${length}]`;
  }
  const names = Object.keys(value);
  const shown = names.slice(0, 4).join(', ');
  return `{${shown}${names.length > 4 ? ', …' : ''}}`;
}

function leaf(name: Node | string, value: unknown): HTMLElement {
  const isString = typeof value === 'string';
  const text = isString ? JSON.stringify(value) : toText(value);
  const className = isString ? 'string' : 'value';
  return element('div', { className: 'leaf' }, name, element('span', { className }, text));
}

function item(label: string, value: unknown, open: boolean): HTMLElement {
  const name = label ? element('span', { className: 'of' }, `${label}: `) : '';
  if (typeof value !== 'object' || value === null || value instanceof Date)
    return leaf(name, value);
  const summary = element('summary', {}, name, summaryOf(value));
  const branch = element('details', {}, summary);
  // Only what is opened is drawn: an object may be large, or contain itself.
  branch.addEventListener('toggle', () => {
    if (branch.open && branch.childElementCount === 1) branch.append(...branchItems(value));
  });
  if (open) branch.append(...branchItems(value));
  branch.open = open;
  return branch;
}

function branchItems(value: object): HTMLElement[] {
  const all = members(value);
  const shown = all.slice(0, maxMembers).map(([name, member]) => item(name, member, false));
  if (shown.length === all.length) return shown;
  return [...shown, element('div', { className: 'leaf of' }, `${all.length - maxMembers} more`)];
}

/** An object as a tree whose branches open. */
export function jsonView(value: object): HTMLElement {
  return element('div', { className: 'perihelion-json' }, item('', value, true));
}
