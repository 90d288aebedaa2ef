import { addSheet } from './add-sheet.js';
import baseCss from './base.css';
import outputCss from './output/output.css';
import widgetsCss from './widgets/widgets.css';
import { Region } from './region.js';
import type { Progress } from './widgets/progress.js';
import { WidgetNames, WidgetState } from './widget-state.js';

/** What is called when the viewer uses a widget, before the panel runs again. */
export interface Callback {
  /** Called with `args`, and with `kwargs` last. */
  onChange?: (...args: never[]) => unknown;
  /** The same under Comet's name for buttons, boxes and fields. */
  onClick?: (...args: never[]) => unknown;
  args?: readonly unknown[];
  kwargs?: Readonly<Record<string, unknown>>;
}

/** The page of the panel: where runs draw, and what outlives them. */
export class PanelPage {
  /** Where the output of runs goes. */
  readonly root = document.createElement('main');
  /** What runs fill. */
  readonly region = new Region(document.createElement('div'));
  /** What widgets hold. */
  readonly state = new WidgetState();
  /** The panel's own store. */
  readonly sessionState: Record<string, unknown> = {};
  /** Percent that `ui.progress` showed last; -1 at first. */
  progress = -1;
  private readonly part = document.createElement('div');
  private readonly partCss: CSSStyleSheet;
  private readonly css: CSSStyleSheet;
  private pressed: string | undefined;

  /** @param rerun runs the panel again */
  constructor(readonly rerun: () => void) {
    this.root.id = 'panel';
    this.root.append(this.part, this.region.node);
    document.body.replaceChildren(this.root);
    addSheet(baseCss + outputCss + widgetsCss);
    this.partCss = addSheet('');
    this.css = addSheet('');
  }

  /** The panel has other code: its HTML and CSS are put in place. */
  edit(html: string, css: string): void {
    this.state.edited();
    this.part.innerHTML = html;
    this.partCss.replaceSync(css);
  }

  /** What the `ui` objects of a new run share. */
  startRun(signal: AbortSignal): PageRun {
    const { pressed } = this;
    this.pressed = undefined;
    return new PageRun(this, signal, pressed);
  }

  /** Replaces the style sheet of runs. */
  setCss(text: string): void {
    this.css.replaceSync(text);
  }

  /** The viewer gave a widget a value: the callback first, then everything. */
  async change(id: string, value: unknown, callback: Callback): Promise<void> {
    this.state.set(id, value);
    await this.use(callback);
  }

  /** Something else came to pass that the panel is to see to. */
  async use(callback: Callback): Promise<void> {
    await this.call(callback);
    this.rerun();
  }

  /** The viewer pressed a button: it is down in the next run only. */
  async press(id: string, callback: Callback): Promise<void> {
    await this.call(callback);
    this.pressed = id;
    this.rerun();
  }

  private async call({ onChange, onClick, args = [], kwargs }: Callback): Promise<void> {
    const callback = (onChange ?? onClick) as ((...args: unknown[]) => unknown) | undefined;
    await callback?.(...args, ...(kwargs ? [kwargs] : []));
  }
}

/** One run of the panel, as its `ui` objects see it. */
export class PageRun {
  readonly names: WidgetNames;
  private readonly pending: Promise<unknown>[] = [];
  private readonly regions = new Set<Region>();
  private readonly bars = new Map<string, Progress>();
  private touched = false;
  private over = false;
  private css = '';

  /**
   * @param page where it draws
   * @param signal aborted when the next run begins: from then on nothing is drawn
   * @param pressed id of the button that caused it
   */
  constructor(
    readonly page: PanelPage,
    private readonly signal: AbortSignal,
    readonly pressed: string | undefined,
  ) {
    this.names = new WidgetNames(page.state);
  }

  /** Whether it may draw still. */
  get active(): boolean {
    return !this.signal.aborted;
  }

  /** Whether it has drawn anything. */
  get drawn(): boolean {
    return this.touched;
  }

  /** Called before a run draws. What it has of the run before stays until then, and its style sheet. */
  touch(region: Region): void {
    if (!this.touched) {
      this.touched = true;
      this.page.setCss(this.css);
    }
    if (this.regions.has(region)) return;
    this.regions.add(region);
    region.begin();
  }

  /** Sets the run's style sheet. */
  setCss(css: string): void {
    this.css = css;
    if (this.touched && this.active) this.page.setCss(css);
  }

  /** Adds to the run's style sheet. */
  addCss(css: string): void {
    this.setCss(`${this.css}\n${css}`);
  }

  /** The progress bar of that label, drawn once a run. */
  bar(label: string, make: () => Progress): Progress {
    const bar = this.bars.get(label) ?? make();
    this.bars.set(label, bar);
    return bar;
  }

  /** The run is not over before this is. */
  await(work: Promise<unknown>): void {
    // Once it is over nobody waits any more, and a failure is to be heard of all the same.
    if (this.over) return;
    work.catch(() => undefined);
    this.pending.push(work);
  }

  /** Settles when all that was drawn is there. */
  async settled(): Promise<void> {
    // What settles may have drawn more.
    for (let at = 0; at < this.pending.length; at++) await this.pending[at];
    this.over = true;
  }

  /** Removes what only the run before drew. */
  end(): void {
    this.touch(this.page.region);
    for (const region of this.regions) region.end();
  }
}
