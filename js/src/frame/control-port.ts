import { checkFrameMessage } from '../panel/frame-message.js';
import {
  maxMessage,
  type FrameData,
  type FrameMessage,
  type HostMessage,
} from '../panel/protocol.js';

// Taken before panel code runs: it may replace any global, and must not get at the port that way.
const { apply } = Reflect;
const now = performance.now.bind(performance);
const soon = queueMicrotask;
const { stringify } = JSON;
const readData = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')!.get!;
const readSize = Object.getOwnPropertyDescriptor(Blob.prototype, 'size')!.get!;

/** Entries that the page is told of in a second: half of what it would end the panel for. */
const mostEntries = 1000;

/** The data beside a message's text, if any; throws when panel code has put something else in its place. */
function blobOf(message: FrameMessage): Blob | undefined {
  const { data } = message as { data?: Blob };
  if (data !== undefined) apply(readSize, data, []);
  return data;
}

/** The frame's end of the control plane. */
export class ControlPort {
  /** Sends without a check, which may call what panel code has put in place of a global. */
  private readonly send: (message: FrameMessage) => void;
  private entries = 0;
  private entered = false;
  private second = 0;
  private told = 0;
  private readonly taskEnd = new MessageChannel();
  private readonly endTask: (entry: number) => void;

  /**
   * @param port the port that the page sent
   * @param receive called with each message of the page
   */
  constructor(port: MessagePort, receive: (message: HostMessage) => void) {
    const postMessage = port.postMessage.bind(port) as (data: FrameData) => void;
    this.send = (message) => {
      const text = stringify(message);
      if (text.length > maxMessage) {
        const problem = `is too long: ${text.length} characters, where at most ${maxMessage} are sent`;
        throw new TypeError(`a message "${message.kind}" ${problem}`);
      }
      const data = blobOf(message);
      postMessage(data ? { text, data } : text);
    };
    port.onmessage = (event) => {
      const message = apply(readData, event, []) as HostMessage;
      if (message.kind === 'ping') return this.send({ kind: 'pong', nonce: message.nonce });
      // Whatever it is about, panel code may hear of it, or observe what it changes.
      this.enter();
      receive(message);
    };
    this.endTask = this.taskEnd.port2.postMessage.bind(this.taskEnd.port2);
    this.taskEnd.port1.onmessage = (event) => {
      if (apply(readData, event, []) !== this.entries) return;
      this.send({ kind: 'leave' });
    };
  }

  /**
   * Sends a message to the page.
   * @throws TypeError for what the page would stop the panel for
   */
  readonly post = (message: FrameMessage): void => {
    checkFrameMessage(message);
    this.send(message);
  };

  /**
   * Tells the page that panel code is about to run in this task, and once that has returned. The leave message follows
   * in a task of its own, so that it also waits for the promises that this one settles.
   */
  readonly enter = (): void => {
    if (this.entered || !this.mayTell()) return;
    this.entered = true;
    this.entries += 1;
    this.send({ kind: 'enter' });
    soon(() => {
      this.entered = false;
      this.send({ kind: 'return' });
    });
    this.endTask(this.entries);
  };

  private mayTell(): boolean {
    const at = now();
    if (at - this.second > 1000) [this.second, this.told] = [at, 0];
    return ++this.told <= mostEntries;
  }
}
