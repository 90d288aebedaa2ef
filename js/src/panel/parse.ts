import { parse, type Node, type Program } from 'acorn';

import type { Place, Position } from './edits.js';

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

/** The beginning of a node. */
export function startOf(node: Node): Place {
  return { offset: node.start, ...node.loc!.start };
}

/** The end of a node. */
export function endOf(node: Node): Place {
  return { offset: node.end, ...node.loc!.end };
}

/** A syntax error at the beginning of a node. */
export function errorAt(node: Node, message: string): PanelSyntaxError {
  const { line, column } = startOf(node);
  return new PanelSyntaxError(message, { line, column: column + 1 });
}

/**
 * Parses panel code: a script with top-level await and return, in which import and export may stand too.
 * @throws PanelSyntaxError
 */
export function parsePanel(code: string, sourceType: 'script' | 'module'): Program {
  try {
    return parse(code, {
      ecmaVersion: 'latest',
      sourceType,
      allowAwaitOutsideFunction: true,
      allowReturnOutsideFunction: true,
      allowImportExportEverywhere: sourceType === 'script',
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
export function* nodes(root: Node): Generator<Node> {
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
