import { defaultSizes, sizes, type PaneSizes } from '../state/store.js';
import { Divider } from './divider.js';

const limits: Record<keyof PaneSizes, { min: number; max: number; step: number }> = {
  tree: { min: 200, max: 480, step: 16 },
  editorShare: { min: 0.25, max: 0.75, step: 0.02 },
  optionsShare: { min: 0.1, max: 0.7, step: 0.03 },
  consoleShare: { min: 0.08, max: 0.7, step: 0.03 },
};

interface PaneDividerProps {
  size: keyof PaneSizes;
  label: string;
  direction: 'columns' | 'rows';
}

/** Distance of the pointer from the start of the panes beside a divider, as the size is measured. */
function sizeAt(size: keyof PaneSizes, event: PointerEvent, divider: HTMLElement): number {
  const before = divider.previousElementSibling!.getBoundingClientRect();
  const after = divider.nextElementSibling!.getBoundingClientRect();
  if (size === 'tree') return event.clientX - before.left;
  if (size === 'editorShare') return (event.clientX - before.left) / (after.right - before.left);
  return (event.clientY - before.top) / (after.bottom - before.top);
}

/** A divider whose position is kept with the state of the page. */
export function PaneDivider({ size, label, direction }: PaneDividerProps) {
  // The lower pane of a column has the share; the divider stands where the upper one ends.
  const isLower = direction === 'rows';
  const position = (value: number) => (isLower ? 1 - value : value);
  const { min, max, step } = limits[size];
  const set = (value: number) => (sizes.value = { ...sizes.value, [size]: value });
  return (
    <Divider
      label={label}
      direction={direction}
      value={position(sizes.value[size])}
      min={isLower ? 1 - max : min}
      max={isLower ? 1 - min : max}
      step={step}
      valueAt={(event, divider) => sizeAt(size, event, divider)}
      onChange={(value) => set(position(value))}
      onReset={() => set(defaultSizes[size])}
    />
  );
}
