interface DividerProps {
  /** What the divider resizes, for screen readers. */
  label: string;
  direction: 'columns' | 'rows';
  /** Position and limits in any one unit. */
  value: number;
  min: number;
  max: number;
  step: number;
  /** The position that a point of the screen stands for. */
  valueAt: (event: PointerEvent, divider: HTMLElement) => number;
  onChange: (value: number) => void;
  onReset: () => void;
}

/** The line between two panes: drag it, move it with the arrow keys, double-click to reset it. */
export function Divider(props: DividerProps) {
  const { label, direction, value, min, max, step, valueAt, onChange, onReset } = props;
  const change = (next: number) => onChange(Math.min(max, Math.max(min, next)));
  const [less, more] =
    direction === 'columns' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
  const onKeyDown = (event: KeyboardEvent) => {
    const sign = event.key === less ? -1 : event.key === more ? 1 : 0;
    if (sign === 0) return;
    event.preventDefault();
    change(value + sign * step);
  };
  const onPointerDown = (event: PointerEvent) => {
    event.preventDefault();
    // Captured, so that the frames that the pointer crosses do not swallow the drag.
    const divider = event.currentTarget as HTMLElement;
    divider.setPointerCapture(event.pointerId);
    divider.focus();
  };
  const onPointerMove = (event: PointerEvent) => {
    const divider = event.currentTarget as HTMLElement;
    if (divider.hasPointerCapture(event.pointerId)) change(valueAt(event, divider));
  };
  return (
    <div
      role="separator"
      class={`divider divider-${direction}`}
      tabIndex={0}
      aria-label={label}
      aria-orientation={direction === 'columns' ? 'vertical' : 'horizontal'}
      aria-valuenow={Math.round(value * 100) / 100}
      aria-valuemin={min}
      aria-valuemax={max}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onDblClick={onReset}
    />
  );
}
