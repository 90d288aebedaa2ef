import type { Highlight } from '../panel/page-context.js';
import type { HighlightReport } from '../panel/protocol.js';

/** Called with what the viewer points at. */
export type HighlightListener = (highlight: Highlight) => unknown;

const same = (a: Highlight, b: Highlight) => JSON.stringify(a) === JSON.stringify(b);

/** What the viewer points at, in this panel or in another one of the page. */
export class FrameHighlight {
  private now: Highlight = Object.freeze({ hoveredExperiment: null, selectedExperiments: [] });
  private told = this.now;
  private waiting = false;
  private readonly listeners = new Map<HighlightListener, { active: boolean }>();

  /** @param post tells the page */
  constructor(private readonly post: (message: HighlightReport) => void) {}

  /** As it is now, frozen. */
  get state(): Highlight {
    return this.now;
  }

  /** The page says what it is. */
  receive({ hoveredExperiment, selectedExperiments }: Highlight): void {
    this.change({ hoveredExperiment, selectedExperiments });
    this.told = this.now;
  }

  /** The viewer points at something in this panel. */
  report(part: Partial<Highlight>): void {
    if (!this.change({ ...this.now, ...part }) || this.waiting) return;
    this.waiting = true;
    // However often it changes within a task, the page hears of it once.
    queueMicrotask(() => {
      this.waiting = false;
      if (same(this.now, this.told)) return;
      this.told = this.now;
      this.post({ kind: 'highlight', ...this.now });
    });
  }

  /** Calls the listener now and at each change, for as long as its run is active. */
  listen(listener: HighlightListener, run: { active: boolean }): void {
    this.listeners.set(listener, run);
    listener(this.now);
  }

  private change(to: Highlight): boolean {
    if (same(to, this.now)) return false;
    this.now = Object.freeze({
      hoveredExperiment: to.hoveredExperiment,
      selectedExperiments: Object.freeze([...to.selectedExperiments]),
    });
    for (const [listener, run] of this.listeners) {
      if (run.active) this.tell(listener);
      else this.listeners.delete(listener);
    }
    return true;
  }

  private tell(listener: HighlightListener): void {
    try {
      listener(this.now);
    } catch (error) {
      reportError(error);
    }
  }
}
