import { MetricSeries } from '../api/metric-series.js';
import { toText } from './text.js';

/** Rows of a table that are drawn. */
const maxRows = 500;

function element(name: string, text = '', className = ''): HTMLElement {
  const node = document.createElement(name);
  node.textContent = text;
  node.className = className;
  return node;
}

function row(cellName: string, cells: string[]): HTMLElement {
  const line = document.createElement('tr');
  line.append(...cells.map((cell) => element(cellName, cell)));
  return line;
}

function table(columns: string[], length: number, cell: (at: number, column: string) => unknown) {
  const shown = Math.min(length, maxRows);
  const head = document.createElement('thead');
  head.append(row('th', columns));
  const body = document.createElement('tbody');
  for (let at = 0; at < shown; at++) {
    body.append(
      row(
        'td',
        columns.map((column) => toText(cell(at, column) ?? '')),
      ),
    );
  }
  const whole = element('table');
  if (shown < length) {
    whole.append(element('caption', `the first ${shown} of ${length} rows`));
  }
  whole.append(head, body);
  return whole;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function objectTable(rows: Record<string, unknown>[]): HTMLElement {
  const columns = new Set<string>();
  for (const item of rows.slice(0, maxRows)) {
    for (const name of Object.keys(item)) columns.add(name);
  }
  return table([...columns], rows.length, (at, column) => rows[at]![column]);
}

function seriesTable(series: MetricSeries): HTMLElement {
  const columns = ['step', 'epoch', 'timestamp', 'value'] as const;
  return table([...columns], series.length, (at, column) => {
    const value = series[column as (typeof columns)[number]][at];
    return Number.isNaN(value) && column !== 'value' ? '' : value;
  });
}

/** What `ui.display` draws for a value. */
export function toNode(thing: unknown): Node {
  if (thing instanceof Node) return thing;
  if (thing instanceof MetricSeries) return seriesTable(thing);
  if (Array.isArray(thing) && thing.length && thing.every(isPlain)) return objectTable(thing);
  if (typeof thing === 'object' && thing !== null) return element('pre', toText(thing));
  return element('div', toText(thing), 'text');
}
