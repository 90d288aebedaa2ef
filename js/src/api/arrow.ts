import type { MetricSeries } from './metric-series.js';

/** What is used of the module `apache-arrow`, which the caller hands in. */
export interface ArrowModule {
  // Its own types are too many to repeat here, and none is looked into.
  /* eslint-disable @typescript-eslint/no-explicit-any */
  Float64: new () => any;
  Int64: new () => any;
  TimestampMillisecond: new () => any;
  Table: new (columns: any) => any;
  makeData(properties: any): any;
  makeVector(data: any): any;
  vectorFromArray(values: any): any;
  /* eslint-enable @typescript-eslint/no-explicit-any */
}

/** One bit a row, set where there is a value. */
function validity(
  values: Float64Array,
  isValue = (value: number) => !Number.isNaN(value),
): { nullBitmap: Uint8Array; nullCount: number } {
  const nullBitmap = new Uint8Array(Math.ceil(values.length / 64) * 8);
  let nullCount = 0;
  values.forEach((value, row) => {
    if (isValue(value)) nullBitmap[row >> 3]! |= 1 << (row & 7);
    else nullCount += 1;
  });
  return { nullBitmap, nullCount };
}

/** A time that 64 bits hold in milliseconds. */
const isTime = (value: number) => Math.abs(value) < 2 ** 63;

/** Milliseconds as 64-bit integers; what is none is hidden by the validity. */
function toMilliseconds(values: Float64Array): BigInt64Array {
  return BigInt64Array.from(values, (value) => BigInt(isTime(value) ? Math.round(value) : 0));
}

/**
 * A series as an Apache Arrow table with the columns value, step, epoch, timestamp, offset and runContext. Value and offset
 * are the series' own memory, not copied. Null where there is no step, epoch or timestamp, or the run context is none; a
 * value that was logged as NaN stays NaN.
 * @param arrow the module `apache-arrow`
 */
export function toArrowTable<A extends ArrowModule>(
  series: MetricSeries,
  arrow: A,
): InstanceType<A['Table']> {
  const column = (type: unknown, data: unknown, nulls: object = { nullCount: 0 }) =>
    arrow.makeVector(arrow.makeData({ type, length: series.length, data, ...nulls }));
  const nullable = (values: Float64Array) => column(new arrow.Float64(), values, validity(values));
  const runContexts = Array.from(series.context, (index) => series.contexts[index] || null);
  return new arrow.Table({
    value: column(new arrow.Float64(), series.value),
    step: nullable(series.step),
    epoch: nullable(series.epoch),
    timestamp: column(
      new arrow.TimestampMillisecond(),
      toMilliseconds(series.timestamp),
      validity(series.timestamp, isTime),
    ),
    offset: column(new arrow.Int64(), series.offset),
    runContext: arrow.vectorFromArray(runContexts),
  });
}
