import type { PanelContext } from '../api/types.js';
import type { Highlight } from '../panel/page-context.js';

/** A member of a panel's context. */
export type ContextMember = keyof PanelContext;

/** All of them; the worker refuses others. */
const members = Object.keys({
  workspace: 0,
  projectName: 0,
  projectId: 0,
  experimentKeys: 0,
  query: 0,
  metricsNames: 0,
  options: 0,
  experimentColors: 0,
  metricColors: 0,
  width: 0,
  height: 0,
} satisfies Record<ContextMember, 0>) as ContextMember[];

const project: readonly ContextMember[] = ['workspace', 'projectName', 'projectId'];
/** What every question to the server depends on: it stands for arguments left out, and is what a panel may ask about. */
const place: readonly ContextMember[] = [...project, 'experimentKeys'];

/** What the other methods depend on. Those about the calls themselves tell of everything. */
const readBy: Readonly<Record<string, readonly ContextMember[]>> = {
  getPanelOptions: ['options'],
  getPanelExperimentColors: ['experimentColors'],
  getPanelMetricColors: ['metricColors'],
  getPanelWidth: ['width'],
  getPanelHeight: ['height'],
  getPanelSize: ['width', 'height'],
  getPanelWorkspace: project,
  getPanelProjectName: project,
  getPanelProjectId: project,
  getPanelMetricsNames: [...project, 'metricsNames'],
  getPanelExperimentKeys: [...place, 'query'],
  getPanelExperiments: [...place, 'query'],
  getPanelRequestCount: members,
  getPanelReport: members,
  useCache: members,
  clearCache: members,
};

/** What of its context a panel has read since its code came: a change of anything else needs no run. */
export class ContextReads {
  private readonly read = new Set<string>();

  /** These members were read. */
  mark(names: readonly ContextMember[]): void {
    for (const name of names) this.read.add(name);
  }

  /** A method of `api` is called. */
  markCall(method: string): void {
    this.mark(readBy[method] ?? place);
  }

  /** Whether a panel that has read this much has to run when these members change. */
  concerns(changed: readonly string[]): boolean {
    return changed.some((name) => this.read.has(name));
  }

  /**
   * `context` in panel code. Its members say what is so now, and what reads one is noted. Members that the page left out
   * are undefined.
   * @param now the context at the time
   * @param highlight what the viewer points at as the run begins
   */
  view(now: () => PanelContext, highlight: Highlight): Readonly<Record<string, unknown>> {
    const view: Record<string, unknown> = { ...highlight };
    for (const name of members) {
      const get = () => {
        this.read.add(name);
        return now()[name];
      };
      Object.defineProperty(view, name, { get, enumerable: true });
    }
    return Object.freeze(view);
  }
}

/**
 * Whether a script may read `options`, which is a variable and so gives no sign of it: where the word is in its text, or
 * could be made.
 */
export function mayReadOptions(code: string): boolean {
  return /\boptions\b|\beval\b|\barguments\b|\\u/.test(code);
}
