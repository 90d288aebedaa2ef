import { NumberText, exactText } from './exact-json.js';
import type { ValueType } from './summary.js';
import { NONE } from '../store/series.js';

/** A JSON object. */
export type Json = Record<string, unknown>;

/** Whether numbers of a JSON text must be read as they are spelled: some are beyond 2^53. */
export const LONG_INTEGER = /":\s*-?\d{16,}\s*[,}]/;
const I64_MAX = 2n ** 63n - 1n;

/** @throws {TypeError} when it is none. */
export function asObject(value: unknown): Json {
  const isObject = value !== null && typeof value === 'object' && !Array.isArray(value);
  if (!isObject || value instanceof NumberText) throw new TypeError('expected an object');
  return value as Json;
}

/** @throws {TypeError} when it is none. */
export function asList(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new TypeError('expected a list');
  return value;
}

/** @throws {TypeError} when it is none. */
export function asText(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('expected text');
  return value;
}

/** Null for what is no text, or an empty one. */
export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Whole ms, or null for what is no time. */
export function timeOf(value: unknown): number | null {
  const time = Number(value instanceof NumberText ? value.text : value);
  return typeof value !== 'string' && value !== null && Number.isSafeInteger(Math.trunc(time))
    ? Math.trunc(time)
    : null;
}

/** @throws when it is no integer of 64 bits; what was not logged is {@link NONE}. */
export function integerOf(value: unknown): bigint {
  if (value === null || value === undefined) return NONE;
  if (Number.isSafeInteger(value)) return BigInt(value as number);
  const text =
    value instanceof NumberText ? value.text : typeof value === 'number' ? String(value) : '';
  if (text === '') throw new TypeError('expected an integer');
  const integer = /^-?\d+$/.test(text) ? BigInt(text) : BigInt(Math.trunc(Number(text)));
  if (integer > I64_MAX || integer <= NONE) throw new RangeError('an integer of more than 64 bits');
  return integer;
}

/** @throws {TypeError} when it is no number, nor text that reads as one. */
export function metricValue(value: unknown): number {
  if (typeof value === 'number') return value;
  if (value instanceof NumberText) return Number(value.text);
  if (typeof value === 'boolean') return Number(value);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : undefined;
  if (number === undefined || (Number.isNaN(number) && value !== 'NaN'))
    throw new TypeError('expected a number');
  return number;
}

/** A logged value as text: text as it is, numbers as spelled, everything else as JSON text. */
export function scalar(value: unknown): { type: ValueType; text: string } {
  if (value instanceof NumberText) return { type: 'double', text: value.text };
  if (typeof value === 'boolean') return { type: 'boolean', text: String(value) };
  if (typeof value !== 'string') return { type: 'string', text: exactText(value) };
  return { type: /^(NaN|-?Infinity)$/.test(value) ? 'double' : 'string', text: value };
}
