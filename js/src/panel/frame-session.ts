import {
  checkFrameMessage,
  helloMessage,
  type FrameMessage,
  type HostMessage,
  type StartMessage,
} from './protocol.js';

/** Messages a second beyond which a frame is taken as hostile. */
const maxRate = 2000;
/** Milliseconds within which the frame must load, and then its runtime. */
const loadLimit = 30_000;
/** Milliseconds after it has loaded within which its greeting must have come: its script has run by then. */
const greetLimit = 5000;

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
  /** When panel code was last entered and not yet left. */
  enteredAt: number | undefined;
  /** When a ping was sent that has no answer yet. */
  pingedAt: number | undefined;
  #port: MessagePort | undefined;
  #greeted = false;
  #ready = false;
  #closed = false;
  #second = 0;
  #count = 0;
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
    this.pingedAt = performance.now();
    this.post({ kind: 'ping' });
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

  readonly #onWindowMessage = (event: MessageEvent): void => {
    // The origin says nothing about who sent it; the outer frame's window does.
    if (event.source === null || event.source !== this.element.contentWindow) return;
    if (event.data !== helloMessage) return;
    if (this.#greeted) this.#end('the panel left its document');
    else void this.#start();
  };

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
      this.#end(error instanceof Error ? error.message : String(error));
    }
  }

  #receive(data: unknown): void {
    const now = performance.now();
    this.lastSeen = now;
    this.pingedAt = undefined;
    if (now - this.#second > 1000) [this.#second, this.#count] = [now, 0];
    if (++this.#count > maxRate) return this.#end('the panel sent too many messages');
    try {
      const message = checkFrameMessage(data);
      if (!message) return;
      if (message.kind === 'ready') {
        this.#ready = true;
        clearTimeout(this.#timer);
      }
      if (message.kind === 'enter') this.enteredAt = now;
      if (message.kind === 'leave') this.enteredAt = undefined;
      if (message.kind === 'failed') this.#end(`the panel's runtime failed: ${message.message}`);
      else this.events.message(message);
    } catch (error) {
      this.#end((error as Error).message);
    }
  }
}
