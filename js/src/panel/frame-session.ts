import { messageOf } from '../api/errors.js';
import { Allowance } from '../worker/allowance.js';
import { countFrames, isWithin } from './frame-family.js';
import { FrameInbox } from './frame-inbox.js';
import {
  helloMessage,
  type FrameMessage,
  type HostMessage,
  type StartMessage,
} from './protocol.js';

/** The most frames that a panel may have in its own. */
const maxFrames = 50;
/** Milliseconds within which the frame must load, and then its runtime. */
const loadLimit = 30_000;
/** Milliseconds after it has loaded within which its greeting must have come: its script has run by then. */
const greetLimit = 5000;

/** Entries into the code of all panels so far. */
let entries = 0;

/** Where the parts of a frame are. */
export interface FrameFiles {
  /** URL of the outer document. */
  outer: URL;
  /** URL of the inner document, of the same origin. */
  inner: URL;
  /** Text of the module that runs in the frame. */
  runtime: Promise<string>;
}

/** What a session tells its panel. */
export interface SessionEvents {
  /** A checked message of the frame. */
  message(message: FrameMessage): void;
  /** The session ended itself; its frame is gone. */
  ended(reason: string): void;
}

/** One loaded frame: from the handshake to its removal. Code goes into no document twice. */
export class FrameSession {
  /** The frame's element; the panel puts it on the page, which loads it. */
  readonly element = document.createElement('iframe');
  /** When the frame last sent something (`performance.now()`). */
  lastSeen = performance.now();
  /** A time at which its process went on for certain: when it was made, or when the last ping was sent that it answered. */
  knownAlive = performance.now();
  /** Which entry into the code of any panel was this one's last, as long as it is not left: later ones have higher numbers. */
  entry: number | undefined;
  /** Whether its code was called and has not returned. */
  inside = false;
  /** When a ping was sent that has no answer yet. */
  pingedAt: number | undefined;
  #port: MessagePort | undefined;
  #greeted = false;
  #ready = false;
  #closed = false;
  #nonce: number | undefined;
  readonly #inbox = new FrameInbox();
  readonly #windowMessages = new Allowance('window messages', 20);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param files where the frame's parts are
   * @param data the panel's port to the data worker
   * @param events who is told
   */
  constructor(
    private readonly files: FrameFiles,
    private readonly data: MessagePort,
    private readonly events: SessionEvents,
  ) {
    this.element.referrerPolicy = 'no-referrer';
    this.element.title = 'Panel';
    this.element.src = `${files.outer.href}#${encodeURIComponent(files.inner.href)}`;
    addEventListener('message', this.#onWindowMessage);
    const [outer, inner] = [files.outer, files.inner].map((url) => url.origin + url.pathname);
    this.#expect(loadLimit, `the panel's frame did not load from ${outer}`);
    this.element.addEventListener('load', () => {
      if (this.#greeted) return;
      const reason =
        `the panel's frame did not start: one of its documents, ${outer} and ${inner}, is missing, was changed by a ` +
        'bundler, or came with headers that forbid it; docs/bundlers.md says what they need';
      this.#expect(greetLimit, reason);
    });
  }

  /** Whether the frame takes messages. */
  get connected(): boolean {
    return this.#port !== undefined;
  }

  /** Sends a message; nothing happens before the frame is connected. */
  post(message: HostMessage): void {
    this.#port?.postMessage(message);
  }

  /** Sends a ping unless one is out, or no panel code can run there yet. */
  ping(): void {
    if (!this.#ready || this.pingedAt !== undefined) return;
    if (this.#hasTooManyFrames()) {
      return this.#end(`the panel made too many frames: ${maxFrames} are allowed`);
    }
    this.pingedAt = performance.now();
    this.#nonce = crypto.getRandomValues(new Uint32Array(1))[0]!;
    this.post({ kind: 'ping', nonce: this.#nonce });
  }

  /** Removes the frame and closes its ports. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    removeEventListener('message', this.#onWindowMessage);
    this.#port?.close();
    this.#port = undefined;
    this.element.remove();
  }

  /** Ends the session unless it comes further within that time. */
  #expect(milliseconds: number, reason: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(reason), milliseconds);
  }

  #end(reason: string): void {
    if (this.#closed) return;
    this.close();
    this.events.ended(reason);
  }

  #answered(): void {
    this.knownAlive = this.pingedAt ?? this.knownAlive;
    this.pingedAt = undefined;
  }

  #hasTooManyFrames(): boolean {
    const outer = this.element.contentWindow;
    // The inner frame is one of ours.
    return outer !== null && countFrames(outer, maxFrames + 2) > maxFrames + 1;
  }

  readonly #onWindowMessage = (event: MessageEvent): void => {
    const outer = this.element.contentWindow;
    // The origin says nothing about who sent it; the outer frame's window does.
    if (event.source === null || outer === null) return;
    if (event.source !== outer) return this.#countWindowMessage(event.source as Window, outer);
    if (event.data !== helloMessage) return;
    if (this.#greeted) this.#end('the panel left its document');
    else void this.#start();
  };

  /** A panel has no cause to send any. */
  #countWindowMessage(source: Window, outer: Window): void {
    if (!isWithin(source, outer) || this.#windowMessages.take()) return;
    this.#end(`the panel sent ${this.#windowMessages.excess}`);
  }

  async #start(): Promise<void> {
    this.#greeted = true;
    this.#expect(loadLimit, "the panel's runtime did not start");
    try {
      const message: StartMessage = { runtime: await this.files.runtime };
      if (this.#closed) return;
      const { port1, port2 } = new MessageChannel();
      this.#port = port1;
      port1.onmessage = (received) => this.#receive(received.data);
      const target = this.element.contentWindow;
      target?.postMessage(message, this.files.outer.origin, [port2, this.data]);
    } catch (error) {
      this.#end(messageOf(error));
    }
  }

  #receive(data: unknown): void {
    const now = performance.now();
    this.lastSeen = now;
    try {
      const message = this.#inbox.read(data);
      if (!message) return;
      // Another message is no sign of life: code that never returns may send it.
      if (message.kind === 'pong' && message.nonce === this.#nonce) this.#answered();
      if (message.kind === 'ready') {
        if (this.#ready) return this.#end('the panel said twice that it is ready');
        this.#ready = true;
        clearTimeout(this.#timer);
      }
      // No time: two panels may be entered within what a browser's clock tells apart.
      this.inside = message.kind === 'enter' || (this.inside && message.kind !== 'return');
      if (message.kind === 'enter') this.entry = ++entries;
      if (message.kind === 'leave') this.entry = undefined;
      if (message.kind === 'failed') this.#end(`the panel's runtime failed: ${message.message}`);
      else this.events.message(message);
    } catch (error) {
      this.#end((error as Error).message);
    }
  }
}
