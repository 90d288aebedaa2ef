import type { Session } from './core.js';
import { PerihelionError } from './errors.js';
import type { ExperimentApi } from './experiment-api.js';
import { MetricHandle } from './metric-handle.js';
import { MetricSeries } from './metric-series.js';
import type { WireLine } from './reduce-arguments.js';
import type { Columns, Line, LineOptions, Values, XAxis } from './reduce-types.js';
import type { CallOptions, ChartMetric, ExperimentRef } from './types.js';

const refuse = (message: string) => new PerihelionError('invalid_argument', message);

/** Numbers of the caller's own; null is a gap. */
function toColumn(name: string, values: Values): Float64Array {
  if (values instanceof Float64Array) return values;
  if (typeof values !== 'object' || !Number.isInteger(values.length)) {
    throw refuse(`${name} of a line must be a list of numbers`);
  }
  return Float64Array.from(values, (value) => {
    if (typeof value === 'number') return value;
    if (value === null || value === undefined) return NaN;
    if (typeof value === 'bigint') return Number(value);
    throw refuse(`${name} of a line must be a list of numbers: it has ${typeof value}s`);
  });
}

const isChartMetric = (line: object): line is ChartMetric => 'metricName' in line;

/** Column names of an axis, in series and in charts. */
const AXES = {
  step: ['step', 'steps'],
  epoch: ['epoch', 'epochs'],
  timestamp: ['timestamp', 'timestamps'],
  duration: ['timestamp', 'durations'],
} as const;

/** A line in the form in which it crosses a port. */
function wireLine(line: Line, x: XAxis = 'step'): WireLine {
  if (!Object.hasOwn(AXES, x)) throw refuse(`x must be one of ${Object.keys(AXES).join(', ')}`);
  if (line instanceof MetricHandle) return { handle: line.handle, x };
  const [ofSeries, ofChart] = AXES[x];
  if (line instanceof MetricSeries) {
    return { x: line[ofSeries], y: line.value, elapsed: x === 'duration', isLasting: true };
  }
  if (typeof line !== 'object' || line === null) {
    throw refuse('a line must be a MetricSeries, a MetricHandle, a chart metric or { x, y }');
  }
  if (isChartMetric(line)) {
    // An axis that was never logged is null, and no point has a place on it.
    const xs = line[ofChart] ?? new Float64Array();
    const y = line[ofChart] ? line.values : new Float64Array();
    return { x: xs, y, elapsed: false, isLasting: true };
  }
  const { x: xs, y } = line as Columns;
  if (!xs || !y) throw refuse('columns of a line must be { x, y }');
  return { x: toColumn('x', xs), y: toColumn('y', y), elapsed: false, isLasting: false };
}

function wireLines(lines: readonly Line[], x?: XAxis): WireLine[] {
  if (!Array.isArray(lines)) throw refuse('lines must be a list of lines');
  return (lines as readonly Line[]).map((line) => wireLine(line, x));
}

type Reducing = Pick<
  ExperimentApi,
  'minMax' | 'lttb' | 'smooth' | 'align' | 'meanAndBand' | 'holdMetric'
>;

/** The reductions of the API, over one session. */
function reducing(session: Session, api: ExperimentApi): Reducing {
  const run = <T>(method: string, args: object, { signal }: CallOptions) =>
    session.call(method, args as Record<string, unknown>, { signal }) as Promise<T>;
  const reduce = async <T>(method: string, line: Line, options: LineOptions, own: object = {}) => {
    const { x, signal, onProgress: _, ...rest } = options ?? {};
    return run<T>(method, { ...rest, ...own, line: wireLine(line, x) }, { signal });
  };
  const reduceAll = async <T>(method: string, lines: readonly Line[], options: LineOptions) => {
    const { x, signal, onProgress: _, ...rest } = options ?? {};
    return run<T>(method, { ...rest, lines: wireLines(lines, x) }, { signal });
  };
  return {
    minMax: (line, options) => reduce('minMax', line, options),
    lttb: (line, options) => reduce('lttb', line, options),
    smooth: (line, weight, options = {}) => reduce('smooth', line, options, { weight }),
    align: (lines, options = {}) => reduceAll('align', lines, options),
    meanAndBand: (lines, options = {}) => reduceAll('meanAndBand', lines, options),
    holdMetric: (experiment: ExperimentRef, metric: string, options?: CallOptions) =>
      MetricHandle.hold(session, api, experiment, metric, options),
  };
}

const METHODS = ['minMax', 'lttb', 'smooth', 'align', 'meanAndBand', 'holdMetric'] as const;

/** Gives `target` the reductions, over what `session` returns when one is called. */
export function defineReductions<T extends object>(target: T, session: (self: T) => Session): void {
  for (const method of METHODS) {
    const value = function (this: T, ...given: unknown[]) {
      const all = reducing(session(this), this as unknown as ExperimentApi);
      return (all[method] as (...args: unknown[]) => unknown)(...given);
    };
    Object.defineProperty(target, method, { value, configurable: true, writable: true });
  }
}
