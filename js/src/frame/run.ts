import { importName, tickName } from '../panel/guard-name.js';
import { panelFile, placeInStack } from './errors.js';

/** What the code of a panel is called with, by name. */
export type Scope = Readonly<Record<string, unknown>>;

type AsyncFunction = (...args: unknown[]) => Promise<unknown>;
const AsyncFunction = (async () => {}).constructor as new (...args: string[]) => AsyncFunction;

function wrap(names: readonly string[], code: string): AsyncFunction {
  return new AsyncFunction(...names, `${code}\n//# sourceURL=${panelFile}`);
}

/**
 * Compiles prepared panel code.
 * @param names what it finds in scope
 * @param tick the time check of guarded loops
 * @param load what its imports call
 * @returns a function that runs it, and returns what the code does
 * @throws SyntaxError
 */
export function compile(
  names: readonly string[],
  code: string,
  tick: () => void,
  load: (name: unknown) => Promise<unknown>,
): (scope: Scope) => Promise<unknown> {
  const run = wrap([tickName, importName, ...names], code);
  return (scope) => run(tick, load, ...names.map((name) => scope[name]));
}

/** Lines that an engine counts before the first line of the code; they differ between engines. */
export async function headLines(): Promise<number> {
  try {
    await wrap([], 'throw new Error()')();
  } catch (error) {
    return Math.max(0, placeInStack((error as Error).stack ?? '').line - 1);
  }
  return 0;
}
