import { Allowance } from '../worker/allowance.js';
import { checkFrameMessage } from './frame-message.js';
import { maxMessage, type FrameMessage } from './protocol.js';

/** Messages of each kind in a second: more than a frame sends that nobody has tampered with. */
const perSecond: Readonly<Record<FrameMessage['kind'], number>> = {
  ready: 10,
  failed: 10,
  enter: 2000,
  return: 2000,
  leave: 2000,
  pong: 100,
  running: 100,
  rendered: 100,
  error: 40,
  console: 200,
  size: 300,
  highlight: 300,
  progress: 50,
  need: 20,
  picture: 10,
  download: 10,
  link: 10,
  fetch: 100,
  'cancel-fetch': 100,
};

/** The text of a message on its way, and the data beside it. */
function unpack(value: unknown): { text: string; data?: unknown } {
  const packed = (value instanceof Object ? value : { text: value }) as Record<string, unknown>;
  const { text, data } = packed;
  if (typeof text === 'string' && text.length <= maxMessage) return { text, data };
  throw new TypeError(`the panel sent what is no text of at most ${maxMessage} characters`);
}

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TypeError('the panel sent a message that is no JSON');
  }
  return value instanceof Object ? (value as Record<string, unknown>) : {};
}

/** Takes from an allowance. @throws TypeError when that is used up */
function spend(allowance: Allowance, amount?: number): void {
  if (!allowance.take(amount)) throw new TypeError(`the panel sent ${allowance.excess}`);
}

/** Reads what one frame sends, within its budget. */
export class FrameInbox {
  readonly #characters = new Allowance('characters', 4_000_000);
  readonly #kinds = new Map<unknown, Allowance>(
    Object.entries(perSecond).map(([kind, most]) => [
      kind,
      new Allowance(`messages "${kind}"`, most),
    ]),
  );
  readonly #unknown = new Allowance('messages of unknown kinds', 10);

  /**
   * @param value what came on the port
   * @returns the message; undefined for a kind that this version does not know
   * @throws TypeError with the reason why the panel is to be stopped
   */
  read(value: unknown): FrameMessage | undefined {
    const { text, data } = unpack(value);
    spend(this.#characters, text.length);
    const message = parse(text);
    spend(this.#kinds.get(message['kind']) ?? this.#unknown);
    return checkFrameMessage(data === undefined ? message : { ...message, data });
  }
}
