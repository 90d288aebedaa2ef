import type { Highlight } from './page-context.js';
import type { HighlightMessage, HighlightReport } from './protocol.js';

const nothing: Highlight = { hoveredExperiment: null, selectedExperiments: [] };

/** What the viewer points at, between the page and a panel's frame. */
export class PanelHighlight {
  /** Experiments that the frame was told of. */
  keys: ReadonlySet<string> = new Set();
  /** What the frame knows. */
  #known = nothing;

  /**
   * @param post sends to the frame
   * @param report told what the viewer points at in the panel, whose experiments are `keys`
   * @param warn told of what was refused
   */
  constructor(
    private readonly post: (message: HighlightMessage) => void,
    private readonly report: (highlight: Highlight, keys: ReadonlySet<string>) => void,
    private readonly warn: (text: string) => void,
  ) {}

  /** A new frame knows nothing. */
  restart(): void {
    this.#known = nothing;
  }

  /** Tells the frame, where it is something else than it knows. */
  send(highlight: Highlight): void {
    if (JSON.stringify(highlight) === JSON.stringify(this.#known)) return;
    this.#known = highlight;
    this.post({ kind: 'highlight', ...highlight });
  }

  /** A panel may point at experiments that the page told it of, and pass nothing else to other panels. */
  receive({ hoveredExperiment, selectedExperiments }: HighlightReport): void {
    const hovered = hoveredExperiment === null ? [] : [hoveredExperiment];
    if (![...selectedExperiments, ...hovered].every((key) => this.keys.has(key))) {
      return this.warn(
        'a highlight was refused: it may name no experiments but those of context.experimentKeys',
      );
    }
    this.#known = { hoveredExperiment, selectedExperiments };
    this.report(this.#known, this.keys);
  }
}
