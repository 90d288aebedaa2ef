import { prepareCode, type PreparedCode } from './prepare.js';
import { inTurn } from './turns.js';

/** How many panels' code a page keeps prepared: those of a dashboard often run the same. */
const maxKept = 16;

const kept = new Map<string, Promise<PreparedCode>>();

/**
 * Prepares panel code, the same text once.
 * @throws PanelSyntaxError
 */
export function prepareInTurn(code: string): Promise<PreparedCode> {
  const prepared = kept.get(code) ?? inTurn(() => prepareCode(code));
  // The newest last: the first is the one that was not asked for the longest.
  kept.delete(code);
  kept.set(code, prepared);
  if (kept.size > maxKept) kept.delete(kept.keys().next().value!);
  return prepared;
}
