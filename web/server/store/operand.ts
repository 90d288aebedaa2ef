import { textNumber } from '../number-text.js';
import type { ColumnType } from './columns.js';

/** What a column is compared with: a number with the number that it reads as, a text with its text. */
export type Operand = number | string;

/**
 * Reads the value of a rule for a column of a type: seconds for a `timenumber`, ms since the epoch for a `datetime`.
 * @returns undefined when the type has no such value; see {@link valuesOf}
 */
export function readOperand(type: ColumnType, value: unknown): Operand | undefined {
  if (type === 'datetime') return typeof value === 'string' ? readInstant(value) : undefined;
  if (typeof value === 'string' && type === 'string') return value;
  const number = typeof value === 'string' ? textNumber(value) : readNumber(value);
  return type === 'boolean' && number !== 0 && number !== 1 ? undefined : number;
}

/** What a type's values look like, for messages. */
export function valuesOf(type: ColumnType): string {
  return {
    string: 'a text or a number',
    double: 'a number',
    timenumber: 'a number of seconds',
    boolean: 'true or false',
    datetime: 'a time such as "2026-09-24 05:00:00", in UTC or with an offset such as +02:00',
  }[type];
}

function readNumber(value: unknown): number | undefined {
  return typeof value === 'number' || typeof value === 'boolean' ? Number(value) : undefined;
}

const DATE = String.raw`(\d{4})-(\d\d)-(\d\d)`;
const TIME = String.raw`([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d{1,9})?`;
const ZONE = String.raw`(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?)?`;
const INSTANT = new RegExp(`^${DATE}[ T]${TIME}${ZONE}$`);

/** Ms since the epoch, with what the text has below a millisecond; undefined when it is no time. */
function readInstant(text: string): number | undefined {
  const found = INSTANT.exec(text);
  if (!found) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as Six;
  const date = new Date(0);
  // Not Date.UTC, which takes the years to 99 for 19xx.
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute, second);
  const [sign, ...zone] = found.slice(8);
  const [hours, minutes, seconds] = zone.map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
  ];
  const offset = (hours * 3600 + minutes * 60 + seconds) * (sign === '-' ? -1000 : 1000);
  return date.getTime() + Number(found[7] ?? 0) * 1000 - offset;
}

type Six = [number, number, number, number, number, number];
