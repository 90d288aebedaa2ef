import { tickName } from '../panel/guard-name.js';
import { panelFile, placeInStack } from './errors.js';

/** What panel code finds in scope. */
export interface PanelScope {
  api: unknown;
  ui: unknown;
  context: unknown;
  options: unknown;
  signal: AbortSignal;
}

type AsyncFunction = (...args: unknown[]) => Promise<unknown>;
const AsyncFunction = (async () => {}).constructor as new (...args: string[]) => AsyncFunction;
const names = ['api', 'ui', 'context', 'options', 'signal', tickName];

function wrap(code: string): AsyncFunction {
  return new AsyncFunction(...names, `${code}\n//# sourceURL=${panelFile}`);
}

/**
 * Compiles panel code to a function that runs it.
 * @param tick the time check of guarded loops
 * @throws SyntaxError
 */
export function compile(code: string, tick: () => void): (scope: PanelScope) => Promise<unknown> {
  const run = wrap(code);
  return ({ api, ui, context, options, signal }) => run(api, ui, context, options, signal, tick);
}

/** Lines that an engine counts before the first line of the code; they differ between engines. */
export async function headLines(): Promise<number> {
  try {
    await wrap('throw new Error()')();
  } catch (error) {
    return Math.max(0, placeInStack((error as Error).stack ?? '').line - 1);
  }
  return 0;
}
