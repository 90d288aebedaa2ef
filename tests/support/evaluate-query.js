// What a query means, written out plainly: the measure for the server's SQL and for the client's encoding.
import { columnId, columnTypes } from './experiment-facts.js';

/**
 * @typedef {{and: Tree[]} | {or: Tree[]} | {not: Tree} | Leaf} Tree
 * @typedef {object} Leaf a comparison in the words of Comet's predicates; a tag's name is its `value`
 * @property {string} source
 * @property {string} name
 * @property {string} operator
 * @property {any} [value] for `between` a list of two
 * @property {string} [type] else that of the project's column
 * @typedef {import('./experiment-facts.js').Facts} Facts
 */

/**
 * Keys of the experiments of one project of which a query is true, in the order of starting.
 * @param {Tree} tree
 * @param {Facts[]} experiments all of the project's
 * @throws {TypeError} when a value is none that its column can be compared with
 */
export function evaluate(tree, experiments) {
  const types = columnTypes(experiments);
  return experiments
    .filter((experiment) => truth(tree, experiment, types) === true)
    .sort((a, b) => a.startTime - b.startTime || order(a.key, b.key))
    .map(({ key }) => key);
}

/**
 * True, false, or null for what is unknown, as in SQL.
 * @param {Map<string, string>} types of the project's columns: see `columnTypes`
 */
export function truth(tree, experiment, types) {
  const all = (trees) => trees.map((inner) => truth(inner, experiment, types));
  if (tree.and) return and(all(tree.and));
  if (tree.or) return not(and(all(tree.or).map(not)));
  if (tree.not) return not(truth(tree.not, experiment, types));
  const positive = OPPOSITES[tree.operator];
  if (positive) return not(truth({ ...tree, operator: positive }, experiment, types));
  return compare(tree, experiment, types);
}

const OPPOSITES = {
  not_equal: 'equal',
  greater_or_equal: 'less',
  less_or_equal: 'greater',
  not_between: 'between',
  not_contains: 'contains',
  not_begins_with: 'begins_with',
  not_ends_with: 'ends_with',
  is_not_null: 'is_null',
  is_not_empty: 'is_empty',
};

function and(truths) {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

function not(truth) {
  return truth === null ? null : !truth;
}

function compare(leaf, experiment, types) {
  const { source, name, operator, value } = leaf;
  if (source === 'tag') {
    if (operator !== 'equal') throw new TypeError(`a tag is there or not: ${operator}`);
    return experiment.tags.has(value);
  }
  const id = columnId(source, name);
  const own = source === 'metadata' || source === 'env_details';
  const type = (own && types.get(id)) || (leaf.type ?? types.get(id) ?? 'string');
  const isText = typeof value === 'string';
  const is = experiment.values.get(id)?.value ?? null;
  switch (operator) {
    case 'is_null':
      return is === null;
    case 'is_empty':
      return is === null ? null : is === '';
    case 'contains':
    case 'begins_with':
    case 'ends_with': {
      if (type !== 'string' || !isText) throw new TypeError(`no ${operator} for a ${type}`);
      if (is === null) return null;
      if (operator === 'contains') return is.includes(value);
      return operator === 'begins_with' ? is.startsWith(value) : is.endsWith(value);
    }
    case 'between': {
      const limit = (at) => ({ ...leaf, value: value[at] });
      const isBelow = compare({ ...limit(0), operator: 'less' }, experiment, types);
      const isAbove = compare({ ...limit(1), operator: 'greater' }, experiment, types);
      return and([not(isBelow), not(isAbove)]);
    }
  }
  if (type === 'string' && isText) {
    if (is === null) return null;
    return ordered(operator, order(is, value));
  }
  const [a, b] = [number(is), operand(type, value)];
  if (a === null) return null;
  if (operator === 'equal') return Object.is(a + 0, b + 0);
  if (Number.isNaN(a) || Number.isNaN(b)) return null;
  return ordered(operator, a < b ? -1 : Number(a > b));
}

function ordered(operator, sign) {
  return { equal: sign === 0, less: sign < 0, greater: sign > 0 }[operator];
}

/** By code points, which is by the bytes of UTF-8. */
function order(a, b) {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** What a value is compared as: seconds for a `timenumber`, ms since 1970 for a `datetime`. */
function operand(type, value) {
  const found = type === 'datetime' ? instant(value) : number(value);
  if (found === null || (type === 'boolean' && ![0, 1].includes(found)))
    throw new TypeError(`${JSON.stringify(value)} is no ${type}`);
  return found;
}

const WORDS = {
  ...{ inf: Infinity, '-inf': -Infinity, Infinity, '-Infinity': -Infinity, nan: NaN, NaN },
  ...{ true: 1, True: 1, false: 0, False: 0 },
};

/** The number that a text reads as, or that a value is; else null. */
function number(value) {
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value);
  if (typeof value !== 'string') return null;
  if (Object.hasOwn(WORDS, value)) return WORDS[value];
  const read = /^[-+.\deE]+$/.test(value) ? Number(value) : NaN;
  return Number.isNaN(read) ? null : read;
}

/** `2026-09-24 05:00:00[.ffffff][+02:00]`, UTC without an offset, in ms since 1970; else null. */
function instant(text) {
  const [, day, time, fraction, zone] =
    /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  const date = new Date(`${day}T${time}Z`);
  // A date that there is not, such as 30 February, comes back as another.
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(`${day}T${time}`)) return null;
  const there = zone ? new Date(`${day}T${time}${zone}`) : date;
  return there.getTime() + Number(fraction ?? 0) * 1000;
}
