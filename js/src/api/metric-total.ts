import type { APIExperiment } from './experiment.js';
import type { AssetInfo, CallOptions } from './types.js';
import { unzipFirst } from './zip.js';

/** The points of one metric as comet_ml's data frame has them, in columns of equal length. */
export interface MetricTotal {
  /** NaN where NaN was logged. */
  value: Float64Array;
  /** In s since 1970 UTC; NaN where missing. */
  timestamp: Float64Array;
  /** NaN where none was logged. */
  step: Float64Array;
  /** NaN where none was logged. */
  epoch: Float64Array;
  /** In s since the point before; NaN for the first. */
  duration: Float64Array;
}

type Columns = Omit<MetricTotal, 'duration'>;

const COLUMNS = ['value', 'timestamp', 'step', 'epoch'] as const;
const SPECIAL = new Map([
  ['', NaN],
  ['inf', Infinity],
  ['-inf', -Infinity],
]);

const numberOf = (text: string): number => SPECIAL.get(text) ?? Number(text);

/** The asset's place among those that hold a metric, "loss_0.csv.zip"; undefined where it holds another. */
function placeOf({ fileName }: AssetInfo, metric: string): number | undefined {
  const prefix = `${metric.replace(/[^A-Za-z0-9-]+/g, '_')}_`;
  const place = /^(\d+)\.csv\.zip$/.exec(fileName.slice(prefix.length))?.[1];
  return fileName.startsWith(prefix) && place !== undefined ? Number(place) : undefined;
}

/** The rows of CSV files of numbers with a line of names first. */
function readTables(tables: string[]): Columns {
  const columns: Record<(typeof COLUMNS)[number], number[]> = {
    value: [],
    timestamp: [],
    step: [],
    epoch: [],
  };
  for (const table of tables) {
    const [head = '', ...rows] = table.split(/\r?\n/);
    const names = head.split(',');
    for (const row of rows) {
      if (row === '') continue;
      const cells = row.split(',');
      for (const name of COLUMNS) columns[name].push(numberOf(cells[names.indexOf(name)] ?? ''));
    }
  }
  const { value, timestamp, step, epoch } = columns;
  return {
    value: Float64Array.from(value),
    timestamp: Float64Array.from(timestamp),
    step: Float64Array.from(step),
    epoch: Float64Array.from(epoch),
  };
}

async function readFull(experiment: APIExperiment, metric: string, options?: CallOptions) {
  const listed = await experiment.getAssetList('ASSET_TYPE_FULL_METRIC', options);
  const files = listed
    .map((asset) => ({ id: asset.assetId, place: placeOf(asset, metric) }))
    .filter((file): file is { id: string; place: number } => file.place !== undefined)
    .sort((a, b) => a.place - b.place);
  const tables = files.map(async ({ id }) => {
    const zip = (await experiment.getAsset(id, 'binary', options)) as Uint8Array;
    return new TextDecoder().decode(await unzipFirst(zip));
  });
  return readTables(await Promise.all(tables));
}

async function readSampled(experiment: APIExperiment, metric: string, options?: CallOptions) {
  const { value, step, epoch, timestamp } = await experiment.getMetrics(metric, options);
  return { value, step, epoch, timestamp: timestamp.map((time) => time / 1000) };
}

/** What `getMetricTotalDf` answers. */
export async function readMetricTotal(
  experiment: APIExperiment,
  metric: string,
  fallsBack: boolean,
  options?: CallOptions,
): Promise<MetricTotal | null> {
  let columns: Columns = await readFull(experiment, metric, options);
  if (columns.value.length === 0 && fallsBack) {
    columns = await readSampled(experiment, metric, options);
  }
  if (columns.value.length === 0) return null;
  const { timestamp } = columns;
  const duration = timestamp.map((time, row) => time - (timestamp[row - 1] ?? NaN));
  return { ...columns, duration };
}
