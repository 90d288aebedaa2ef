/** What a query is made of; `datetime` aside. */
export const builders = ['Metric', 'Parameter', 'Other', 'Metadata', 'Environment', 'Tag'] as const;
export type Builder = (typeof builders)[number];

/** A variable as it stands in a query. */
export interface Written {
  builder: Builder;
  name: string;
}

/** What may come where the cursor is. `from` is where it begins, and `quote` what it is in, if anything. */
export type Place =
  | { kind: 'builder'; from: number }
  | { kind: 'column'; from: number; builder: Builder; quote: string }
  | { kind: 'method'; from: number; variable: Written }
  | { kind: 'value'; from: number; variable: Written; quote: string };

const literal = `"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'`;
const builderName = `(${builders.join('|')})`;
const variable = `\\b${builderName}\\s*\\(\\s*(${literal})\\s*\\)\\s*`;

const texts = /(["'])(?:(?!\1)[^\\]|\\.)*(\1|$)/gs;
const beforeColumn = new RegExp(`\\b${builderName}\\s*\\(\\s*$`);
const beforeMethod = new RegExp(`${variable}\\.\\s*$`, 's');
const beforeValue = new RegExp(`${variable}(?:[=!]=|<=?|>=?|\\.\\s*\\w+\\s*\\()\\s*$`, 's');
const beforeBuilder = /(?:^|[(&|~<>=,])\s*$/;

function written(found: RegExpExecArray | null): Written | undefined {
  if (!found) return undefined;
  const name = found[2]!.slice(1, -1).replace(/\\(.)/gs, '$1');
  return { builder: found[1] as Builder, name };
}

/** The text that is open at the end, as the place where its content begins. */
function openText(before: string): { from: number; quote: string } | undefined {
  const last = [...before.matchAll(texts)].at(-1);
  return last?.[2] === '' ? { from: last.index + 1, quote: last[1]! } : undefined;
}

/** What may come at the end of the beginning of a query; undefined where nothing can be said. */
export function placeAfter(before: string): Place | undefined {
  const open = openText(before);
  const from = open?.from ?? before.search(/\w*$/);
  const rest = before.slice(0, open ? from - 1 : from);
  const quote = open?.quote ?? '';
  const compared = written(beforeValue.exec(rest));
  if (compared) return { kind: 'value', from, variable: compared, quote };
  const builder = beforeColumn.exec(rest)?.[1] as Builder | undefined;
  if (open) return builder && { kind: 'column', from, builder, quote };
  const called = written(beforeMethod.exec(rest));
  if (called) return { kind: 'method', from, variable: called };
  const begun = !builder && beforeBuilder.test(rest) && !/^\d/.test(before.slice(from));
  return begun ? { kind: 'builder', from } : undefined;
}
