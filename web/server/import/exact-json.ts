/** A number whose spelling matters: integers beyond 2^53, and what a person wrote as `1e-05` or `1.0`. */
export class NumberText {
  constructor(readonly text: string) {}
}

/** Before the spelling of a number in text that stands for it; text that begins so itself has it twice. */
const MARK = '\u0001';
const WRITTEN_MARK = '\\u0001';
const TOKENS = /"(?:[^"\\]+|\\.)*"(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses JSON and keeps every number as it is spelled.
 * @throws {SyntaxError} when the text is not JSON.
 */
export function parseExact(text: string): unknown {
  JSON.parse(text);
  const marked = text.replace(TOKENS, (token: string, isName?: string) => {
    if (token[0] !== '"') return `"${WRITTEN_MARK}${token}"`;
    if (isName || !token.startsWith(WRITTEN_MARK, 1)) return token;
    return `"${WRITTEN_MARK}${token.slice(1)}`;
  });
  return JSON.parse(marked, (_, value: unknown) => {
    if (typeof value !== 'string' || !value.startsWith(MARK)) return value;
    const rest = value.slice(1);
    return rest.startsWith(MARK) ? rest : new NumberText(rest);
  });
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
