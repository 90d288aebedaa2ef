import { Hono } from 'hono';
import { HttpError } from '../errors.js';
import { streamJson } from '../json-stream.js';
import { numberJson } from '../number-text.js';
import { bodyUpTo, booleanMember, jsonBody, textList } from '../request.js';
import type { Database, Store } from '../store/database.js';
import { getExperiment, mergedSeries, summariesOf, type ExperimentRow } from '../store/queries.js';
import { NONE, integerReader, pick, type Columns } from '../store/series.js';

const SAMPLE_POINTS = 500;
const MAX_BODY_BYTES = 4 * 2 ** 20;

interface ChartRequest {
  keys: string[];
  metrics: string[];
  parameters: string[];
  independent: boolean;
  full: boolean;
}

/** Many metrics of many experiments in one answer, as columns. */
export function chartRoutes(store: Store): Hono {
  const routes = new Hono();
  routes.post('/experiments/multi-metric-chart', bodyUpTo(MAX_BODY_BYTES), async (c) => {
    const body = await jsonBody(c);
    if (body.targetedExperiments === undefined)
      throw new HttpError(400, 'missing parameter: targetedExperiments');
    return streamJson(
      chartAnswer(store, {
        keys: [...new Set(textList(body, 'targetedExperiments'))],
        metrics: [...new Set(textList(body, 'metrics'))],
        parameters: textList(body, 'params'),
        independent: booleanMember(body, 'independentMetrics', true),
        full: booleanMember(body, 'fetchFull', false),
      }),
    );
  });
  return routes;
}

async function* chartAnswer(store: Store, request: ChartRequest): AsyncGenerator<string> {
  yield '{"experiments":{';
  let isEmpty = true;
  for (const key of request.keys) {
    // One experiment at a time: the answer can be larger than memory should be.
    const entry = await store.use((database) => {
      const experiment = getExperiment(database, key);
      return experiment && entryJson(database, experiment, request);
    });
    if (entry === undefined) continue;
    yield `${isEmpty ? '' : ','}${JSON.stringify(key)}:${entry}`;
    isEmpty = false;
  }
  yield `},"empty":${isEmpty}}`;
}

function entryJson(database: Database, experiment: ExperimentRow, request: ChartRequest): string {
  let series = request.metrics.flatMap((name): [string, Columns][] => {
    const columns = mergedSeries(database, experiment.key, name);
    return columns ? [[name, columns]] : [];
  });
  const params =
    request.parameters.length > 0 ? parameters(database, experiment.key, request.parameters) : null;
  let shared: Columns | undefined;
  if (!request.independent) {
    series = series.length === request.metrics.length ? commonSteps(series) : [];
    shared = series[0]?.[1];
  }
  // Metrics on common steps have equal lengths, and so keep common steps.
  if (!request.full) series = series.map(([name, columns]) => [name, sample(columns)]);
  if (shared) shared = series[0]![1];
  const metrics = series.map(([name, columns]) => metricJson(name, columns, experiment.startTime));
  const isEmpty = metrics.length === 0 && Object.keys(params ?? {}).length === 0;
  return (
    `{"empty":${isEmpty},"experimentKey":${JSON.stringify(experiment.key)},` +
    `"experimentName":${JSON.stringify(experiment.name)},` +
    `"steps":${shared ? integersJson(shared.step) : null},"epochs":${shared ? integersJson(shared.epoch) : null},` +
    `"metrics":[${metrics.join(',')}],"params":${JSON.stringify(params)}}`
  );
}

function parameters(database: Database, key: string, wanted: string[]): Record<string, unknown> {
  const names = new Set(wanted);
  const rows = summariesOf(database, key, 'params').filter(({ name }) => names.has(name as string));
  return Object.fromEntries(rows.map((row) => [row.name as string, row.current_text]));
}

/** The metrics at the steps that all of them have; of points with the same step the last one counts. */
function commonSteps(series: [string, Columns][]): [string, Columns][] {
  const lastAt = series.map(([, { step }]) => {
    const indexes = new Map<bigint, number>();
    step.forEach((value, index) => value !== NONE && indexes.set(value, index));
    return indexes;
  });
  const steps = [...(lastAt[0]?.keys() ?? [])].filter((step) =>
    lastAt.every((indexes) => indexes.has(step)),
  );
  if (steps.length === 0) return [];
  return series.map(([name, columns], metric) => [
    name,
    pick(
      columns,
      steps.map((step) => lastAt[metric]!.get(step)!),
    ),
  ]);
}

/** At most {@link SAMPLE_POINTS} points at even distances, the first and the last among them. */
function sample(columns: Columns): Columns {
  const { length } = columns.value;
  if (length <= SAMPLE_POINTS) return columns;
  const distance = (length - 1) / (SAMPLE_POINTS - 1);
  return pick(
    columns,
    Array.from({ length: SAMPLE_POINTS }, (_, index) => Math.round(index * distance)),
  );
}

function metricJson(name: string, columns: Columns, startTime: number): string {
  const durations = columns.timestamp.map((time) =>
    time === NONE ? NONE : time - BigInt(startTime),
  );
  return (
    `{"metricName":${JSON.stringify(name)},"values":[${Array.from(columns.value, numberJson).join(',')}],` +
    `"steps":${integersJson(columns.step)},"epochs":${integersJson(columns.epoch)},` +
    `"timestamps":${integersJson(columns.timestamp)},"durations":${integersJson(durations)}}`
  );
}

/** A JSON list with null where there is no value; null for a column without any. */
function integersJson(column: BigInt64Array): string {
  const read = integerReader(column);
  let isEmpty = true;
  const items: (number | bigint | string)[] = new Array(column.length);
  for (let at = 0; at < column.length; at++) {
    const item = read(at);
    if (item !== null) isEmpty = false;
    items[at] = item ?? 'null';
  }
  return isEmpty ? 'null' : `[${items.join(',')}]`;
}
