import { toArrowTable, type ArrowModule } from './arrow.js';
import { PerihelionError } from './errors.js';
import type { ExperimentApi } from './experiment-api.js';
import type { Points, RangeOptions, SmoothOptions } from './reduce-types.js';

/** One point in the spelling of Comet's Panels SDK, with its value as a number. */
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
 * (which no server promises). Also iterable and indexable as the point objects of Comet's Panels SDK, made when asked for.
 * Its columns are not to be written into: reductions remember whether they are in order.
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
  readonly #api: ExperimentApi | undefined;

  private constructor(columns: MetricColumns, api?: ExperimentApi) {
    this.name = columns.name;
    this.value = columns.value;
    this.step = columns.step;
    this.epoch = columns.epoch;
    this.timestamp = columns.timestamp;
    this.offset = columns.offset;
    this.context = columns.context;
    this.contexts = columns.contexts;
    this.#largeSteps = new Map(columns.largeSteps);
    this.#api = api;
  }

  /** A series over these columns, which it keeps without a copy; `api` is what reduces it. */
  static from(columns: MetricColumns, api?: ExperimentApi): MetricSeries {
    return new MetricSeries(columns, api);
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

  /** The least and the greatest value of each pixel: as `api.minMax(series, options)`. */
  async minMax(options: RangeOptions): Promise<Points> {
    return this.#reducer().minMax(this, options);
  }

  /** The points that keep its look best: as `api.lttb(series, options)`. */
  async lttb(options: RangeOptions): Promise<Points> {
    return this.#reducer().lttb(this, options);
  }

  /** The exponential moving average: as `api.smooth(series, weight, options)`. */
  async smooth(weight: number, options?: SmoothOptions): Promise<Points> {
    return this.#reducer().smooth(this, weight, options);
  }

  #reducer(): ExperimentApi {
    if (this.#api) return this.#api;
    throw new PerihelionError(
      'invalid_argument',
      'this series was made without an API: MetricSeries.from(columns, api) gives it one',
    );
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
