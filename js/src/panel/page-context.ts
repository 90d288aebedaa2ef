import type { PanelContext } from '../api/types.js';

/** What a viewer points at: the same in all panels of a dashboard. */
export interface Highlight {
  /** Key of the experiment under the pointer, or null. */
  hoveredExperiment: string | null;
  /** Keys of the experiments that are chosen. */
  selectedExperiments: readonly string[];
}

/** The context of a panel on a page. What the viewer points at changes without a run. */
export interface PageContext extends PanelContext, Partial<Highlight> {
  /** Of this shape: 1. */
  version?: 1;
}

function wrong(member: string, wanted: string): never {
  throw new TypeError(`context.${member} must be ${wanted}`);
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** What of the highlight concerns a panel of these experiments: it learns of no others. */
function within(highlight: Highlight, keys: readonly string[] | undefined): Highlight {
  if (!keys) return highlight;
  const known = new Set(keys);
  const { hoveredExperiment: hovered, selectedExperiments: selected } = highlight;
  return {
    hoveredExperiment: hovered !== null && known.has(hovered) ? hovered : null,
    selectedExperiments: selected.filter((key) => known.has(key)),
  };
}

/**
 * Takes a context apart: what the core knows and checks, and what the viewer points at.
 * @throws TypeError that names the member that is wrong
 */
export function splitContext(context: PageContext): { core: PanelContext; highlight: Highlight } {
  const { version = 1, hoveredExperiment, selectedExperiments, ...core } = context;
  if (version !== 1) wrong('version', `1, not ${JSON.stringify(version)}`);
  const hovered = hoveredExperiment ?? null;
  const selected = selectedExperiments ?? [];
  if (hovered !== null && !isText(hovered)) wrong('hoveredExperiment', 'a text or null');
  if (!Array.isArray(selected) || !selected.every(isText)) {
    wrong('selectedExperiments', 'a list of texts');
  }
  // The core says what is wrong with keys that are no list.
  const keys = Array.isArray(core.experimentKeys) ? core.experimentKeys : undefined;
  const highlight = { hoveredExperiment: hovered, selectedExperiments: selected };
  return { core, highlight: within(highlight, keys) };
}
