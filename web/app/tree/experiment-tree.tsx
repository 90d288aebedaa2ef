import { useRef, useState } from 'preact/hooks';
import { toggleChosen, toggleOpen } from './actions.js';
import { useTreeKeys } from './tree-keys.js';
import type { Row } from './rows.js';
import { Icon } from '../layout/icon.js';

interface RowProps {
  row: Row;
  focused: boolean;
  onFocus: () => void;
  onActivate: () => void;
}

function CheckBox({ checked }: { checked: 'true' | 'false' | 'mixed' }) {
  return (
    <span class={`check check-${checked}`} aria-hidden="true">
      {checked === 'true' && <Icon name="check" />}
      {checked === 'mixed' && <Icon name="dash" />}
    </span>
  );
}

function Disclosure({ row }: { row: Row }) {
  if (row.kind !== 'workspace' && row.kind !== 'project') return null;
  const toggle = (event: Event) => {
    event.stopPropagation();
    toggleOpen(row);
  };
  return (
    <span class={`disclosure ${row.open ? 'is-open' : ''}`} aria-hidden="true" onClick={toggle}>
      <Icon name="chevron" />
    </span>
  );
}

function TreeRow({ row, focused, onFocus, onActivate }: RowProps) {
  const checked = 'checked' in row ? row.checked : undefined;
  const named = row.kind !== 'experiment' || row.named;
  return (
    <div
      role="treeitem"
      class={`row row-${row.kind} ${row.kind === 'note' && row.failed ? 'is-failed' : ''}`}
      data-id={row.id}
      data-key={row.kind === 'experiment' ? row.choice.key : undefined}
      aria-level={row.level}
      aria-expanded={'open' in row ? row.open : undefined}
      aria-checked={checked}
      tabIndex={focused ? 0 : -1}
      title={row.label}
      onFocus={onFocus}
      onClick={onActivate}
    >
      <Disclosure row={row} />
      {checked !== undefined && <CheckBox checked={checked} />}
      <span class={`label ${named ? '' : 'is-key'}`}>{row.label}</span>
      {row.kind === 'experiment' && row.named && (
        <span class="key">{row.choice.key.slice(0, 6)}</span>
      )}
      {row.kind === 'project' && <span class="count">{row.count}</span>}
      {row.kind === 'note' && row.failed && <span class="action">Try again</span>}
    </div>
  );
}

interface TreeProps {
  rows: readonly Row[];
  filter: string;
}

/** The tree: one tab stop, arrow keys inside, space ticks. */
export function ExperimentTree({ rows, filter }: TreeProps) {
  const tree = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<string>();
  const focused = rows.some(({ id }) => id === current) ? current : rows[0]?.id;
  // At once, not after the page is drawn anew: the next key may be there before.
  const focus = (id: string) =>
    tree.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus();
  const onKeyDown = useTreeKeys(rows, filter, focus);
  return (
    <div class="tree" role="tree" aria-label="Experiments" ref={tree} onKeyDown={onKeyDown}>
      {rows.map((row) => (
        <TreeRow
          key={row.id}
          row={row}
          focused={row.id === focused}
          onFocus={() => setCurrent(row.id)}
          onActivate={() => toggleChosen(row, filter)}
        />
      ))}
    </div>
  );
}
