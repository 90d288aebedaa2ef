/** Stands for "no value" in the integer columns. */
export const NONE = -(2n ** 63n);

/** The points of one metric, a column each; integers are exact up to 64 bits. */
export interface Columns {
  value: Float64Array;
  step: BigInt64Array;
  epoch: BigInt64Array;
  timestamp: BigInt64Array;
  offset: BigInt64Array;
}

/** Column names in the store's order. */
export const COLUMN_NAMES = ['value', 'step', 'epoch', 'timestamp', 'offset'] as const;

/** Collects points in the order they were logged. */
export class SeriesBuilder {
  private columns = allocate(16);
  length = 0;

  /** Adds a point; {@link NONE} where an integer was not logged. */
  push(value: number, step: bigint, epoch: bigint, timestamp: bigint, offset: bigint): void {
    if (this.length === this.columns.value.length)
      this.columns = copyInto(allocate(this.length * 2), [this.columns]);
    const at = this.length++;
    this.columns.value[at] = value;
    this.columns.step[at] = step;
    this.columns.epoch[at] = epoch;
    this.columns.timestamp[at] = timestamp;
    this.columns.offset[at] = offset;
  }

  /** The points so far, as views. */
  build(): Columns {
    return slice(this.columns, this.length);
  }
}

/** The points of several series as one, by step and then offset; points without a step come last. */
export function mergeSorted(parts: Columns[]): Columns {
  const length = parts.reduce((sum, part) => sum + part.value.length, 0);
  const all = parts.length === 1 ? parts[0]! : copyInto(allocate(length), parts);
  if (isSorted(all)) return all;
  const order = Uint32Array.from({ length }, (_, index) => index).sort((a, b) =>
    compare(all, a, b),
  );
  return pick(all, order);
}

/** The points at the given indexes. */
export function pick(from: Columns, indexes: ArrayLike<number>): Columns {
  const to = allocate(indexes.length);
  for (let at = 0; at < indexes.length; at++) {
    for (const name of COLUMN_NAMES) to[name][at] = from[name][indexes[at]!]!;
  }
  return to;
}

/** A column's bytes, as the store keeps them. */
export function packColumn(column: Float64Array | BigInt64Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

/** The columns of a row of the table `series`. */
export function unpackColumns(row: Record<(typeof COLUMN_NAMES)[number], Uint8Array>): Columns {
  // Copied, because a typed array must begin at a multiple of eight.
  const buffer = (bytes: Uint8Array): ArrayBuffer => bytes.slice().buffer as ArrayBuffer;
  return {
    value: new Float64Array(buffer(row.value)),
    step: new BigInt64Array(buffer(row.step)),
    epoch: new BigInt64Array(buffer(row.epoch)),
    timestamp: new BigInt64Array(buffer(row.timestamp)),
    offset: new BigInt64Array(buffer(row.offset)),
  };
}

/** Reads an integer column: a number where it is exact, a bigint beyond 2^53, null where there is none. */
export function integerReader(column: BigInt64Array): (index: number) => number | bigint | null {
  // Two 32-bit halves: a bigint for each of a million points would cost more than all the rest.
  const words = new Int32Array(column.buffer, column.byteOffset, column.length * 2);
  return (index) => {
    const high = words[index * 2 + 1]!;
    const low = words[index * 2]! >>> 0;
    if (high >= -0x200000 && high < 0x200000) return high * 2 ** 32 + low;
    return high === -0x80000000 && low === 0 ? null : column[index]!;
  };
}

function allocate(length: number): Columns {
  const integers = (): BigInt64Array => new BigInt64Array(length);
  return {
    value: new Float64Array(length),
    step: integers(),
    epoch: integers(),
    timestamp: integers(),
    offset: integers(),
  };
}

function copyInto(to: Columns, parts: Columns[]): Columns {
  let at = 0;
  for (const part of parts) {
    to.value.set(part.value, at);
    for (const name of ['step', 'epoch', 'timestamp', 'offset'] as const)
      to[name].set(part[name], at);
    at += part.value.length;
  }
  return to;
}

function slice(columns: Columns, length: number): Columns {
  return {
    value: columns.value.subarray(0, length),
    step: columns.step.subarray(0, length),
    epoch: columns.epoch.subarray(0, length),
    timestamp: columns.timestamp.subarray(0, length),
    offset: columns.offset.subarray(0, length),
  };
}

function isSorted(columns: Columns): boolean {
  for (let at = 1; at < columns.value.length; at++)
    if (compare(columns, at - 1, at) > 0) return false;
  return true;
}

function compare({ step, offset }: Columns, a: number, b: number): number {
  const stepA = step[a]!;
  const stepB = step[b]!;
  if (stepA !== stepB) {
    if (stepA === NONE) return 1;
    if (stepB === NONE) return -1;
    return stepA < stepB ? -1 : 1;
  }
  return offset[a]! < offset[b]! ? -1 : 1;
}
