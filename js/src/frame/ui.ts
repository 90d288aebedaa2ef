import { isPlain } from '../api/objects.js';
import { Display, type DisplaySettings } from './display.js';
import type { FrameHighlight, HighlightListener } from './highlight.js';
import type { Modules } from './modules.js';
import { imageNode, toBytes, type ImageSettings } from './output/image.js';
import { isPlotlyFigure, type PlotlyFigure } from './output/plotly.js';
import type { TableSettings } from './output/table.js';
import { toTable } from './output/tabular.js';
import type { Callback, PageRun } from './page.js';
import type { ProgressReport } from './progress-report.js';
import type { Drawn, Region } from './region.js';
import { maxKey } from '../panel/frame-message.js';
import type { FrameMessage } from '../panel/protocol.js';
import type * as Settings from './ui-settings.js';
import { fileOf } from './viewer.js';
import { Button, Link } from './widgets/action.js';
import { Dropdown, Multiselect } from './widgets/choice.js';
import { Checkbox, Slider, TextField } from './widgets/field.js';
import { Columns, Tabs } from './widgets/layout.js';
import { optionText, keptIndex, keptIndexes } from './widgets/options.js';
import { Progress } from './widgets/progress.js';

/** What `ui` needs of the frame. */
export interface UiServices {
  modules: Modules;
  progress: ProgressReport;
  highlight: FrameHighlight;
  /** Tells the page something. */
  post(message: FrameMessage): void;
}

/**
 * `ui` in panel code: output and widgets of one run. A widget returns its value at once; when the viewer changes it the
 * panel runs again.
 */
export class PanelUi {
  readonly #run: PageRun;
  readonly #region: Region;
  readonly #services: UiServices;
  readonly #display: Display;

  /** @param region where it draws */
  constructor(run: PageRun, region: Region, services: UiServices) {
    this.#run = run;
    this.#region = region;
    this.#services = services;
    this.#display = new Display(run, region, services.modules);
  }

  /** Width in CSS pixels of where this draws. */
  get width(): number {
    return this.#region.node.clientWidth || this.#run.page.root.clientWidth;
  }

  /** An object of the panel's own that outlives runs. */
  get sessionState(): Record<string, unknown> {
    return this.#run.page.sessionState;
  }

  /**
   * Shows each thing in a block of its own: a node, a Plotly figure, an image, a `MetricSeries`, rows, columns or an Arrow
   * table as a table, other objects as a tree, texts as Markdown with HTML. `{ format }` last says how texts are read
   * ("html", "markdown" or "text") and what image bytes are.
   */
  display(...things: unknown[]): void {
    const last = things.at(-1);
    const hasSettings = things.length > 1 && isDisplaySettings(last);
    for (const thing of hasSettings ? things.slice(0, -1) : things) {
      this.#display.any(thing, hasSettings ? last : {});
    }
  }

  /** Shows lines as they are. */
  displayText(...lines: unknown[]): void {
    this.#display.text(lines.map(String).join('\n'));
  }

  /** Shows each text as Markdown; HTML in it is shown as text. */
  displayMarkdown(...texts: unknown[]): void {
    for (const text of texts) this.#display.rich(String(text), 'markdown');
  }

  /** Shows HTML (and Markdown) without scripts, style sheets and addresses that load or run something. */
  displayHtml(...texts: unknown[]): void {
    for (const text of texts) this.#display.rich(String(text), 'html');
  }

  /** Shows a figure: an element such as a canvas or SVG, SVG text, image bytes, or a Plotly figure. */
  displayFigure(figure: unknown): void {
    if (isPlotlyFigure(figure)) this.#display.plotly(figure);
    else if (figure instanceof Node) this.#display.node(figure);
    else this.#display.node(imageNode(figure, {}));
  }

  /** Shows a Plotly figure with the library "plotly.js", which the page must offer. */
  displayPlotlyFigure(figure: PlotlyFigure): void {
    if (!Array.isArray(figure?.data)) throw new TypeError('a Plotly figure has an array "data"');
    this.#display.plotly(figure);
  }

  /** Shows an image of bytes, a Blob, ImageData, ImageBitmap, SVG text, or a data: or blob: address. */
  displayImage(data: unknown, settings: ImageSettings = {}): void {
    this.#display.node(imageNode(data, settings));
  }

  /**
   * Shows a table that sorts by a click on a head and scrolls over any number of rows.
   * @param data an array of objects, an object of columns, a `MetricSeries`, or an Arrow table
   */
  table(data: unknown, settings: TableSettings = {}): void {
    const table = toTable(Array.isArray(data) && !data.length ? { '': [] } : data);
    if (!table) throw new TypeError('a table is an array of objects or an object of equal columns');
    this.#display.table(table, settings);
  }

  /**
   * A drop-down.
   * @returns the chosen option, undefined when there are none; with `multiple` the list of the chosen ones
   */
  dropdown<T>(
    label: string,
    options: Iterable<T>,
    settings: Settings.DropdownSettings<T> & { multiple: true },
  ): T[];
  dropdown<T>(
    label: string,
    options: Iterable<T>,
    settings?: Settings.DropdownSettings<T>,
  ): T | undefined;
  dropdown<T>(
    label: string,
    options: Iterable<T>,
    settings: Settings.DropdownSettings<T> = {},
  ): T | T[] | undefined {
    const { index = settings.multiple ? [] : 0, classes } = settings;
    const list = [...options];
    if (settings.multiple) return this.#multiple(label, list, [index].flat(), settings);
    const texts = list.map(settings.formatFunc ?? optionText);
    const id = this.#name('dropdown', label, settings);
    const at = keptIndex(texts, this.#kept(id), Number(index));
    this.#widget(id, Dropdown)?.update({ label, texts, classes }, at, (chosen) =>
      this.#change(id, { index: chosen, text: texts[chosen] }, settings),
    );
    return list[at];
  }

  /**
   * A list of which any number of options can be chosen.
   * @returns the chosen ones, in the order of the options
   */
  multiselect<T>(
    label: string,
    options: Iterable<T>,
    settings: Settings.MultiselectSettings<T> = {},
  ): T[] {
    const list = [...options];
    const first = (settings.value ?? []).map((option) => list.indexOf(option));
    return this.#multiple(label, list, first, settings);
  }

  /** A line of text. It counts when the viewer leaves it or presses Enter. */
  input(label: string, value = '', settings: Settings.WidgetSettings = {}): string {
    const id = this.#name('input', label, settings);
    const text = String(this.#kept(id) ?? value);
    this.#widget(id, TextField)?.update(this.#field(id, label, text, settings));
    return text;
  }

  /** A box to tick. */
  checkbox(label: string, value = false, settings: Settings.WidgetSettings = {}): boolean {
    const id = this.#name('checkbox', label, settings);
    const ticked = Boolean(this.#kept(id) ?? value);
    this.#widget(id, Checkbox)?.update(this.#field(id, label, ticked, settings));
    return ticked;
  }

  /** A number from `min` to `max`. */
  slider(label: string, settings: Settings.SliderSettings = {}): number {
    const { min = 0, max = 100, step = 1, value = min } = settings;
    if (!(min < max))
      throw new RangeError(`a slider goes from below to above, not ${min} to ${max}`);
    const id = this.#name('slider', label, settings);
    const number = Math.min(Math.max(Number(this.#kept(id) ?? value), min), max);
    const field = this.#field(id, label, number, settings);
    this.#widget(id, Slider)?.range(min, max, step).update(field);
    return number;
  }

  /** @returns true in the run that a click on the button causes, and false in all others */
  button(label: string, settings: Settings.WidgetSettings = {}): boolean {
    const id = this.#name('button', label, settings);
    this.#widget(id, Button)?.update(label, settings.classes, () => {
      void this.#run.page.press(id, settings);
    });
    return this.#run.pressed === id;
  }

  /**
   * A button that saves a file.
   * @param data bytes, a Blob or text; a table, which a name in ".csv" makes CSV; any other value, as JSON; or a function
   *   that makes one of these, called at the click
   */
  download(
    label: string,
    data: unknown,
    { fileName = 'data.json', ...settings }: Settings.WidgetSettings & { fileName?: string } = {},
  ): void {
    const id = this.#name('download', label, settings);
    this.#widget(id, Button)?.update(label, settings.classes, () => {
      void fileOf(fileName, data).then((file) => this.#services.post(file));
    });
  }

  /** A link, which the page opens in a new window. */
  link(label: string, url: string, settings: Settings.WidgetSettings = {}): void {
    if (!/^https?:\/\//i.test(url)) throw new TypeError(`a link is http: or https:, not "${url}"`);
    const id = this.#name('link', label, settings);
    this.#widget(id, Link)?.update(label, url, settings.classes);
  }

  /**
   * Columns side by side.
   * @param items their number, or their weights
   * @returns a `ui` for each
   */
  columns(
    items: number | readonly number[],
    { classes, ...styles }: Settings.ColumnsSettings = {},
  ): PanelUi[] {
    const weights = typeof items === 'number' ? Array<number>(items).fill(1) : items;
    if (!weights.length || !weights.every((weight) => weight > 0)) {
      throw new RangeError('columns are a number above 0 or a list of weights above 0');
    }
    const drawn = this.#flow('columns', Columns) ?? new Columns();
    return this.#inside(drawn.update(weights, classes, styles).regions);
  }

  /**
   * Parts of which one is seen at a time. All are drawn.
   * @returns a `ui` for each label
   */
  tabs(labels: readonly string[], settings: Settings.WidgetSettings = {}): PanelUi[] {
    if (!labels.length) throw new RangeError('tabs are a list of one label or more');
    const id = this.#name('tabs', labels.join(), settings);
    const index = Math.min(Number(this.#kept(id) ?? 0), labels.length - 1);
    const drawn = this.#widget(id, Tabs) ?? new Tabs();
    const { state } = this.#run.page;
    drawn.update(labels, index, (chosen) => state.set(id, chosen));
    return this.#inside(drawn.regions);
  }

  /** A progress bar; a later call with the same label moves it. It goes at 100 percent. */
  progress(label: string, percent: number, settings: Settings.ProgressSettings = {}): void {
    const value = Math.min(Math.max(Number(percent) || 0, 0), 100);
    const { page } = this.#run;
    page.progress = value;
    if (!this.#run.active) return;
    const bar = this.#run.bar(label, () => this.#flow('progress', Progress)!);
    bar.update(String(label), value, settings.classes);
    bar.node.hidden = value >= 100;
    this.#services.progress.moved(String(label), value);
    const { onLoad, args, kwargs } = settings;
    if (!onLoad) return;
    const callback: Callback = {
      onChange: onLoad,
      ...(args && { args }),
      ...(kwargs && { kwargs }),
    };
    requestAnimationFrame(() => setTimeout(() => this.#run.active && page.use(callback)));
  }

  /** Percent of the bar that was moved last, also by runs before; -1 when there was none. */
  getProgress(): number {
    return this.#run.page.progress;
  }

  /** Sets what `getProgress` returns. */
  resetProgress(value = -1): void {
    this.#run.page.progress = value;
  }

  /** The viewer points at an experiment here, or at none: the page tells its other panels. */
  hoverExperiment(key?: string | null): void {
    if (this.#run.active) this.#services.highlight.report({ hoveredExperiment: keyOf(key) });
  }

  /** The viewer chose these experiments here, in place of those chosen before: the page tells its other panels. */
  selectExperiments(keys: readonly string[]): void {
    if (!Array.isArray(keys)) throw new TypeError('selectExperiments takes a list of keys');
    const selectedExperiments = keys.map(keyOf).filter((key) => key !== null);
    if (this.#run.active) this.#services.highlight.report({ selectedExperiments });
  }

  /**
   * Calls `listener` with `{ hoveredExperiment, selectedExperiments }`, now and whenever the viewer points at something
   * else in this panel or another one of the page, until the next run begins.
   */
  onHighlight(listener: HighlightListener): void {
    if (this.#run.active) this.#services.highlight.listen(listener, this.#run);
  }

  /** Sets the CSS of the panel, in place of the CSS set before. */
  setCss(text: string): void {
    this.#run.setCss(String(text));
  }

  /** Adds to the CSS of this run. */
  addCss(text: string): void {
    this.#run.addCss(String(text));
  }

  #name(type: string, label: string, { key }: Settings.WidgetSettings): string {
    return this.#run.names.name(type, label, key);
  }

  #kept(id: string): unknown {
    return this.#run.page.state.get(id);
  }

  #change(id: string, value: unknown, settings: Settings.WidgetSettings): void {
    void this.#run.page.change(id, value, settings);
  }

  /** The widget of that id, as it stands or made now; undefined in a stale run. */
  #widget<T extends Drawn>(id: string, Type: new () => T): T | undefined {
    if (!this.#run.active) return undefined;
    this.#run.touch(this.#region);
    return this.#region.keep(id, () => new Type());
  }

  #flow<T extends Drawn>(kind: string, Type: new () => T): T | undefined {
    if (!this.#run.active) return undefined;
    this.#run.touch(this.#region);
    return this.#region.follow(kind, () => new Type());
  }

  #inside(regions: readonly Region[]): PanelUi[] {
    return regions.map((region) => {
      if (this.#run.active) this.#run.touch(region);
      return new PanelUi(this.#run, region, this.#services);
    });
  }

  #field<T>(id: string, label: string, value: T, settings: Settings.WidgetSettings) {
    const { classes } = settings;
    const change = (changed: T) => this.#change(id, changed, settings);
    return { label, value, classes, change };
  }

  #multiple<T>(
    label: string,
    list: T[],
    first: readonly number[],
    settings: Settings.WidgetSettings & { formatFunc?: (option: T) => string },
  ): T[] {
    const texts = list.map(settings.formatFunc ?? optionText);
    const id = this.#name('multiselect', label, settings);
    const indexes = keptIndexes(texts, this.#kept(id), first);
    const { classes } = settings;
    this.#widget(id, Multiselect)?.update({ label, texts, classes }, indexes, (chosen) =>
      this.#change(
        id,
        chosen.map((index) => texts[index]),
        settings,
      ),
    );
    return indexes.map((index) => list[index]!);
  }
}

/** What an experiment is pointed at by: longer texts are no keys, and the page would take them for an attack. */
function keyOf(key: unknown): string | null {
  if (key === undefined || key === null) return null;
  if (typeof key === 'string' && key.length <= maxKey) return key;
  throw new TypeError(`an experiment key is a text of at most ${maxKey} characters`);
}

function isDisplaySettings(value: unknown): value is DisplaySettings {
  if (!isPlain(value) || toBytes(value)) return false;
  const names = Object.keys(value);
  return names.length > 0 && names.every((name) => ['format', 'width', 'alt'].includes(name));
}
