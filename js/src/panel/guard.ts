import { parse, type Node } from 'acorn';

import { tickName } from './guard-name.js';

/** A place in panel code: line and column from 1; 0 when unknown. */
export interface Position {
  line: number;
  column: number;
}

/** Panel code with a time check in every loop. */
export interface GuardedCode {
  /** The code to run; every line is the user's line of the same number. */
  code: string;
  /** Where a position of `code` is in the user's text. */
  toUser(position: Position): Position;
}

/** A syntax error of panel code, with its place. */
export class PanelSyntaxError extends SyntaxError {
  /** @param position where the parser stopped */
  constructor(
    message: string,
    readonly position: Position,
  ) {
    super(message);
    this.name = 'SyntaxError';
  }
}

interface Insertion {
  offset: number;
  line: number;
  column: number;
  text: string;
}

const loopTypes = new Set([
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
]);

function parsePanel(code: string): Node {
  try {
    return parse(code, {
      ecmaVersion: 'latest',
      sourceType: 'script',
      allowAwaitOutsideFunction: true,
      allowReturnOutsideFunction: true,
      allowHashBang: false,
      locations: true,
    });
  } catch (error) {
    const { message, loc } = error as SyntaxError & { loc?: Position };
    if (!loc) throw error;
    const text = message.replace(/ \(\d+:\d+\)$/, '');
    throw new PanelSyntaxError(text, { line: loc.line, column: loc.column + 1 });
  }
}

/** All nodes below `root`; a stack of its own, so that deep nesting cannot overflow the engine's. */
function* nodes(root: Node): Generator<Node> {
  const pending: unknown[] = [root];
  while (pending.length) {
    const value = pending.pop();
    if (Array.isArray(value)) {
      for (const item of value) pending.push(item);
    } else if (typeof value === 'object' && value !== null && 'type' in value) {
      yield value as Node;
      for (const child of Object.values(value)) {
        if (typeof child === 'object' && child !== null) pending.push(child);
      }
    }
  }
}

function loopInsertions(body: Node): Insertion[] {
  const { start, end } = body.loc!;
  const call = `${tickName}();`;
  if (body.type === 'BlockStatement') {
    return [{ offset: body.start + 1, line: start.line, column: start.column + 1, text: call }];
  }
  return [
    { offset: body.start, line: start.line, column: start.column, text: `{${call}` },
    { offset: body.end, line: end.line, column: end.column, text: '}' },
  ];
}

function insert(code: string, insertions: Insertion[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { offset, text } of insertions) {
    parts.push(code.slice(from, offset), text);
    from = offset;
  }
  parts.push(code.slice(from));
  return parts.join('');
}

function userColumn(insertions: Insertion[], { line, column }: Position): number {
  let shift = 0;
  for (const insertion of insertions) {
    if (insertion.line !== line) continue;
    const start = insertion.column + shift;
    if (column - 1 < start) break;
    if (column - 1 < start + insertion.text.length) return insertion.column + 1;
    shift += insertion.text.length;
  }
  return column - shift;
}

/**
 * Parses panel code (a script with top-level await) and adds a time check to every loop.
 * @throws PanelSyntaxError
 */
export function guardLoops(code: string): GuardedCode {
  const insertions: Insertion[] = [];
  for (const node of nodes(parsePanel(code))) {
    if (loopTypes.has(node.type)) {
      insertions.push(...loopInsertions((node as Node & { body: Node }).body));
    }
  }
  insertions.sort((a, b) => a.offset - b.offset);
  return {
    code: insert(code, insertions),
    toUser: (position) => ({
      line: position.line,
      column: position.column && userColumn(insertions, position),
    }),
  };
}
