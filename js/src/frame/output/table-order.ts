import type { TableData } from './tabular.js';

/** What a table is sorted by. */
export interface Sorting {
  column: string;
  descending: boolean;
}

const collator = new Intl.Collator(undefined, { numeric: true });

/** A value in the form in which it is compared; undefined comes last, whichever way the others go. */
function sortable(value: unknown): number | string | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value === 'number') return Number.isNaN(value) ? undefined : value;
  if (typeof value === 'bigint' || typeof value === 'boolean' || value instanceof Date) {
    return Number(value);
  }
  return value instanceof Node ? (value.textContent ?? '') : String(value);
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}

/** The rows of a table in the order of one column; equal ones keep theirs. */
export function sortedRows(data: TableData, column: number, descending: boolean): number[] {
  const keys = Array.from({ length: data.length }, (_, row) => sortable(data.cell(row, column)));
  const sign = descending ? -1 : 1;
  return Array.from(keys.keys()).sort((a, b) => {
    const [left, right] = [keys[a], keys[b]];
    if (left === undefined || right === undefined) {
      return Number(left === undefined) - Number(right === undefined);
    }
    return sign * compare(left, right);
  });
}
