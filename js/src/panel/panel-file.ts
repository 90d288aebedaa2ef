import { PerihelionError } from '../api/errors.js';
import { isObject } from '../api/objects.js';

/** A panel as one file, `NAME.panel.json`. All but `version` and `code` may be left out. */
export interface PanelFile {
  /** Of this format. */
  version: 1;
  /** What the code is written in: `'javascript'`, also where it is left out. */
  language?: 'javascript';
  name?: string;
  /** In Markdown. */
  description?: string;
  /** Panel code of any of the three forms. */
  code: string;
  /** Stands above what the code draws. */
  html?: string;
  css?: string;
  /** Addresses of classic scripts and style sheets. */
  resources?: string[];
  /** What the options are where the page sets none. */
  options?: Record<string, unknown>;
  /** JSON Schema of the options. */
  optionsSchema?: Record<string, unknown>;
  /** Text of the query that chooses the panel's experiments. */
  query?: string;
}

type Check = (value: unknown, name: string) => void;

/** What a panel file is refused with. */
export function refused(message: string): PerihelionError {
  return new PerihelionError('invalid_argument', `panel file: ${message}`);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  return value instanceof Object ? 'an object' : `${String(value)}`;
}

const text: Check = (value, name) => {
  if (typeof value !== 'string') throw refused(`${name} has to be a text, not ${kindOf(value)}`);
};
const texts: Check = (value, name) => {
  if (!Array.isArray(value)) throw refused(`${name} has to be a list, not ${kindOf(value)}`);
  value.forEach((item, index) => text(item, `${name}[${index}]`));
};
const object: Check = (value, name) => {
  if (!isObject(value)) throw refused(`${name} has to be an object, not ${kindOf(value)}`);
};
const version: Check = (value) => {
  if (value === 1) return;
  if (value === undefined) throw refused('version is missing: it has to be 1');
  throw refused(`version is ${JSON.stringify(value)}, and only 1 can be read here`);
};
const language: Check = (value) => {
  if (value === undefined || value === 'javascript') return;
  const reason = value === 'python' ? ': panels in Python are not supported yet' : '';
  throw refused(`language has to be "javascript", not ${JSON.stringify(value)}${reason}`);
};
const optional =
  (check: Check): Check =>
  (value, name) => {
    if (value !== undefined) check(value, name);
  };

/** In the order in which they are written. */
const members: Record<keyof PanelFile, Check> = {
  version,
  language,
  name: optional(text),
  description: optional(text),
  code: (value, name) => {
    if (value === undefined) throw refused(`${name} is missing: it has to be the panel's code`);
    text(value, name);
  },
  html: optional(text),
  css: optional(text),
  resources: optional(texts),
  options: optional(object),
  optionsSchema: optional(object),
  query: optional(text),
};
const memberNames = Object.keys(members) as (keyof PanelFile)[];

/**
 * The value as a panel file, when it is one.
 * @throws {PerihelionError} `invalid_argument`, with the member that is wrong and what would be right
 */
export function checkPanelFile(value: unknown): PanelFile {
  if (!isObject(value)) throw refused(`it has to be an object, not ${kindOf(value)}`);
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(members, name));
  if (unknown !== undefined) {
    throw refused(`there is no member "${unknown}"; there are ${memberNames.join(', ')}`);
  }
  for (const name of memberNames) members[name](value[name], name);
  return value as unknown as PanelFile;
}

/** The value of a JSON text; `what` names the text where it is none. */
export function parseJson(json: string, what: string): unknown {
  try {
    // Editors on Windows begin a file with a byte order mark.
    return JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw refused(`${what} is not JSON: ${(error as Error).message}`);
  }
}

/**
 * Reads the text of a panel file.
 * @throws {PerihelionError} `invalid_argument`, with the member that is wrong and what would be right
 */
export function parsePanelFile(json: string): PanelFile {
  return checkPanelFile(parseJson(json, 'it'));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/**
 * The text of a panel file: JSON without its empty members, in an order that is always the same.
 * @throws {PerihelionError} `invalid_argument`, as for {@link parsePanelFile}
 */
export function formatPanelFile(panel: PanelFile): string {
  const checked: PanelFile = { language: 'javascript', ...checkPanelFile(panel) };
  const written = memberNames.filter((name) => name === 'code' || !isEmpty(checked[name]));
  const ordered = Object.fromEntries(written.map((name) => [name, checked[name]]));
  return `${JSON.stringify(ordered, null, 2)}\n`;
}
