import { maxText } from '../panel/protocol.js';
import { toText } from './text.js';

/** Name of panel code in stacks. */
export const panelFile = 'panel.js';

/** What is known about an error of panel code; positions are those of the guarded code. */
export interface ErrorReport {
  message: string;
  line: number;
  column: number;
  stack: string;
}

const place = /panel\.js:(\d+):(\d+)/;

/** The first place in panel code that a stack names, or zeros. */
export function placeInStack(stack: string): { line: number; column: number } {
  const found = place.exec(stack);
  return { line: Number(found?.[1] ?? 0), column: Number(found?.[2] ?? 0) };
}

/**
 * Describes what panel code threw, which may be any value.
 * @param offset lines that the function's own head puts before the code
 */
export function describeError(thrown: unknown, offset: number): ErrorReport {
  const raw = thrown instanceof Error && typeof thrown.stack === 'string' ? thrown.stack : '';
  const stack = raw
    .replace(
      /panel\.js:(\d+):/g,
      (_, line) => `${panelFile}:${Math.max(0, Number(line) - offset)}:`,
    )
    .slice(0, maxText);
  return { message: toText(thrown), ...placeInStack(stack), stack };
}
