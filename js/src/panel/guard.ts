import type { Node } from 'acorn';

import { insertion, type Edit } from './edits.js';
import { tickName } from './guard-name.js';
import { endOf, startOf } from './parse.js';

const loopTypes = new Set([
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
]);

/** The edits that put a time check into a loop; none for other nodes. */
export function loopEdits(node: Node): Edit[] {
  if (!loopTypes.has(node.type)) return [];
  const { body } = node as Node & { body: Node };
  const call = `${tickName}();`;
  const start = startOf(body);
  if (body.type !== 'BlockStatement') {
    return [insertion(start, `{${call}`), insertion(endOf(body), '}')];
  }
  const inside = { ...start, offset: start.offset + 1, column: start.column + 1 };
  return [insertion(inside, call)];
}
