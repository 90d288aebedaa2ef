import { Hono } from 'hono';
import { streamJson } from '../json-stream.js';
import { numberText } from '../number-text.js';
import { required } from '../request.js';
import type { Store } from '../store/database.js';
import { findExperiment, metricNames, seriesOf, type ContextSeries } from '../store/queries.js';
import { NONE, integerReader } from '../store/series.js';

const BATCH_POINTS = 512;

/** The points of an experiment's metrics, all that there are. */
export function metricRoutes(store: Store): Hono {
  const routes = new Hono();
  routes.get('/experiment/metrics/get-metric', async (c) => {
    const key = required(c, 'experimentKey');
    return streamJson(pointsAnswer(store, key, required(c, 'metricName')));
  });
  routes.get('/experiment/metrics/get-all', (c) =>
    streamJson(pointsAnswer(store, required(c, 'experimentKey'))),
  );
  return routes;
}

async function* pointsAnswer(store: Store, key: string, only?: string): AsyncGenerator<string> {
  const names = await store.use((database) => {
    findExperiment(database, key);
    return only === undefined ? metricNames(database, key) : [only];
  });
  yield '{"metrics":[';
  let separator = '';
  for (const name of names) {
    // One metric at a time: an experiment can have thousands.
    const parts = await store.use((database) => seriesOf(database, key, name));
    for (const points of pointTexts(name, parts)) {
      yield separator + points;
      separator = ',';
    }
  }
  yield ']}';
}

/** The points as JSON, a few hundred a piece: one at a time would cost more than its text. */
function* pointTexts(name: string, parts: ContextSeries[]): Generator<string> {
  const cursors = parts.map((part) => new Cursor(name, part));
  let batch: string[] = [];
  for (;;) {
    // Each part is in order; of several, the one whose next point comes first.
    const open = cursors.filter(({ at, length }) => at < length);
    if (open.length === 0) break;
    const next = open.reduce((a, b) => (b.isBefore(a) ? b : a));
    const end = open.length === 1 ? Math.min(next.at + BATCH_POINTS, next.length) : next.at + 1;
    while (next.at < end) batch.push(next.take());
    if (batch.length < BATCH_POINTS) continue;
    yield batch.join(',');
    batch = [];
  }
  if (batch.length > 0) yield batch.join(',');
}

/** Goes through the points of one run context. */
class Cursor {
  at = 0;
  readonly length: number;
  private readonly head: string;
  private readonly tail: string;
  private readonly integers: Record<
    'timestamp' | 'step' | 'epoch' | 'offset',
    ReturnType<typeof integerReader>
  >;

  constructor(
    name: string,
    private readonly part: ContextSeries,
  ) {
    const { timestamp, step, epoch, offset, value } = part.columns;
    this.length = value.length;
    this.head = `{"metricName":${JSON.stringify(name)},"metricValue":"`;
    this.tail = `,"runContext":${JSON.stringify(part.context)}}`;
    this.integers = {
      timestamp: integerReader(timestamp),
      step: integerReader(step),
      epoch: integerReader(epoch),
      offset: integerReader(offset),
    };
  }

  /** The point here as JSON; then goes to the next. */
  take(): string {
    const at = this.at++;
    const { timestamp, step, epoch, offset } = this.integers;
    return (
      `${this.head}${numberText(this.part.columns.value[at]!)}","timestamp":${timestamp(at)},` +
      `"step":${step(at)},"epoch":${epoch(at)},"offset":${offset(at)}${this.tail}`
    );
  }

  /** Whether the point here comes before the other's. */
  isBefore(other: Cursor): boolean {
    const [a, b] = [this.part.columns, other.part.columns];
    const [stepA, stepB] = [a.step[this.at]!, b.step[other.at]!];
    if (stepA === stepB) return a.offset[this.at]! < b.offset[other.at]!;
    return stepB === NONE || (stepA !== NONE && stepA < stepB);
  }
}
