import { Hono } from 'hono';
import { streamJson } from '../json-stream.js';
import { numberText } from '../number-text.js';
import { required } from '../request.js';
import type { Store } from '../store/database.js';
import { findExperiment, metricNames, seriesOf, type ContextSeries } from '../store/queries.js';
import { NONE, integerReader } from '../store/series.js';

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
    for (const point of pointTexts(name, parts)) {
      yield separator + point;
      separator = ',';
    }
  }
  yield ']}';
}

function* pointTexts(name: string, parts: ContextSeries[]): Generator<string> {
  const readers = parts.map(({ context, columns }) => ({
    columns,
    at: 0,
    head: `{"metricName":${JSON.stringify(name)},"metricValue":"`,
    tail: `,"runContext":${JSON.stringify(context)}}`,
    timestamp: integerReader(columns.timestamp),
    step: integerReader(columns.step),
    epoch: integerReader(columns.epoch),
    offset: integerReader(columns.offset),
  }));
  for (;;) {
    // Each part is in order; of several, the one whose next point comes first.
    const open = readers.filter(({ at, columns }) => at < columns.value.length);
    if (open.length === 0) return;
    const reader = open.length === 1 ? open[0]! : open.reduce((a, b) => (isBefore(b, a) ? b : a));
    const end = open.length === 1 ? reader.columns.value.length : reader.at + 1;
    for (; reader.at < end; reader.at++) {
      const { at } = reader;
      yield `${reader.head}${numberText(reader.columns.value[at]!)}","timestamp":${reader.timestamp(at)},"step":${reader.step(at)},"epoch":${reader.epoch(at)},"offset":${reader.offset(at)}${reader.tail}`;
    }
  }
}

interface Cursor {
  columns: ContextSeries['columns'];
  at: number;
}

function isBefore(a: Cursor, b: Cursor): boolean {
  const [stepA, stepB] = [a.columns.step[a.at]!, b.columns.step[b.at]!];
  if (stepA === stepB) return a.columns.offset[a.at]! < b.columns.offset[b.at]!;
  return stepB === NONE || (stepA !== NONE && stepA < stepB);
}
