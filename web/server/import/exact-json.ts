/** A number whose spelling matters: integers beyond 2^53, and what a person wrote as `1e-05` or `1.0`. */
export class NumberText {
  constructor(readonly text: string) {}
}

const MARK = '\u0001';
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses JSON and keeps every number as it is spelled.
 * @throws {SyntaxError} when the text is not JSON.
 */
export function parseExact(text: string): unknown {
  JSON.parse(text);
  const marked = text.replace(TOKENS, (token) => (token[0] === '"' ? token : `"\\u0001${token}"`));
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(MARK) ? new NumberText(value.slice(1)) : value,
  );
}

/** Writes what {@link parseExact} read as JSON text again, numbers as they were spelled. */
export function exactText(value: unknown): string {
  if (value instanceof NumberText) return value.text;
  if (Array.isArray(value)) return `[${value.map(exactText).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, item]) => `${JSON.stringify(name)}:${exactText(item)}`,
  );
  return `{${members.join(',')}}`;
}
