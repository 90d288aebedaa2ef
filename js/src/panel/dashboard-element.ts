import type { Highlight, PageContext } from './page-context.js';
import type { PerihelionPanel } from './panel-element.js';

const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/**
 * `<perihelion-dashboard>`: gives the panels within a common context. What a panel says that its viewer points at is
 * told to the others. It draws nothing of its own.
 */
export class PerihelionDashboard extends Base {
  readonly #panels = new Set<PerihelionPanel>();
  #context: PageContext = {};
  #scheduled = false;
  #mayRun = false;

  constructor() {
    super();
    const early = Object.getOwnPropertyDescriptor(this, 'context');
    if (!early) return;
    // Set before this class was there: it would hide the accessor.
    Reflect.deleteProperty(this, 'context');
    this.context = early.value as PageContext;
  }

  /** What the panels share; members of a panel's own context go before. What the viewer points at is in it. */
  get context(): PageContext {
    return this.#context;
  }
  set context(context: PageContext | undefined) {
    this.#context = context ?? {};
    this.#schedule(true);
  }

  /** What the viewer points at. */
  get highlight(): Highlight {
    const { hoveredExperiment = null, selectedExperiments = [] } = this.#context;
    return { hoveredExperiment, selectedExperiments };
  }

  /** Changes members of the context and leaves the others as they are. */
  update(members: PageContext): void {
    this.context = { ...this.#context, ...members };
  }

  /** Called by a panel within when it comes. */
  join(panel: PerihelionPanel): void {
    this.#panels.add(panel);
  }

  /** Called by a panel within when it goes. */
  leave(panel: PerihelionPanel): void {
    this.#panels.delete(panel);
  }

  /** Called by a panel within: the viewer points at these of its experiments. Those of others stay selected. */
  report({ hoveredExperiment, selectedExperiments }: Highlight, keys: ReadonlySet<string>): void {
    const others = this.highlight.selectedExperiments.filter((key) => !keys.has(key));
    const selected = [...others, ...selectedExperiments];
    this.#context = { ...this.#context, hoveredExperiment, selectedExperiments: selected };
    this.#schedule(false);
  }

  /** However often things change, the panels are told once a frame of the page. */
  #schedule(mayRun: boolean): void {
    this.#mayRun ||= mayRun;
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      const run = this.#mayRun;
      this.#scheduled = this.#mayRun = false;
      for (const panel of this.#panels) panel.sharedChanged(run);
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'perihelion-dashboard': PerihelionDashboard;
  }
}
