import type { ReduceKernels } from './reduce-kernels.js';

/** Rows that are looked at once and for all. More make fewer of them extremes, and the ends of a pixel longer. */
const BLOCK = 64;

/** Where the extremes of a column stand that is asked for those of its parts over and over, as a plot that zooms does. */
export class ExtremeIndex {
  readonly #y: Float64Array;
  /** One or two of each block, in order. */
  readonly #rows: Uint32Array;
  /** What stands there: read from the column they would be one miss of the cache each. */
  readonly #values: Float64Array;
  /** Where in `#rows` those of each block begin, and where the last ones end. */
  readonly #blocks: Uint32Array;
  /** Of the pixel under way: the rows of the least and the greatest value up to now, and those values. */
  readonly #found = { low: 0, high: 0, least: NaN, most: NaN };

  constructor(y: Float64Array, kernels: ReduceKernels) {
    const count = Math.ceil(y.length / BLOCK);
    const starts = new Uint32Array(count + 1);
    for (let block = 0; block <= count; block++) starts[block] = Math.min(block * BLOCK, y.length);
    this.#y = y;
    this.#rows = kernels.extremes(y, starts);
    this.#values = Float64Array.from(this.#rows, (row) => y[row]!);
    this.#blocks = new Uint32Array(count + 1);
    for (const row of this.#rows) this.#blocks[Math.floor(row / BLOCK) + 1]!++;
    for (let block = 0; block < count; block++) this.#blocks[block + 1]! += this.#blocks[block]!;
  }

  /** Whether the blocks save anything for pixels of so many rows. */
  static isWorthwhile(rowsPerPixel: number): boolean {
    return rowsPerPixel >= 4 * BLOCK;
  }

  /** As `kernels.extremes(y, starts)`. */
  extremes(starts: Uint32Array): number[] {
    const rows: number[] = [];
    for (let pixel = 0; pixel + 1 < starts.length; pixel++) {
      const [begin, end] = [starts[pixel]!, starts[pixel + 1]!];
      if (begin === end) continue;
      this.#search(begin, end);
      const { low, high } = this.#found;
      rows.push(Math.min(low, high));
      if (low !== high) rows.push(Math.max(low, high));
    }
    return rows;
  }

  /** Finds the first of the least and of the greatest values; `begin` where all are NaN. */
  #search(begin: number, end: number): void {
    const found = this.#found;
    found.low = found.high = begin;
    found.least = found.most = NaN;
    const last = Math.floor(end / BLOCK);
    const first = Math.min(Math.ceil(begin / BLOCK), last);
    this.#look(this.#y, begin, first * BLOCK);
    this.#look(this.#values, this.#blocks[first]!, this.#blocks[last]!, this.#rows);
    this.#look(this.#y, Math.max(last * BLOCK, begin), end);
  }

  /** Looks at values, which stand in these rows or in their own. */
  #look(values: Float64Array, begin: number, end: number, rows?: Uint32Array): void {
    const found = this.#found;
    let { least, most } = found;
    for (let at = begin; at < end; at++) {
      const value = values[at]!;
      // Of NaN nothing is true, and so the first number comes to be both.
      if ((value >= least && value <= most) || value !== value) continue;
      const row = rows ? rows[at]! : at;
      if (!(value >= least)) [found.low, least] = [row, value];
      if (!(value <= most)) [found.high, most] = [row, value];
    }
    found.least = least;
    found.most = most;
  }
}
