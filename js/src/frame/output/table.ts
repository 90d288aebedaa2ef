import { element } from '../element.js';
import type { Drawn } from '../region.js';
import { toText } from '../text.js';
import { sortedRows, type Sorting } from './table-order.js';
import type { TableData } from './tabular.js';

/** How a table is drawn. */
export interface TableSettings {
  /** Names of the columns to show, in this order; all of them. */
  columns?: readonly string[];
  /** CSS pixels beyond which the table scrolls (420). */
  height?: number;
  /** What it is sorted by at first. */
  sort?: { column: string; descending?: boolean };
  /** Text of the values of a column, by its name. */
  format?: Readonly<Record<string, (value: never) => unknown>>;
  /** Name for screen readers ("Table"). */
  label?: string;
}

const rowHeight = 28;
/** Rows drawn beyond each edge of what is seen. */
const beyond = 10;
/** Rows that are looked at for the width and kind of columns. */
const sampled = 100;
/** Fraction digits are cut to this many significant ones; the whole number is in the title. */
const digits = 6;

function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  return String(Number(value.toPrecision(digits)));
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return numberText(value);
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? '' : value.toISOString().replace('T', ' ').slice(0, 19);
  }
  return typeof value === 'object' ? toText(value).replace(/\s+/g, ' ') : toText(value);
}

/** A table of any length: what is not seen is not in the document. All rows are of one height, so a division finds them. */
export class TableView implements Drawn {
  readonly node = element('div', { className: 'perihelion-table', tabIndex: 0 });
  private readonly body = element('tbody');
  private readonly head = element('thead');
  private readonly widths = element('colgroup');
  private readonly table = element('table', {}, this.widths, this.head, this.body);
  private data: TableData = { columns: [], length: 0, cell: () => undefined };
  private settings: TableSettings = {};
  /** Index into the data of each column that is shown. */
  private shown: number[] = [];
  private numeric: boolean[] = [];
  private sorting: Sorting | undefined;
  private order: number[] | undefined;
  private drawnFrom = -1;

  constructor() {
    this.node.append(this.table);
    this.node.setAttribute('role', 'region');
    this.node.addEventListener('scroll', () => this.drawRows());
    new ResizeObserver(() => this.drawRows()).observe(this.node);
  }

  /** Shows other data; scroll position and sorting stay as far as they fit. */
  update(data: TableData, settings: TableSettings): this {
    const first = this.data.columns.length === 0;
    this.data = data;
    this.settings = settings;
    this.shown = this.chooseColumns();
    this.numeric = this.shown.map((column) => this.isNumeric(column));
    if (first && settings.sort) this.sorting = { descending: false, ...settings.sort };
    if (this.sorting && !data.columns.includes(this.sorting.column)) this.sorting = undefined;
    this.node.setAttribute('aria-label', settings.label ?? 'Table');
    this.node.style.maxHeight = `${settings.height ?? 420}px`;
    this.table.setAttribute('aria-rowcount', String(data.length + 1));
    this.drawWidths();
    this.drawHead();
    this.sort();
    return this;
  }

  private chooseColumns(): number[] {
    const { columns } = this.data;
    const wanted = this.settings.columns ?? columns;
    return wanted.map((name) => {
      const at = columns.indexOf(name);
      if (at < 0)
        throw new Error(`the table has no column "${name}": it has ${columns.join(', ')}`);
      return at;
    });
  }

  /** Rows from all over the table: whatever it is sorted by, they are like those that are seen. */
  private sample(): number[] {
    const { length } = this.data;
    if (length <= sampled) return Array.from({ length }, (_, row) => row);
    const row = (at: number) => Math.round((at * (length - 1)) / (sampled - 1));
    return Array.from({ length: sampled }, (_, at) => row(at));
  }

  private isNumeric(column: number): boolean {
    const values = this.sample()
      .map((row) => this.data.cell(row, column))
      .filter((value) => value !== null && value !== undefined);
    return values.length > 0 && values.every((value) => typeof value === 'number');
  }

  private textOf(row: number, column: number): string {
    const value = this.data.cell(row, column);
    const format = this.settings.format?.[this.data.columns[column]!] as
      ((value: unknown) => unknown) | undefined;
    return format ? String(format(value)) : cellText(value);
  }

  /** Widths come from a sample: those of the rows that happen to be drawn would change as one scrolls. */
  private drawWidths(): void {
    const rows = this.sample();
    const lengths = this.shown.map((column) => {
      const texts = rows.map((row) => this.textOf(row, column).length);
      const longest = Math.max(this.data.columns[column]!.length + 2, ...texts);
      return Math.min(Math.max(longest, 4), 48);
    });
    const width = (characters: number) => `calc(${characters}ch + 26px)`;
    this.widths.replaceChildren(
      ...lengths.map((length) => {
        const column = element('col');
        column.style.width = width(length);
        return column;
      }),
    );
    const all = lengths.reduce((sum, length) => sum + length, 0);
    this.table.style.width = `calc(${all}ch + ${26 * lengths.length}px)`;
    this.table.style.minWidth = '100%';
  }

  private drawHead(): void {
    const cells = this.shown.map((column, at) => {
      const name = this.data.columns[column]!;
      const text = element('span', { textContent: name });
      const button = element('button', { type: 'button', title: name }, text);
      button.addEventListener('click', () => this.sortBy(name));
      return element('th', { scope: 'col', className: this.numeric[at] ? 'number' : '' }, button);
    });
    // The heads that are there stay, and with them the focus.
    const before = [...this.head.querySelectorAll('th')];
    if (before.length === cells.length && before.every((cell, at) => same(cell, cells[at]!)))
      return;
    this.head.replaceChildren(element('tr', {}, ...cells));
  }

  private sortBy(column: string): void {
    const again = this.sorting?.column === column;
    if (again && this.sorting?.descending) this.sorting = undefined;
    else this.sorting = { column, descending: again };
    this.sort();
  }

  private sort(): void {
    const { sorting, data } = this;
    const column = sorting ? data.columns.indexOf(sorting.column) : -1;
    this.order = column < 0 ? undefined : sortedRows(data, column, sorting!.descending);
    const direction = sorting?.descending ? 'descending' : 'ascending';
    this.head.querySelectorAll('th').forEach((cell, at) => {
      const sorted = column >= 0 && this.shown[at] === column;
      cell.setAttribute('aria-sort', sorted ? direction : 'none');
    });
    this.drawnFrom = -1;
    this.drawRows();
  }

  private drawRows(): void {
    const { length } = this.data;
    const seen = Math.ceil((this.node.clientHeight || (this.settings.height ?? 420)) / rowHeight);
    const top = Math.floor(this.node.scrollTop / rowHeight);
    // In steps, so that most scrolling draws nothing.
    const from = Math.max(0, Math.floor(top / beyond) * beyond - beyond);
    const to = Math.min(length, from + seen + 3 * beyond);
    if (from === this.drawnFrom && to - from <= this.body.rows.length) return;
    this.drawnFrom = from;
    const rows: HTMLTableRowElement[] = [];
    for (let at = from; at < to; at++) rows.push(this.row(at));
    if (from > 0) rows.unshift(this.spacer(from));
    if (to < length) rows.push(this.spacer(length - to));
    this.body.replaceChildren(...rows);
  }

  private row(at: number): HTMLTableRowElement {
    const index = this.order?.[at] ?? at;
    const row = element('tr');
    row.setAttribute('aria-rowindex', String(at + 2));
    this.shown.forEach((column, position) => {
      const value = this.data.cell(index, column);
      const cell = element('td', { className: this.numeric[position] ? 'number' : '' });
      if (value instanceof Node) cell.append(value);
      else cell.textContent = this.textOf(index, column);
      const whole = typeof value === 'number' ? String(value) : (cell.textContent ?? '');
      if (whole.length > 8) cell.title = whole;
      row.append(cell);
    });
    return row;
  }

  private spacer(rows: number): HTMLTableRowElement {
    const cell = element('td', { colSpan: this.shown.length });
    cell.style.height = `${rows * rowHeight}px`;
    const row = element('tr', { className: 'spacer' }, cell);
    row.setAttribute('aria-hidden', 'true');
    return row;
  }
}

function same(a: HTMLElement, b: HTMLElement): boolean {
  return a.textContent === b.textContent && a.className === b.className;
}
