import { toArrowTable, type ArrowModule } from './arrow.js';

/** One point in the spelling of the seed, with its value as a number. */
export interface MetricPoint {
  metricName: string;
  metricValue: number;
  /** ms since 1970 UTC, or null where missing. */
  timestamp: number | null;
  /** A bigint only beyond 2^53, where no number is exact. */
  step: number | bigint | null;
  epoch: number | null;
  runContext: string | null;
  offset: bigint;
}

/** The columns of a series, in the form in which they cross a port. */
export interface MetricColumns {
  name: string;
  value: Float64Array;
  step: Float64Array;
  epoch: Float64Array;
  timestamp: Float64Array;
  offset: BigInt64Array;
  context: Uint32Array;
  contexts: string[];
  largeSteps: [row: number, step: bigint][];
}

const orNull = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;

/**
 * The points of one metric of one experiment as typed-array columns of equal length, in the server's order
 * (which no server promises). Also iterable and indexable as the seed's point objects, made when asked for.
 */
export class MetricSeries implements Iterable<MetricPoint> {
  /** The metric's name, with its context's prefix: "train_loss". */
  readonly name: string;
  /** Logged values; NaN where NaN was logged. */
  readonly value: Float64Array;
  /** Steps; NaN where none was logged. */
  readonly step: Float64Array;
  /** Epochs; NaN where none was logged. */
  readonly epoch: Float64Array;
  /** ms since 1970 UTC; NaN where missing. */
  readonly timestamp: Float64Array;
  /** The server's 64-bit position of each point. */
  readonly offset: BigInt64Array;
  /** Index into `contexts` of each point. */
  readonly context: Uint32Array;
  /** Run contexts; the first, "", means none. */
  readonly contexts: readonly string[];
  readonly #largeSteps: Map<number, bigint>;

  private constructor(columns: MetricColumns) {
    this.name = columns.name;
    this.value = columns.value;
    this.step = columns.step;
    this.epoch = columns.epoch;
    this.timestamp = columns.timestamp;
    this.offset = columns.offset;
    this.context = columns.context;
    this.contexts = columns.contexts;
    this.#largeSteps = new Map(columns.largeSteps);
  }

  /** A series over these columns, which it keeps without a copy. */
  static from(columns: MetricColumns): MetricSeries {
    return new MetricSeries(columns);
  }

  /** The number of points. */
  get length(): number {
    return this.value.length;
  }

  /** The point at an index, counted from the end if negative; undefined outside. */
  at(index: number): MetricPoint | undefined {
    const row = index < 0 ? this.length + index : index;
    const metricValue = this.value[row];
    if (metricValue === undefined) return undefined;
    return {
      metricName: this.name,
      metricValue,
      timestamp: orNull(this.timestamp[row]),
      step: this.#largeSteps.get(row) ?? orNull(this.step[row]),
      epoch: orNull(this.epoch[row]),
      runContext: this.contexts[this.context[row] ?? 0] || null,
      offset: this.offset[row] ?? 0n,
    };
  }

  *[Symbol.iterator](): Iterator<MetricPoint> {
    for (let row = 0; row < this.length; row++) yield this.at(row) as MetricPoint;
  }

  /** The columns themselves, not copied: for a port, or for a library that takes typed arrays. */
  columns(): MetricColumns {
    const { name, value, step, epoch, timestamp, offset, context } = this;
    const contexts = [...this.contexts];
    const largeSteps = [...this.#largeSteps];
    return { name, value, step, epoch, timestamp, offset, context, contexts, largeSteps };
  }

  /**
   * An Apache Arrow table with the columns value, step, epoch, timestamp, offset and runContext; null where a point has
   * none. Value and offset are not copied.
   * @param arrow the module `apache-arrow`: `series.toArrow(await import('apache-arrow'))`
   */
  toArrow<A extends ArrowModule>(arrow: A): InstanceType<A['Table']> {
    return toArrowTable(this, arrow);
  }
}
