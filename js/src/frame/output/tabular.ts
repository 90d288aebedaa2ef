import { APIExperiment } from '../../api/experiment.js';
import { MetricSeries } from '../../api/metric-series.js';
import { isPlain } from '../../api/objects.js';

/** Rows and columns of whatever is shown as a table. */
export interface TableData {
  columns: string[];
  length: number;
  /** The value at a row and a column, both from 0. */
  cell(row: number, column: number): unknown;
}

type Column = ArrayLike<unknown>;

/** Rows that are looked at for the names of columns. */
const sampled = 500;

function isColumn(value: unknown): value is Column {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function ofColumns(columns: [name: string, values: Column][]): TableData {
  return {
    columns: columns.map(([name]) => name),
    length: columns[0]![1].length,
    cell: (row, column) => columns[column]![1][row],
  };
}

function ofRows(rows: readonly Record<string, unknown>[]): TableData {
  const names = new Set<string>();
  for (const row of rows.slice(0, sampled)) for (const name of Object.keys(row)) names.add(name);
  const columns = [...names];
  return {
    columns,
    length: rows.length,
    cell: (row, column) => rows[row]![columns[column]!],
  };
}

/** What the answer of getMetricsDf has beside its metrics. */
function ofFrame(frame: Record<string, unknown>): TableData | undefined {
  const { experimentKey, experimentName, xAxis, x, columns } = frame;
  if (!isColumn(x) || !isColumn(experimentKey) || !isColumn(experimentName)) return undefined;
  if (!isPlain(columns)) return undefined;
  const names = Array.from(experimentName, (name, at) => name ?? experimentKey[at]);
  const metrics = Object.entries(columns) as [string, Column][];
  return ofColumns([['experiment', names], [String(xAxis), x], ...metrics]);
}

/** An Apache Arrow table, known by what it can do. */
interface ArrowTable {
  schema: { fields: { name: string }[] };
  numRows: number;
  getChildAt(index: number): { get(row: number): unknown };
}

function isArrow(value: object): value is ArrowTable {
  return 'schema' in value && 'numRows' in value && 'getChildAt' in value;
}

function ofArrow(table: ArrowTable): TableData {
  const columns = table.schema.fields.map(({ name }) => name);
  const vectors = columns.map((_, index) => table.getChildAt(index));
  return { columns, length: table.numRows, cell: (row, column) => vectors[column]!.get(row) };
}

/** Where there is no step, epoch or time, the cell is empty; a value that is no number was logged so. */
function ofSeries(series: MetricSeries): TableData {
  const columns = ['step', 'epoch', 'timestamp', 'value'] as const;
  return {
    columns: [...columns],
    length: series.length,
    cell(row, column) {
      const name = columns[column]!;
      const value = series[name][row];
      if (name !== 'value' && Number.isNaN(value)) return undefined;
      return name === 'timestamp' ? new Date(value!) : value;
    },
  };
}

function ofPlain(thing: Record<string, unknown>): TableData | undefined {
  const entries = Object.entries(thing);
  const length = isColumn(entries[0]?.[1]) ? entries[0][1].length : undefined;
  const sameLength = ([, values]: [string, unknown]) =>
    isColumn(values) && values.length === length;
  if (length !== undefined && entries.every(sameLength)) {
    return ofColumns(entries as [string, Column][]);
  }
  return ofFrame(thing);
}

/** The table in a MetricSeries, an array of objects, an object of columns, or an Arrow table; undefined elsewhere. */
export function toTable(thing: unknown): TableData | undefined {
  if (typeof thing !== 'object' || thing === null) return undefined;
  if (thing instanceof MetricSeries) return ofSeries(thing);
  if (Array.isArray(thing)) {
    if (!thing.length) return undefined;
    if (thing.every((one) => one instanceof APIExperiment)) {
      return ofRows(thing.map(({ metadata }) => metadata));
    }
    return thing.every(isPlain) ? ofRows(thing) : undefined;
  }
  if (isArrow(thing)) return ofArrow(thing);
  return isPlain(thing) ? ofPlain(thing) : undefined;
}
