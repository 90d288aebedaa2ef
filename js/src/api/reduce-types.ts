import type { MetricHandle } from './metric-handle.js';
import type { MetricSeries } from './metric-series.js';
import type { CallOptions, ChartMetric } from './types.js';

/**
 * What is on the x axis: steps, epochs, ms since 1970 UTC, or ms since the start of the experiment, which a series
 * counts from its earliest point.
 */
export type XAxis = 'step' | 'epoch' | 'timestamp' | 'duration';

/** A column of one's own: an array or a typed array. Null is a gap, as NaN is. */
export type Values = ArrayLike<number | bigint | null>;

/** Two columns of one length, not sorted. */
export interface Columns {
  x: Values;
  y: Values;
}

/** What can be reduced: a series, a handle, a metric of `getMetricsForChart`, or columns of one's own. */
export type Line = MetricSeries | MetricHandle | ChartMetric | Columns;

/** The points of a line by ascending x, those of one x in their own order; without those that have no x. */
export interface Points {
  x: Float64Array;
  /** NaN where the line has a gap. */
  y: Float64Array;
}

export interface LineOptions extends CallOptions {
  /** Which axis of a series, handle or chart metric; `'step'` where left out. */
  x?: XAxis | undefined;
}

/** The part of the x axis that is drawn, and on how many pixels. */
export interface RangeOptions extends LineOptions {
  /** Pixels, a whole number up to 100,000. At 0 there are no points. */
  width: number;
  /** The first x; that of the line where left out. */
  from?: number | undefined;
  /** The last x; that of the line where left out. */
  to?: number | undefined;
}

export interface SmoothOptions extends LineOptions {
  /** Weighs the first points by what there is (true where left out), instead of starting from the first. */
  debias?: boolean | undefined;
}

export interface AlignOptions extends LineOptions {
  /** Straight lines between a line's own points (true where left out), instead of gaps. */
  interpolate?: boolean | undefined;
  /** So many places evenly from the least x to the greatest, instead of all places of all lines; up to 100,000. */
  points?: number | undefined;
}

/** Lines on a common axis: columns of one length. */
export interface Aligned {
  /** Ascending, each place once. */
  x: Float64Array;
  /** A column for each line, in their order; NaN where it has no value. */
  y: Float64Array[];
}

export interface BandOptions extends AlignOptions {
  /**
   * What the band shows: the least and the greatest value (where left out), the mean less and plus the standard deviation,
   * or two percentiles, such as [25, 75].
   */
  band?: 'min-max' | 'deviation' | readonly [low: number, high: number] | undefined;
}

/** The mean of lines and a band around it: columns of one length, NaN where no line has a value. */
export interface MeanAndBand {
  x: Float64Array;
  mean: Float64Array;
  low: Float64Array;
  high: Float64Array;
  /** How many lines have a value there. */
  count: Uint32Array;
}
