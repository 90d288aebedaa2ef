import type { PanelErrorDetail } from './panel-events.js';
import { PanelSyntaxError } from './parse.js';
import type { PreparedPanel } from './panel-source.js';
import { maxText, type ErrorMessage } from './protocol.js';

/** An error of a frame, at its places in the code as the user wrote it. */
export function locateError(
  { message, line, column, stack }: ErrorMessage,
  toUser: PreparedPanel['toUser'] = (position) => position,
): PanelErrorDetail {
  const places = /panel\.js:(\d+):(\d+)/g;
  const userStack = stack.replace(places, (_, atLine, atColumn) => {
    const place = toUser({ line: Number(atLine), column: Number(atColumn) });
    return `panel.js:${place.line}:${place.column}`;
  });
  return { message, ...toUser({ line, column }), stack: userStack };
}

/** What kept a panel from running at all. */
export function describeFailure(error: unknown): PanelErrorDetail {
  const { line, column } =
    error instanceof PanelSyntaxError ? error.position : { line: 0, column: 0 };
  return { message: String(error).slice(0, maxText), line, column, stack: '' };
}
