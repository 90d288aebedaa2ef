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
  /** Room for the points that may be extremes of one pixel. */
  readonly #candidates: { rows: Uint32Array; values: Float64Array };

  constructor(y: Float64Array, kernels: ReduceKernels) {
    const count = Math.ceil(y.length / BLOCK);
    const starts = new Uint32Array(count + 1);
    for (let block = 0; block <= count; block++) starts[block] = Math.min(block * BLOCK, y.length);
    this.#y = y;
    this.#rows = kernels.extremes(y, starts);
    this.#values = Float64Array.from(this.#rows, (row) => y[row]!);
    const room = this.#rows.length + 2 * BLOCK;
    this.#candidates = { rows: new Uint32Array(room), values: new Float64Array(room) };
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
      const { low, high } = this.#between(begin, end);
      rows.push(Math.min(low, high));
      if (low !== high) rows.push(Math.max(low, high));
    }
    return rows;
  }

  /** The rows of the least and the greatest value, the first of equal ones; `begin` where all are NaN. */
  #between(begin: number, end: number): { low: number; high: number } {
    const count = this.#findCandidates(begin, end);
    const { rows, values } = this.#candidates;
    let [low, high, least, most] = [begin, begin, NaN, NaN];
    for (let at = 0; at < count; at++) {
      const value = values[at]!;
      // Of NaN nothing is true, and so the first number comes to be both.
      if ((value >= least && value <= most) || value !== value) continue;
      if (!(value >= least)) [low, least] = [rows[at]!, value];
      if (!(value <= most)) [high, most] = [rows[at]!, value];
    }
    return { low, high };
  }

  /** Puts the points that may be extremes between the two into `#candidates`, in order; how many they are. */
  #findCandidates(begin: number, end: number): number {
    const { rows, values } = this.#candidates;
    let count = 0;
    const last = Math.floor(end / BLOCK);
    const first = Math.min(Math.ceil(begin / BLOCK), last);
    for (let row = begin; row < first * BLOCK; row++) {
      rows[count] = row;
      values[count++] = this.#y[row]!;
    }
    for (let at = this.#blocks[first]!; at < this.#blocks[last]!; at++) {
      rows[count] = this.#rows[at]!;
      values[count++] = this.#values[at]!;
    }
    for (let row = Math.max(last * BLOCK, begin); row < end; row++) {
      rows[count] = row;
      values[count++] = this.#y[row]!;
    }
    return count;
  }
}
