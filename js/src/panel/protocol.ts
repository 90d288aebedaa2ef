import type { Highlight } from './page-context.js';

/**
 * Control plane between the page and a panel's frame: every message and every field. Data travels on
 * a port of its own (see worker/protocol.ts). The page trusts nothing that comes from a frame:
 * `checkFrameMessage` (frame-message.ts) decides what it acts on.
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
/** The most pixels of a picture along one side, which browsers draw. */
export const maxPictureSide = 8192;
