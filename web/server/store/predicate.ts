import { HttpError } from '../errors.js';
import { COLUMN_TYPES, ENVIRONMENT_COLUMNS, METADATA_COLUMNS, type ColumnType } from './columns.js';
import { readOperand, valuesOf, type Operand } from './operand.js';

/** A checked question about an experiment. An empty group of AND is true of all, an empty one of OR of none. */
export type Predicate = Group | Rule;

export interface Group {
  condition: 'AND' | 'OR';
  rules: Predicate[];
}

/** One comparison with a column. */
export interface Rule {
  source: Source;
  name: string;
  test: Test;
}

export type Test =
  | { operator: (typeof UNARY)[number] }
  | { operator: (typeof ORDERING)[number]; operand: Operand }
  | { operator: (typeof TEXTUAL)[number]; operand: string };

const SOURCES = ['metrics', 'params', 'log_other', 'metadata', 'env_details', 'tag'] as const;
export type Source = (typeof SOURCES)[number];

const UNARY = ['is_null', 'is_not_null', 'is_empty', 'is_not_empty'] as const;
const ORDERING = [
  'equal',
  'not_equal',
  'less',
  'less_or_equal',
  'greater',
  'greater_or_equal',
] as const;
const TEXTUAL = [
  'contains',
  'not_contains',
  'begins_with',
  'not_begins_with',
  'ends_with',
  'not_ends_with',
] as const;
const RANGES = ['between', 'not_between'] as const;
const OPERATORS = [...ORDERING, ...RANGES, ...TEXTUAL, ...UNARY];

/** Bounds of a question; SQLite takes expressions that are about four times as deep. */
const MAX_RULES = 256;
const MAX_DEPTH = 128;
const MAX_NAME = 4096;
const MAX_TEXT = 65536;

/**
 * Checks the member `predicates` of `project/query`: a list of `{source, query}`, all of which have to hold.
 * @throws {HttpError} 400 that names the place, what is wrong there and what would be right.
 */
export function decodePredicates(value: unknown): Predicate {
  const decoder = new Decoder();
  const rules = listOf(value, 'predicates').map((item, index) => {
    const place = `predicates[${index}]`;
    const { source, query } = objectOf(item, place);
    return decoder.group(objectOf(query, `${place}.query`), `${place}.query`, source, 1);
  });
  return { condition: 'AND', rules };
}

/**
 * Checks the member `rulesTree` of `experiments/search`: one group, or null for no condition.
 * @throws {HttpError} 400, as {@link decodePredicates} does.
 */
export function decodeRulesTree(value: unknown): Predicate {
  if (value === null || value === undefined) return { condition: 'AND', rules: [] };
  return new Decoder().group(objectOf(value, 'rulesTree'), 'rulesTree', undefined, 1);
}

type Json = Record<string, unknown>;

class Decoder {
  private ruleCount = 0;

  /** @param outer the source that the surroundings name, for rules that name none */
  group(group: Json, place: string, outer: unknown, depth: number): Group {
    if (depth > MAX_DEPTH) fail(place, `groups are nested deeper than ${MAX_DEPTH}`);
    const condition = oneOf(['AND', 'OR'] as const, group.condition, `${place}.condition`);
    const source = group.source ?? outer;
    const rules = listOf(group.rules, `${place}.rules`).map((item, index) => {
      const inner = `${place}.rules[${index}]`;
      const member = objectOf(item, inner);
      if ('rules' in member) return this.group(member, inner, source, depth + 1);
      if (++this.ruleCount > MAX_RULES) fail(inner, `there are more than ${MAX_RULES} rules`);
      return decodeRule(member, inner, source);
    });
    return { condition, rules };
  }
}

function decodeRule(rule: Json, place: string, outer: unknown): Predicate {
  // Under "nested" each rule names its own.
  const source = oneOf(SOURCES, rule.source ?? outer, `${place}.source`);
  const name = textOf(rule.field ?? rule.id, `${place}.field`, MAX_NAME);
  const operator = oneOf(OPERATORS, rule.operator, `${place}.operator`);
  const type = typeOf(source, name, oneOf(COLUMN_TYPES, rule.type, `${place}.type`));
  const valuePlace = `${place}.value`;
  const named = (test: Test): Rule => ({ source, name, test });
  if (source === 'tag') return decodeTag(operator, rule.value, place);
  if (isOneOf(UNARY, operator)) return named({ operator });
  if (isOneOf(TEXTUAL, operator)) {
    if (type !== 'string')
      fail(`${place}.operator`, `${operator} compares text, and ${shown(name)} is a ${type}`);
    return named({ operator, operand: textOf(rule.value, valuePlace, MAX_TEXT) });
  }
  if (source !== 'metadata' && type === 'datetime')
    fail(`${place}.type`, 'only metadata has columns of the type datetime');
  const operand = (value: unknown, at: string): Operand => {
    if (typeof value === 'string') textOf(value, at, MAX_TEXT);
    return (
      readOperand(type, value) ??
      fail(
        at,
        `${shown(name)} is a ${type}, so it has to be ${valuesOf(type)}, not ${shown(value)}`,
      )
    );
  };
  if (isOneOf(ORDERING, operator))
    return named({ operator, operand: operand(rule.value, valuePlace) });
  const limits = listOf(rule.value, valuePlace);
  if (limits.length !== 2) fail(valuePlace, `${operator} needs two values, not ${limits.length}`);
  const [low, high] = limits.map((limit, index) => operand(limit, `${valuePlace}[${index}]`));
  const isInside = operator === 'between';
  return {
    condition: isInside ? 'AND' : 'OR',
    rules: [
      named({ operator: isInside ? 'greater_or_equal' : 'less', operand: low! }),
      named({ operator: isInside ? 'less_or_equal' : 'greater', operand: high! }),
    ],
  };
}

function decodeTag(operator: string, value: unknown, place: string): Rule {
  if (operator !== 'equal' && operator !== 'not_equal')
    fail(`${place}.operator`, 'a tag is there (equal) or not (not_equal)');
  const name = textOf(value, `${place}.value`, MAX_NAME);
  return { source: 'tag', name, test: { operator, operand: name } };
}

/** Columns that every experiment has are of one type; of what was logged the asker knows the project's. */
function typeOf(source: Source, name: string, told: ColumnType): ColumnType {
  if (source === 'metadata') return METADATA_COLUMNS.get(name)?.type ?? told;
  if (source === 'env_details') return ENVIRONMENT_COLUMNS.get(name)?.type ?? told;
  return told;
}

function objectOf(value: unknown, place: string): Json {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Json;
  return fail(place, `it has to be an object, not ${shown(value)}`);
}

function listOf(value: unknown, place: string): unknown[] {
  return Array.isArray(value) ? value : fail(place, `it has to be a list, not ${shown(value)}`);
}

function textOf(value: unknown, place: string, limit: number): string {
  if (typeof value !== 'string') fail(place, `it has to be a text, not ${shown(value)}`);
  if (value.length > limit) fail(place, `the text is longer than ${limit} characters`);
  // SQLite's text ends at a NUL, and has no way to write half a character.
  if (/\p{Surrogate}/u.test(value) || value.includes('\0'))
    fail(place, 'the text holds half a character, or a NUL');
  return value;
}

function oneOf<T extends string>(words: readonly T[], value: unknown, place: string): T {
  if (typeof value === 'string' && isOneOf(words, value)) return value;
  return fail(place, `it has to be one of ${words.join(', ')}, not ${shown(value)}`);
}

function isOneOf<T extends string>(words: readonly T[], value: string): value is T {
  return words.includes(value as T);
}

function fail(place: string, problem: string): never {
  throw new HttpError(400, `${place}: ${problem}`);
}

/** A value as a message shows it: short, whatever was sent. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (value !== null && typeof value === 'object') return 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
