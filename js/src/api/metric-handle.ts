import type { Session } from './core.js';
import { MetricSeries, type MetricColumns } from './metric-series.js';
import type { ExperimentApi } from './experiment-api.js';
import type { LineOptions, Points, RangeOptions, SmoothOptions } from './reduce-types.js';
import type { CallOptions, ExperimentRef } from './types.js';

let last = 0;

function release(session: Session, handle: number): void {
  // Where the session is closed, nothing is held any more.
  session.call('releaseMetric', { handle }).catch(() => undefined);
}

const forgotten = new FinalizationRegistry<{ session: Session; handle: number }>(
  ({ session, handle }) => release(session, handle),
);

/**
 * A metric that stays where the client runs, in the data worker of a panel or of `load({ worker: true })`: a chart that
 * zooms asks it for what it draws, and the points do not move. Sorted once for an axis, where that is needed. Dispose of
 * it when it is of no more use; a panel's are disposed of when its next run begins.
 */
export class MetricHandle {
  /** The metric's name, with its context's prefix. */
  readonly name: string;
  /** The number of points. */
  readonly length: number;
  readonly #session: Session;
  readonly #api: ExperimentApi;
  readonly #handle: number;

  private constructor(
    session: Session,
    api: ExperimentApi,
    handle: number,
    held: { name: string; length: number },
  ) {
    this.#session = session;
    this.#api = api;
    this.#handle = handle;
    this.name = held.name;
    this.length = held.length;
    forgotten.register(this, { session, handle }, this);
  }

  /** @internal */
  static async hold(
    session: Session,
    api: ExperimentApi,
    experiment: ExperimentRef,
    metric: string,
    { signal }: CallOptions = {},
  ): Promise<MetricHandle> {
    const handle = ++last;
    const experiment_key = typeof experiment === 'object' ? experiment?.key : experiment;
    const args = { handle, experiment_key, metric };
    try {
      const held = await session.call('holdMetric', args, { signal });
      return new MetricHandle(session, api, handle, held as { name: string; length: number });
    } catch (error) {
      // It may have come to be held just when the caller gave up.
      release(session, handle);
      throw error;
    }
  }

  /** What a reduction knows it by. @internal */
  get handle(): number {
    return this.#handle;
  }

  /** As `api.minMax(handle, options)`. */
  minMax(options: RangeOptions): Promise<Points> {
    return this.#api.minMax(this, options);
  }

  /** As `api.lttb(handle, options)`. */
  lttb(options: RangeOptions): Promise<Points> {
    return this.#api.lttb(this, options);
  }

  /** As `api.smooth(handle, weight, options)`. */
  smooth(weight: number, options?: SmoothOptions): Promise<Points> {
    return this.#api.smooth(this, weight, options);
  }

  /** A copy of all columns, as `getExperimentMetric` gives them. */
  async toSeries({ signal }: Pick<LineOptions, 'signal'> = {}): Promise<MetricSeries> {
    const columns = await this.#session.call('readMetric', { handle: this.#handle }, { signal });
    return MetricSeries.from(columns as MetricColumns, this.#api);
  }

  /** Lets go of the points. Calls after it reject with `closed`. May be called twice. */
  dispose(): void {
    forgotten.unregister(this);
    release(this.#session, this.#handle);
  }
}

// For `using`. Not in the class: its types are for programs of TypeScript's older libraries too.
if (typeof Symbol.dispose === 'symbol') {
  Object.defineProperty(MetricHandle.prototype, Symbol.dispose, {
    value: MetricHandle.prototype.dispose,
  });
}
