import { consoleLevels, maxText, type FrameMessage, type ModuleSource } from './protocol.js';

/** The longest name or address, in characters. */
const maxName = 2000;
/** The longest experiment key, in characters. */
export const maxKey = 200;
/** The most experiments that can be selected. */
const maxKeys = 10_000;
/** The largest download, in bytes. */
const maxDownload = 512 * 1024 * 1024;
/** The most headers of a request. */
const maxHeaders = 100;
/** The largest body of a request, in bytes. */
const maxBody = 16 * 1024 * 1024;

/** What a field may be. */
interface Check {
  /** In words, after "it must be". */
  wanted: string;
  fits(value: unknown): boolean;
}

const text = (most: number): Check => ({
  wanted: `a text of at most ${most} characters`,
  fits: (value) => typeof value === 'string' && value.length <= most,
});

const oneOf = (values: readonly unknown[]): Check => ({
  wanted: `one of ${values.join(', ')}`,
  fits: (value) => values.includes(value),
});

const blob = (most: number): Check => ({
  wanted: `a Blob of at most ${most} bytes`,
  fits: (value) => value instanceof Blob && value.size <= most,
});

const list = (most: number, what: string, item: Check['fits']): Check => ({
  wanted: `a list of at most ${most} ${what}`,
  fits: (value) => Array.isArray(value) && value.length <= most && value.every(item),
});

const optional = ({ wanted, fits }: Check, nothing: null | undefined): Check => ({
  wanted: `${wanted}, or ${nothing === null ? 'null' : 'left out'}`,
  fits: (value) => value === nothing || fits(value),
});

const count: Check = {
  wanted: 'a whole number from 0',
  fits: (value) => Number.isInteger(value) && (value as number) >= 0,
};
const length: Check = {
  wanted: 'a number from 0',
  fits: (value) => Number.isFinite(value) && (value as number) >= 0,
};
const percent: Check = {
  wanted: 'a number from 0 to 100',
  fits: (value) => length.fits(value) && (value as number) <= 100,
};
const longText = text(maxText);
const name = text(maxName);
const key = text(maxKey);
const file = blob(maxDownload);
const isHeader = (value: unknown) =>
  Array.isArray(value) && value.length === 2 && value.every(longText.fits);

type OfKind<Kind, Message = FrameMessage> = Message extends { kind: unknown }
  ? Kind extends Message['kind']
    ? Message
    : never
  : never;

type Checks = {
  readonly [Kind in FrameMessage['kind']]: Readonly<
    Record<Exclude<keyof OfKind<Kind>, 'kind'>, Check>
  >;
};

const checks: Checks = {
  ready: {},
  failed: { message: longText },
  enter: {},
  return: {},
  leave: {},
  running: {},
  pong: { nonce: count },
  rendered: { revision: count },
  error: { revision: count, message: longText, line: count, column: count, stack: longText },
  console: { level: oneOf(consoleLevels), text: longText },
  size: { height: length },
  highlight: {
    hoveredExperiment: optional(key, null),
    selectedExperiments: list(maxKeys, `keys of at most ${maxKey} characters`, key.fits),
  },
  progress: { label: name, percent },
  need: {
    source: oneOf(['feature', 'library', 'resource'] satisfies ModuleSource[]),
    name,
  },
  download: { name, data: file },
  link: { url: name },
  fetch: {
    id: count,
    url: longText,
    method: name,
    headers: list(maxHeaders, `pairs of texts of at most ${maxText} characters`, isHeader),
    data: optional(blob(maxBody), undefined),
  },
  'cancel-fetch': { id: count },
  picture: { ask: count, data: optional(file, undefined), error: longText },
};

/**
 * Checks what came from a frame.
 * @returns the message; undefined for a kind that this version does not know (to be ignored)
 * @throws TypeError that names the field, and says what it must be, when a known kind has a wrong or oversize field
 */
export function checkFrameMessage(value: unknown): FrameMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const message = value as Record<string, unknown>;
  const { kind } = message;
  if (typeof kind !== 'string' || !Object.hasOwn(checks, kind)) return undefined;
  const expected: Readonly<Record<string, Check>> = checks[kind as FrameMessage['kind']];
  for (const [field, { wanted, fits }] of Object.entries(expected)) {
    if (fits(message[field])) continue;
    throw new TypeError(`a message "${kind}" came with a bad "${field}": it must be ${wanted}`);
  }
  return value as FrameMessage;
}
