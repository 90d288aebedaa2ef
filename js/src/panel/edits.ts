/** A place in panel code: line and column from 1; 0 when unknown. */
export interface Position {
  line: number;
  column: number;
}

/** A place as the parser gives it: column from 0. */
export interface Place {
  offset: number;
  line: number;
  column: number;
}

/** Puts `text`, which holds no line break, in place of what stands between two places. */
export interface Edit {
  from: Place;
  to: Place;
  text: string;
}

/** An edit that only adds text. */
export function insertion(at: Place, text: string): Edit {
  return { from: at, to: at, text };
}

/** Sorts edits into the order of the text; of two at one place the first given comes first. */
export function inOrder(edits: readonly Edit[]): Edit[] {
  return edits.toSorted((a, b) => a.from.offset - b.from.offset);
}

/** Applies edits in the order of the text. Line breaks that go are put back, so that no line gets another number. */
export function applyEdits(code: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { from, to, text } of edits) {
    parts.push(code.slice(at, from.offset), '\n'.repeat(to.line - from.line), text);
    at = to.offset;
  }
  parts.push(code.slice(at));
  return parts.join('');
}

/** Where a position of the edited code is in the code before. */
export function positionBefore(edits: readonly Edit[], { line, column }: Position): Position {
  if (!column) return { line, column };
  let shift = 0;
  for (const { from, to, text } of edits) {
    if (to.line !== line) continue;
    const start = from.line === line ? from.column : 0;
    if (column - 1 < start + shift) break;
    if (column - 1 < start + shift + text.length) return { line, column: start + 1 };
    shift += text.length - (to.column - start);
  }
  return { line, column: column - shift };
}
