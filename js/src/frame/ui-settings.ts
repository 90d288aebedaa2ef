import type { Callback } from './page.js';

/** What all widgets take. */
export interface WidgetSettings extends Callback {
  /** Name under which the value is kept over runs; without it the place of the call in the code counts. */
  key?: string;
  /** CSS classes of the widget. */
  classes?: string;
}

/** Texts of options. */
interface OptionSettings<T> extends WidgetSettings {
  /** Text of an option: the name of an experiment, else `String(option)`. */
  formatFunc?: (option: T) => string;
}

/** How a drop-down begins. */
export interface DropdownSettings<T> extends OptionSettings<T> {
  /** Index of the option that is chosen at first (0); with `multiple` also several, or none. */
  index?: number | readonly number[];
  /** Any number of options can be chosen; a list is returned. */
  multiple?: boolean;
}

/** How a list of which any number is chosen begins. */
export interface MultiselectSettings<T> extends OptionSettings<T> {
  /** Options that are chosen at first (none). */
  value?: readonly T[];
}

/** The numbers of a slider. */
export interface SliderSettings extends WidgetSettings {
  /** 0 */
  min?: number;
  /** 100 */
  max?: number;
  /** 1 */
  step?: number;
  /** The number at first (`min`). */
  value?: number;
}

/** How columns stand. */
export interface ColumnsSettings {
  classes?: string;
  /** Other members are CSS properties of the row: `{ gap: '32px' }`. */
  [style: string]: string | undefined;
}

/** What happens once a progress bar is seen. */
export interface ProgressSettings {
  /** Called once the bar is drawn; then the panel runs again. */
  onLoad?: (...args: never[]) => unknown;
  args?: readonly unknown[];
  kwargs?: Readonly<Record<string, unknown>>;
  classes?: string;
}
