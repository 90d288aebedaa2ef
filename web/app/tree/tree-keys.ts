import { toggleChosen, toggleOpen } from './actions.js';
import type { Row } from './rows.js';

const isOpen = (row: Row) => 'open' in row && row.open;

function parentOf(rows: readonly Row[], at: number): Row | undefined {
  const level = rows[at]!.level;
  return rows.slice(0, at).findLast((row) => row.level < level);
}

/** The row that a key leads to from the row at `at`, if any. */
function target(rows: readonly Row[], at: number, key: string): Row | undefined {
  switch (key) {
    case 'ArrowDown':
      return rows[at + 1];
    case 'ArrowUp':
      return rows[at - 1];
    case 'Home':
      return rows[0];
    case 'End':
      return rows.at(-1);
    case 'ArrowRight':
      return isOpen(rows[at]!) ? rows[at + 1] : undefined;
    case 'ArrowLeft':
      return isOpen(rows[at]!) ? undefined : parentOf(rows, at);
    default:
      return undefined;
  }
}

function startsWith(rows: readonly Row[], at: number, letter: string): Row | undefined {
  const after = [...rows.slice(at + 1), ...rows.slice(0, at)];
  return after.find((row) => row.label.toLowerCase().startsWith(letter.toLowerCase()));
}

/** The keys of a tree as the ARIA practices describe them. */
export function useTreeKeys(
  rows: readonly Row[],
  filter: string,
  focus: (id: string) => void,
): (event: KeyboardEvent) => void {
  return (event) => {
    const focused = (event.target as Element).closest<HTMLElement>('[data-id]')?.dataset['id'];
    const at = rows.findIndex(({ id }) => id === focused);
    const row = rows[at];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = target(rows, at, event.key);
    if (next) focus(next.id);
    else if (event.key === ' ' || event.key === 'Enter') toggleChosen(row, filter);
    else if (event.key === 'ArrowRight') toggleOpen(row, true);
    else if (event.key === 'ArrowLeft') toggleOpen(row, false);
    else if (event.key.length === 1) {
      const found = startsWith(rows, at, event.key);
      if (found) focus(found.id);
    } else return;
    event.preventDefault();
  };
}
