import { PerihelionError } from './errors.js';
import type { BandKind } from './reduce-kernels.js';
import type { XAxis } from './reduce-types.js';

/** What the session of an API answers itself, beside the methods of the core. */
export const REDUCTIONS: ReadonlySet<string> = new Set([
  'minMax',
  'lttb',
  'smooth',
  'align',
  'meanAndBand',
  'holdMetric',
  'readMetric',
  'releaseMetric',
]);

/** Pixels, and places of an axis, that nobody draws more of. */
const MOST_PLACES = 100_000;
/** Lines, and points of all lines, that one call may reduce: the worker does nothing else meanwhile. */
const MOST_LINES = 10_000;
const MOST_POINTS = 2 ** 24;
/** Values that aligned lines may have together, 128 MB. */
const MOST_VALUES = 2 ** 24;

const AXES: readonly unknown[] = ['step', 'epoch', 'timestamp', 'duration'] satisfies XAxis[];

/** A line as it crosses a port: columns, lasting ones where nobody changes them, or an axis of a held metric. */
export type WireLine =
  | { x: Float64Array; y: Float64Array; elapsed: boolean; isLasting: boolean }
  | { handle: number; x: XAxis };

/** The arguments of a reduction, from whoever: a panel's message may hold anything. */
export type Given = Readonly<Record<string, unknown>>;

const refuse = (message: string) => new PerihelionError('invalid_argument', message);

function wholeNumber(given: Given, name: string, most: number): number {
  const value = given[name];
  if (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most) {
    return value as number;
  }
  throw refuse(`${name} must be a whole number from 0 to ${most}`);
}

function flag(given: Given, name: string): boolean {
  const value = given[name] ?? true;
  if (typeof value === 'boolean') return value;
  throw refuse(`${name} must be true or false`);
}

function optionalNumber(given: Given, name: string): number | undefined {
  const value = given[name] ?? undefined;
  if (value === undefined || Number.isFinite(value)) return value as number | undefined;
  throw refuse(`${name} must be a finite number`);
}

/** The number of a held metric, which its holder chooses. */
export function handleNumber(given: Given): number {
  return wholeNumber(given, 'handle', Number.MAX_SAFE_INTEGER);
}

export interface Range {
  width: number;
  from: number | undefined;
  to: number | undefined;
}

export function rangeOf(given: Given): Range {
  const width = wholeNumber(given, 'width', MOST_PLACES);
  const from = optionalNumber(given, 'from');
  const to = optionalNumber(given, 'to');
  if (from !== undefined && to !== undefined && from > to) {
    throw refuse('from must not be beyond to');
  }
  return { width, from, to };
}

export function smoothingOf(given: Given): { weight: number; debias: boolean } {
  const { weight } = given;
  if (typeof weight !== 'number' || !(weight >= 0 && weight <= 1)) {
    throw refuse('weight must be a number from 0 to 1');
  }
  return { weight, debias: flag(given, 'debias') };
}

export function alignmentOf(given: Given): { interpolate: boolean; points: number } {
  const points = wholeNumber({ points: given.points ?? 0 }, 'points', MOST_PLACES);
  return { interpolate: flag(given, 'interpolate'), points };
}

export function bandOf({ band = 'min-max' }: Given): { kind: BandKind; low: number; high: number } {
  if (band === 'min-max' || band === 'deviation') return { kind: band, low: 0, high: 100 };
  const [low, high] = Array.isArray(band) ? (band as unknown[]) : [];
  if (typeof low === 'number' && typeof high === 'number' && low >= 0 && low <= high) {
    if (high <= 100) return { kind: 'percentiles', low, high };
  }
  throw refuse(
    "band must be 'min-max', 'deviation' or two percentiles, the lower first, such as [25, 75]",
  );
}

/** One line of columns or of a handle; `name` is what its caller calls it. */
export function lineOf(value: unknown, name = 'line'): WireLine {
  if (typeof value !== 'object' || value === null) throw refuse(`${name} must be a line`);
  const { x, y, elapsed, isLasting, handle } = value as Given;
  if (handle !== undefined) {
    if (!AXES.includes(x)) throw refuse(`x must be one of ${AXES.join(', ')}`);
    return { handle: handleNumber(value as Given), x: x as XAxis };
  }
  if (!(x instanceof Float64Array && y instanceof Float64Array)) {
    throw refuse(`${name} must have its x and y as Float64Arrays`);
  }
  if (x.length !== y.length) {
    throw refuse(`${name} must have as many x as y: it has ${x.length} and ${y.length}`);
  }
  return { x, y, elapsed: elapsed === true, isLasting: isLasting === true };
}

export function linesOf({ lines }: Given): WireLine[] {
  if (!Array.isArray(lines)) throw refuse('lines must be a list of lines');
  if (lines.length > MOST_LINES) {
    throw refuse(`lines must be at most ${MOST_LINES}: there are ${lines.length}`);
  }
  return Array.from(lines, (line, index) => lineOf(line, `line ${index}`));
}

/** Refuses more points than one call may have. */
export function checkPoints(lines: readonly { x: Float64Array }[]): void {
  const points = lines.reduce((sum, { x }) => sum + x.length, 0);
  if (points <= MOST_POINTS) return;
  throw refuse(`a reduction takes at most ${MOST_POINTS} points: there are ${points}`);
}

/** Refuses a table of aligned lines that would be too large. */
export function checkValues(lines: number, places: number): void {
  if (lines * places <= MOST_VALUES) return;
  throw refuse(
    `${lines} lines at ${places} places are more than ${MOST_VALUES} values: 'points' asks for fewer places`,
  );
}
