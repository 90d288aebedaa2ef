import type { PanelContext } from '../api/types.js';
import type { PanelLibraries } from './libraries.js';
import type { PreparedPanel } from './panel-source.js';

interface Run {
  prepared: PreparedPanel;
  libraries: string;
  context: Map<string, string>;
}

// As text: a page may change its objects in place.
function textsOf(members: object): Map<string, string> {
  return new Map(Object.entries(members).map(([name, value]) => [name, JSON.stringify(value)]));
}

/** What was asked of the frame last. */
export class LastRun {
  #run: Run | undefined;

  /** Whether anything was asked yet. */
  get known(): boolean {
    return this.#run !== undefined;
  }

  /** The next run is like no other. */
  forget(): void {
    this.#run = undefined;
  }

  /**
   * Takes note of the next run.
   * @returns names of the members of the context in which it differs; undefined where it differs in more than that
   */
  next(
    prepared: PreparedPanel,
    libraries: PanelLibraries,
    context: PanelContext,
  ): string[] | undefined {
    const before = this.#run;
    const now = { prepared, libraries: JSON.stringify(libraries), context: textsOf(context) };
    this.#run = now;
    if (before?.prepared !== prepared || before.libraries !== now.libraries) return undefined;
    const names = new Set([...before.context.keys(), ...now.context.keys()]);
    return [...names].filter((name) => before.context.get(name) !== now.context.get(name));
  }
}
