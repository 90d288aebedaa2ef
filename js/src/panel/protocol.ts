import type { Highlight } from './page-context.js';

/**
 * Control plane between the page and a panel's frame: every message and every field. Data travels on
 * a port of its own (see worker/protocol.ts). The page trusts nothing that comes from a frame:
 * `checkFrameMessage` decides what it acts on.
 */

/** Window message of the inner document to the page, passed on by the outer one: it has loaded. */
export const helloMessage = 'perihelion-hello-1';

/** Window message of the page to the inner document, with the ports [control, data]; sent once. */
export interface StartMessage {
  /** Text of the ES module that runs in the frame. */
  runtime: string;
}

/** How a panel is written: from top to bottom, as a module, or as Comet's class. */
export type PanelForm = 'script' | 'module' | 'comet';

/** A panel's code and what comes with it. */
export interface Program {
  form: PanelForm;
  /** Prepared panel code: the body of an async function. */
  code: string;
  /** HTML that stands above what the code draws, or "". */
  html: string;
  /** The panel's own style sheet, or "". */
  css: string;
  /** Addresses of classic scripts and style sheets that come before the code. */
  resources: readonly string[];
}

/** Runs the panel; a run that is under way becomes stale. */
export interface RunMessage {
  kind: 'run';
  /** Grows with every run that the page asks for; the frame's answers carry it. */
  revision: number;
  /** Absent when it is that of the run before. */
  program?: Program;
  /** Names of the libraries that the page offers. */
  libraries: readonly string[];
  /** The panel's context, plain JSON; never holds an API key. */
  context: object;
  /** The panel's options, plain JSON. */
  options: unknown;
  /** Milliseconds that a loop may go on without a pause. */
  loopLimit: number;
}

/** The context has changed, and nothing else: the panel runs again where it has read what did. */
export interface ContextMessage {
  kind: 'context';
  context: object;
  options: unknown;
  /** Names of the members of the context that changed. */
  changed: readonly string[];
}

/** Asks for a pong, to see that the frame still answers. */
export interface PingMessage {
  kind: 'ping';
  /** A number that the frame can know from here alone. */
  nonce: number;
}

/** Makes the frame light or dark. */
export interface ThemeMessage {
  kind: 'theme';
  /** The colour scheme that the element uses. */
  scheme: 'light' | 'dark';
}

/** Says what the viewer points at on the page, in this panel or elsewhere. */
export interface HighlightMessage extends Highlight {
  kind: 'highlight';
}

/** Asks for a picture of the panel; answered by one picture message. */
export interface PictureRequest {
  kind: 'picture';
  /** The page's number of it. */
  ask: number;
}

/** Where a file for the frame comes from: from this package, from the page's libraries, or from the panel's resources. */
export type ModuleSource = 'feature' | 'library' | 'resource';

/** Answers a need message: the module's text, or why there is none. */
export interface ModuleMessage {
  kind: 'module';
  source: ModuleSource;
  name: string;
  /** The text of an ES module; of a resource, that of a script or style sheet. */
  text?: Blob;
  error?: string;
}

/** Answers a fetch message: what the host answered, or why there is nothing. */
export interface FetchedMessage {
  kind: 'fetched';
  /** Of the fetch message. */
  id: number;
  status?: number;
  statusText?: string;
  headers?: readonly (readonly [name: string, value: string])[];
  body?: Blob;
  error?: string;
}

/** What the page sends on the control port. */
export type HostMessage =
  | RunMessage
  | ContextMessage
  | PingMessage
  | ThemeMessage
  | HighlightMessage
  | PictureRequest
  | ModuleMessage
  | FetchedMessage;

/** Levels of console messages. */
export const consoleLevels = ['debug', 'log', 'info', 'warn', 'error'] as const;
/** A level of console messages. */
export type ConsoleLevel = (typeof consoleLevels)[number];

/** The runtime is loaded and waits for a run. */
export interface ReadyMessage {
  kind: 'ready';
}

/** The runtime could not be loaded. */
export interface FailedMessage {
  kind: 'failed';
  /** What the browser said. */
  message: string;
}

/** Panel code is about to run (`enter`), has returned but for its promises (`return`), or is over with them (`leave`). */
export interface ActivityMessage {
  kind: 'enter' | 'return' | 'leave';
}

/** Answers a ping: whoever reads messages does not hang. */
export interface PongMessage {
  kind: 'pong';
  /** Of the ping message. */
  nonce: number;
}

/** A run begins that the page did not ask for: the viewer used a widget, or what the panel has read changed. */
export interface RunningMessage {
  kind: 'running';
}

/** A run came to its end. */
export interface RenderedMessage {
  kind: 'rendered';
  /** Of the run message. */
  revision: number;
}

/** Panel code threw, at top level or in a callback. */
export interface ErrorMessage {
  kind: 'error';
  /** Of the run message. */
  revision: number;
  /** The error's name and message. */
  message: string;
  /** Line of the guarded code, from 1; 0 when unknown. */
  line: number;
  /** Column of the guarded code, from 1; 0 when unknown. */
  column: number;
  /** The stack with lines of the guarded code, or "". */
  stack: string;
}

/** Panel code wrote to the console. */
export interface ConsoleMessage {
  kind: 'console';
  level: ConsoleLevel;
  /** All arguments as one text. */
  text: string;
}

/** The panel's content has another height. */
export interface SizeMessage {
  kind: 'size';
  /** CSS pixels. */
  height: number;
}

/** The viewer points at something in the panel. The page passes on keys of the panel's context alone. */
export interface HighlightReport extends Highlight {
  kind: 'highlight';
}

/** `ui.progress` moved a bar. */
export interface ProgressMessage {
  kind: 'progress';
  label: string;
  /** 0 to 100. */
  percent: number;
}

/** The frame needs a module; answered once for each name, by a module message. */
export interface NeedMessage {
  kind: 'need';
  source: ModuleSource;
  name: string;
}

/** The viewer clicked something that saves a file. Done by the page, which asks for a gesture of its own knowledge. */
export interface DownloadMessage {
  kind: 'download';
  /** The file's name, without a folder. */
  name: string;
  data: Blob;
}

/** The viewer clicked a link: the page opens it in a new window, on the same terms. */
export interface LinkMessage {
  kind: 'link';
  /** An absolute address, http: or https:. */
  url: string;
}

/** Panel code asks for something of a host. The page sends the request if it allows that host. */
export interface FetchMessage {
  kind: 'fetch';
  /** Of the panel's requests that are under way, one has it. */
  id: number;
  url: string;
  method: string;
  headers: readonly (readonly [name: string, value: string])[];
  /** The body, if there is one. */
  data?: Blob;
}

/** Nobody waits for the answer any more. */
export interface CancelFetchMessage {
  kind: 'cancel-fetch';
  /** Of the fetch message. */
  id: number;
}

/** The picture that the page asked for, or why there is none. */
export interface PictureMessage {
  kind: 'picture';
  ask: number;
  /** A PNG image, or so the frame says. */
  data?: Blob | undefined;
  error: string;
}

/** What a frame sends on the control port. */
export type FrameMessage =
  | ReadyMessage
  | FailedMessage
  | ActivityMessage
  | RunningMessage
  | PongMessage
  | RenderedMessage
  | ErrorMessage
  | ConsoleMessage
  | SizeMessage
  | HighlightReport
  | ProgressMessage
  | NeedMessage
  | PictureMessage
  | DownloadMessage
  | LinkMessage
  | FetchMessage
  | CancelFetchMessage;

/**
 * A message of a frame on its way: its JSON text, and the data of a file or request beside it. An object of a hostile frame's may
 * take the page seconds to read, before it can be looked at.
 */
export type FrameData = string | { text: string; data: Blob };

/** The longest message of a frame, in characters of its JSON text. */
export const maxMessage = 1_000_000;
/** The longest text, in characters, that a frame may send in one field. */
export const maxText = 20_000;
/** The longest name or address, in characters. */
const maxName = 2000;
/** The longest experiment key, in characters. */
const maxKey = 200;
/** The most experiments that can be selected. */
const maxKeys = 10_000;
/** The largest download, in bytes. */
const maxDownload = 512 * 1024 * 1024;
/** The most headers of a request. */
const maxHeaders = 100;
/** The largest body of a request, in bytes. */
const maxBody = 16 * 1024 * 1024;

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string' && value.length <= maxText;
const isCount: Check = (value) => Number.isInteger(value) && (value as number) >= 0;
const isLength: Check = (value) => Number.isFinite(value) && (value as number) >= 0;
const isName: Check = (value) => isText(value) && (value as string).length <= maxName;
const sources: readonly unknown[] = ['feature', 'library', 'resource'] satisfies ModuleSource[];
const isSource: Check = (value) => sources.includes(value);
const isFile: Check = (value) => value instanceof Blob && value.size <= maxDownload;
const isHeaders: Check = (value) =>
  Array.isArray(value) &&
  value.length <= maxHeaders &&
  value.every((header) => Array.isArray(header) && header.length === 2 && header.every(isName));
const isBody: Check = (value) =>
  value === undefined || (value instanceof Blob && value.size <= maxBody);
const isPercent: Check = (value) => isLength(value) && (value as number) <= 100;
const isKey: Check = (value) => typeof value === 'string' && value.length <= maxKey;
const isKeys: Check = (value) =>
  Array.isArray(value) && value.length <= maxKeys && value.every(isKey);
const isLevel: Check = (value) => (consoleLevels as readonly unknown[]).includes(value);

const fields = new Map<unknown, [name: string, check: Check][]>([
  ['ready', []],
  ['failed', [['message', isText]]],
  ['enter', []],
  ['return', []],
  ['leave', []],
  ['running', []],
  ['pong', [['nonce', isCount]]],
  ['rendered', [['revision', isCount]]],
  [
    'error',
    [
      ['revision', isCount],
      ['message', isText],
      ['line', isCount],
      ['column', isCount],
      ['stack', isText],
    ],
  ],
  [
    'console',
    [
      ['level', isLevel],
      ['text', isText],
    ],
  ],
  ['size', [['height', isLength]]],
  [
    'highlight',
    [
      ['hoveredExperiment', (value) => value === null || isKey(value)],
      ['selectedExperiments', isKeys],
    ],
  ],
  [
    'progress',
    [
      ['label', isName],
      ['percent', isPercent],
    ],
  ],
  [
    'need',
    [
      ['source', isSource],
      ['name', isName],
    ],
  ],
  [
    'download',
    [
      ['name', isName],
      ['data', isFile],
    ],
  ],
  ['link', [['url', isName]]],
  [
    'fetch',
    [
      ['id', isCount],
      ['url', isName],
      ['method', isName],
      ['headers', isHeaders],
      ['data', isBody],
    ],
  ],
  ['cancel-fetch', [['id', isCount]]],
  [
    'picture',
    [
      ['ask', isCount],
      ['data', (value) => value === undefined || isFile(value)],
      ['error', isText],
    ],
  ],
]);

/**
 * Checks what came from a frame.
 * @returns the message; undefined for a kind that this version does not know (to be ignored)
 * @throws TypeError that names the field, when a known kind has a wrong or oversize field
 */
export function checkFrameMessage(value: unknown): FrameMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const message = value as Record<string, unknown>;
  const expected = fields.get(message['kind']);
  if (!expected) return undefined;
  for (const [name, check] of expected) {
    if (!check(message[name])) {
      throw new TypeError(`a message "${String(message['kind'])}" came with a bad "${name}"`);
    }
  }
  return value as FrameMessage;
}
