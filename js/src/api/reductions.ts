import { PerihelionError } from './errors.js';
import { ExtremeIndex } from './extreme-index.js';
import type { MetricColumns } from './metric-series.js';
import {
  alignmentOf,
  bandOf,
  checkPoints,
  checkValues,
  handleNumber,
  lineOf,
  linesOf,
  rangeOf,
  smoothingOf,
  type Given,
  type Range,
  type WireLine,
} from './reduce-arguments.js';
import type { LineColumns, ReduceKernels } from './reduce-kernels.js';
import type { XAxis } from './reduce-types.js';

type AskMetric = (args: Given, signal?: AbortSignal) => Promise<MetricColumns>;

/** A metric that stays here, once it has come, and the axis of it that was reduced last. */
interface Held {
  columns?: MetricColumns;
  bytes: number;
  ordered?: { axis: XAxis; line: LineColumns; extremes?: ExtremeIndex };
}

const COLUMNS = ['value', 'step', 'epoch', 'timestamp', 'offset', 'context'] as const;

/** What x and y take in order, and where their extremes are. */
const BYTES_OF_ORDERED_POINT = 18;

const bytesOf = (columns: MetricColumns): number =>
  COLUMNS.reduce(
    (sum, name) => sum + columns[name].byteLength,
    BYTES_OF_ORDERED_POINT * columns.value.length,
  );

// Loops, as engines take some thirty times as long to call a function for each value.

const isFinite = (value: number) => value - value === 0;

function areFinite(values: Float64Array): boolean {
  for (let row = 0; row < values.length; row++) if (!isFinite(values[row]!)) return false;
  return true;
}

function finiteRows(values: Float64Array): number[] {
  const rows: number[] = [];
  for (let row = 0; row < values.length; row++) if (isFinite(values[row]!)) rows.push(row);
  return rows;
}

function sinceEarliest(times: Float64Array): Float64Array {
  let first = Infinity;
  for (let row = 0; row < times.length; row++) {
    if (times[row]! < first && isFinite(times[row]!)) first = times[row]!;
  }
  const out = new Float64Array(times.length);
  for (let row = 0; row < times.length; row++) out[row] = times[row]! - first;
  return out;
}

/**
 * The first row from `begin` on whose x is not less than `place`, or greater where `behind`; probably `near` rows on.
 */
function search(
  x: Float64Array,
  begin: number,
  place: number,
  near: number,
  behind = false,
): number {
  const isBefore = (row: number) =>
    row < x.length && (x[row]! < place || (behind && x[row] === place));
  // The guess is good where points are spread evenly.
  let low = near > 0 && isBefore(begin + near - 1) ? begin + near : begin;
  let step = 1;
  while (isBefore(low + step - 1)) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step - 1, x.length);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where a pixel begins, also where the range is longer than any double: as in src/place.h. */
function edgeOf(pixel: number, width: number, first: number, last: number): number {
  const way = (last - first) * pixel;
  if (isFinite(way)) return first + way / width;
  return first * (1 - pixel / width) + last * (pixel / width);
}

/** The first row of each pixel, and the first one behind the range: as in src/reduce.cpp. */
function pixelStarts(x: Float64Array, { width, from, to }: Range): Uint32Array {
  const first = from ?? x[0]!;
  const last = to ?? x.at(-1)!;
  const starts = new Uint32Array(width + 1);
  starts[0] = search(x, 0, first, 0);
  let near = 0;
  for (let pixel = 1; pixel < width; pixel++) {
    const before = starts[pixel - 1]!;
    starts[pixel] = search(x, before, edgeOf(pixel, width, first, last), near);
    near = starts[pixel]! - before - 2;
  }
  starts[width] = search(x, starts[width - 1]!, last, near, true);
  return starts;
}

/** Rows of a line as columns of their own; what is answered may be transferred. */
function gather({ x, y }: LineColumns, rows: ArrayLike<number>): LineColumns {
  const out = { x: new Float64Array(rows.length), y: new Float64Array(rows.length) };
  for (let at = 0; at < rows.length; at++) {
    out.x[at] = x[rows[at]!]!;
    out.y[at] = y[rows[at]!]!;
  }
  return out;
}

function joined(lines: readonly LineColumns[]): LineColumns {
  const length = lines.reduce((sum, { x }) => sum + x.length, 0);
  const out = { x: new Float64Array(length), y: new Float64Array(length) };
  let at = 0;
  for (const { x, y } of lines) {
    out.x.set(x, at);
    out.y.set(y, at);
    at += x.length;
  }
  return out;
}

/** The reductions of one session, and the metrics that it holds. */
export class Reductions {
  readonly #kernels: () => ReduceKernels;
  readonly #askMetric: AskMetric;
  readonly #mostHeld: number;
  readonly #held = new Map<number, Held>();
  /** Axes that the API gave, which nobody changes, are looked at once. */
  readonly #ascending = new WeakSet<Float64Array>();
  #bytes = 0;
  #closed = false;

  /**
   * @param kernels those of the core that there is now
   * @param mostHeld bytes that held metrics may take together
   */
  constructor(kernels: () => ReduceKernels, askMetric: AskMetric, mostHeld: number) {
    this.#kernels = kernels;
    this.#askMetric = askMetric;
    this.#mostHeld = mostHeld;
  }

  /** Runs one of `REDUCTIONS` on arguments that may be anything. Nothing that is held is in its answer. */
  async call(method: string, given: Given, signal?: AbortSignal): Promise<unknown> {
    if (signal?.aborted) throw new PerihelionError('cancelled', 'the call was cancelled');
    switch (method) {
      case 'minMax':
        return this.#minMax(given);
      case 'lttb':
        return this.#lttb(given);
      case 'smooth':
        return this.#smooth(given);
      case 'align':
        return this.#align(given);
      case 'meanAndBand':
        return this.#meanAndBand(given);
      case 'holdMetric':
        return this.#hold(given, signal);
      case 'readMetric':
        return structuredClone(this.#find(handleNumber(given)).columns);
      default:
        return this.#release(handleNumber(given));
    }
  }

  /** Lets go of everything. */
  close(): void {
    this.#closed = true;
    this.#held.clear();
    this.#bytes = 0;
  }

  #minMax(given: Given): LineColumns {
    const range = rangeOf(given);
    const asked = lineOf(given.line);
    const line = this.#line(asked);
    if (range.width === 0 || line.x.length === 0) return gather(line, []);
    const starts = pixelStarts(line.x, range);
    const [begin, end] = [starts[0]!, starts[range.width]!];
    const rows =
      'handle' in asked && ExtremeIndex.isWorthwhile((end - begin) / range.width)
        ? this.#extremeIndex(asked.handle).extremes(starts)
        : Array.from(this.#kernels().extremes(line.y, starts));
    if (begin > 0) rows.unshift(begin - 1);
    if (end < line.x.length) rows.push(end);
    return gather(line, rows);
  }

  /** Of what a handle has in order. */
  #extremeIndex(handle: number): ExtremeIndex {
    const ordered = this.#find(handle).ordered!;
    return (ordered.extremes ??= new ExtremeIndex(ordered.line.y, this.#kernels()));
  }

  #lttb(given: Given): LineColumns {
    const range = rangeOf(given);
    const line = this.#line(lineOf(given.line));
    if (range.width === 0 || line.x.length === 0) return gather(line, []);
    const [begin, end] = pixelStarts(line.x, { ...range, width: 1 }) as unknown as [number, number];
    let inside = { x: line.x.subarray(begin, end), y: line.y.subarray(begin, end) };
    if (!areFinite(inside.y)) inside = gather(inside, finiteRows(inside.y));
    const before = line.y.subarray(0, begin).findLastIndex(isFinite);
    const behind = line.y.subarray(end).findIndex(isFinite);
    return joined([
      gather(line, before < 0 ? [] : [before]),
      gather(inside, this.#triangles(inside, range.width)),
      gather(line, behind < 0 ? [] : [end + behind]),
    ]);
  }

  #triangles(line: LineColumns, width: number): ArrayLike<number> {
    const count = line.x.length;
    if (count <= width) return Uint32Array.from(line.x.keys());
    if (width < 3) return width === 1 ? [0] : [0, count - 1];
    return this.#kernels().lttb(line, width);
  }

  #smooth(given: Given): LineColumns {
    const { weight, debias } = smoothingOf(given);
    const { x, y } = this.#line(lineOf(given.line));
    return { x: x.slice(), y: this.#kernels().smooth(y, weight, debias) };
  }

  #align(given: Given): { x: Float64Array; y: Float64Array[] } {
    const options = alignmentOf(given);
    const lines = linesOf(given).map((line) => this.#columns(line));
    checkPoints(lines);
    return this.#kernels().align(lines, options, (places) => checkValues(lines.length, places));
  }

  #meanAndBand(given: Given): Record<string, Float64Array | Uint32Array> {
    const { kind, low, high } = bandOf(given);
    const { x, y } = this.#align(given);
    const [mean, least, most, count] = this.#kernels().band(y, x.length, kind, low, high);
    return { x, mean: mean!, low: least!, high: most!, count: Uint32Array.from(count!) };
  }

  async #hold(given: Given, signal?: AbortSignal): Promise<{ name: string; length: number }> {
    const { handle: _, ...metric } = given;
    const handle = handleNumber(given);
    if (this.#held.has(handle)) {
      throw new PerihelionError('invalid_argument', `handle ${handle} is in use`);
    }
    const held: Held = { bytes: 0 };
    this.#held.set(handle, held);
    try {
      const columns = await this.#askMetric(metric, signal);
      if (this.#closed) throw new PerihelionError('closed', 'the API was closed');
      // Its holder may have let go of it meanwhile.
      if (this.#held.get(handle) !== held) {
        throw new PerihelionError('cancelled', 'the handle was disposed of');
      }
      this.#keep(held, columns);
      return { name: columns.name, length: columns.value.length };
    } catch (error) {
      if (this.#held.get(handle) === held) this.#held.delete(handle);
      throw error;
    }
  }

  #keep(held: Held, columns: MetricColumns): void {
    const bytes = bytesOf(columns);
    if (this.#bytes + bytes > this.#mostHeld) {
      throw new PerihelionError(
        'invalid_argument',
        `holding this metric takes ${bytes} bytes, and ${this.#bytes} of ${this.#mostHeld} are held: ` +
          'dispose of handles that are of no more use',
      );
    }
    held.columns = columns;
    held.bytes = bytes;
    this.#bytes += bytes;
  }

  #release(handle: number): void {
    this.#bytes -= this.#held.get(handle)?.bytes ?? 0;
    this.#held.delete(handle);
  }

  #find(handle: number): Held & { columns: MetricColumns } {
    const held = this.#held.get(handle);
    if (held?.columns) return held as Held & { columns: MetricColumns };
    throw new PerihelionError(
      'closed',
      'the handle holds nothing: it was disposed of, or is of an earlier context of its panel',
    );
  }

  /** A line by ascending x, of finite ones. What a handle has is put into order once. */
  #line(line: WireLine): LineColumns {
    if (!('handle' in line)) return this.#ordered(this.#columns(line), line.isLasting);
    const held = this.#find(line.handle);
    if (held.ordered?.axis !== line.x) {
      held.ordered = { axis: line.x, line: this.#ordered(this.#columns(line)) };
    }
    return held.ordered.line;
  }

  #columns(line: WireLine): LineColumns {
    if (!('handle' in line)) {
      return { x: line.elapsed ? sinceEarliest(line.x) : line.x, y: line.y };
    }
    const { columns } = this.#find(line.handle);
    const x = line.x === 'duration' ? sinceEarliest(columns.timestamp) : columns[line.x];
    return { x, y: columns.value };
  }

  #ordered(line: LineColumns, isLasting = true): LineColumns {
    checkPoints([line]);
    const { x } = line;
    if (x.length === 0) return line;
    if (!this.#ascending.has(x)) {
      const isOrdered = isFinite(x[0]!) && isFinite(x.at(-1)!) && this.#kernels().isAscending(x);
      if (!isOrdered) return gather(line, this.#kernels().order(x));
      if (isLasting) this.#ascending.add(x);
    }
    return line;
  }
}
