import type { Node } from 'acorn';

import { applyEdits, inOrder, positionBefore, type Position } from './edits.js';
import { loopEdits } from './guard.js';
import type { PanelImport } from './libraries.js';
import { importCallEdits, layOut } from './modules.js';
import { nodes, parsePanel } from './parse.js';
import type { PanelForm } from './protocol.js';

/** Panel code as the frame runs it: the body of an async function. */
export interface PreparedCode {
  /** How it is written. */
  form: PanelForm;
  /** The code to run; every line is the user's line of the same number. */
  code: string;
  /** What it imports by declarations. */
  imports: PanelImport[];
  /** Where a position of `code` is in the user's text. */
  toUser(position: Position): Position;
}

/**
 * Parses panel code, recognises its form, and puts a time check into every loop.
 * @throws PanelSyntaxError
 */
export function prepareCode(code: string): PreparedCode {
  const program = parsePanel(code, 'script');
  const { form, imports, edits, exports, result } = layOut(program);
  // What a module forbids beyond a script is found by parsing it as one.
  if (exports) parsePanel(code, 'module');
  const topLevel = new Set<Node>(program.body);
  const all = [...edits];
  for (const node of nodes(program)) {
    all.push(...loopEdits(node), ...importCallEdits(node, topLevel));
  }
  const ordered = inOrder(all);
  const end = result === undefined ? '' : `\n;return ${result};`;
  return {
    form,
    code: applyEdits(code, ordered) + end,
    imports,
    toUser: (position) => positionBefore(ordered, position),
  };
}
