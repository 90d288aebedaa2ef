import type { AssetPiece, ChartPiece, CoreSession } from '../api/core.js';
import { PerihelionError, toErrorData } from '../api/errors.js';
import { normalizeCall } from '../api/methods.js';
import type { PortReply } from './protocol.js';

/** More calls than this at once from one port are refused: no panel needs them, and a flood would need memory. */
const MOST_CALLS = 1000;

/** The buffers of an answer, which move to the receiver instead of being copied. */
function buffersIn(value: unknown, found: Transferable[] = []): Transferable[] {
  if (ArrayBuffer.isView(value)) found.push(value.buffer as ArrayBuffer);
  else if (Array.isArray(value)) {
    // A list of texts or numbers holds no buffers; one look at its first item saves the walk.
    if (typeof value[0] === 'object') value.forEach((item) => buffersIn(item, found));
  } else if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach((item) => buffersIn(item, found));
  }
  return found;
}

/** Answers the calls that come in over one port. Whatever comes is checked: it may be a panel's. */
export class PortServer {
  readonly #port: MessagePort;
  readonly #calls = new Map<number, AbortController>();
  #session: CoreSession;
  #inSight: boolean;

  constructor(port: MessagePort, session: CoreSession, inSight: boolean) {
    this.#port = port;
    this.#session = session;
    this.#inSight = inSight;
    session.setInSight(inSight);
    port.onmessage = ({ data }: MessageEvent<unknown>) => this.#receive(data);
  }

  /** Later calls go to another session: the context has changed. */
  use(session: CoreSession): void {
    this.#session.close();
    this.#session = session;
    session.setInSight(this.#inSight);
  }

  /** Calls under way too yield from now on, or no longer. */
  setInSight(inSight: boolean): void {
    this.#inSight = inSight;
    this.#session.setInSight(inSight);
  }

  close(): void {
    this.#port.close();
    for (const call of this.#calls.values()) call.abort();
    this.#session.close();
  }

  #receive(message: unknown): void {
    if (typeof message !== 'object' || message === null) return;
    const { kind, id, method, args } = message as Record<string, unknown>;
    if (typeof id !== 'number') return;
    if (kind === 'cancel') this.#calls.get(id)?.abort();
    if (kind === 'call') void this.#answer(id, String(method), args);
  }

  async #answer(id: number, method: string, args: unknown): Promise<void> {
    if (this.#calls.has(id)) return;
    const call = new AbortController();
    try {
      if (this.#calls.size >= MOST_CALLS) {
        throw new PerihelionError('rate_limited', `more than ${MOST_CALLS} calls at once`);
      }
      this.#calls.set(id, call);
      if (!Array.isArray(args))
        throw new PerihelionError('invalid_argument', 'args must be a list');
      const normal = normalizeCall(method, args);
      const value = await this.#session.call(method, normal.args, {
        signal: call.signal,
        onPiece: (piece: AssetPiece | ChartPiece) =>
          this.#reply({ kind: 'piece', id, piece }, buffersIn(piece)),
      });
      this.#reply({ kind: 'result', id, value }, buffersIn(value));
    } catch (error) {
      this.#reply({ kind: 'error', id, error: toErrorData(error) });
    } finally {
      if (this.#calls.get(id) === call) this.#calls.delete(id);
    }
  }

  #reply(reply: PortReply, transfer: Transferable[] = []): void {
    this.#port.postMessage(reply, transfer);
  }
}
