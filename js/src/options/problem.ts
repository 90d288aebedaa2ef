/** What is wrong in the options of a panel, and where: names of members and indexes of lists, from the outside in. */
export interface Problem {
  path: readonly string[];
  /** What would be right, without the place: "must be a number, not a text". */
  message: string;
}

/** A JSON Schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What the worker is asked. */
export interface CheckRequest {
  schema: JsonSchema;
  options: unknown;
}

/** What the worker says: first that it is there, and then one answer for each request. */
export type CheckReply =
  | { kind: 'ready' }
  | { kind: 'problems'; problems: Problem[] }
  | { kind: 'failed'; message: string };

/** A place in code: `options.axis["x y"][2]`. */
export function placeText(path: readonly string[], root: string): string {
  const parts = path.map((name) => {
    if (/^\d+$/.test(name)) return `[${name}]`;
    return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
  });
  return root + parts.join('');
}
