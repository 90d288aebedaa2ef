import type { AssetPiece, ChartPiece, CoreSession } from '../api/core.js';
import { PerihelionError, toErrorData } from '../api/errors.js';
import { normalizeCall } from '../api/methods.js';
import type { PortBudget } from './port-budget.js';
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

/** What holds a panel's port to its budget. */
export interface PortLimits {
  budget: PortBudget;
  /** The port was closed, as the panel went beyond its budget. */
  exceeded(reason: string): void;
}

/** Answers the calls that come in over one port. Whatever comes is checked: it may be a panel's. */
export class PortServer {
  readonly #port: MessagePort;
  readonly #calls = new Map<number, AbortController>();
  #session: CoreSession;
  #inSight: boolean;
  #closed = false;

  /** @param limits where the port is a panel's */
  constructor(
    port: MessagePort,
    session: CoreSession,
    inSight: boolean,
    private readonly limits?: PortLimits,
  ) {
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
    this.#closed = true;
    this.#port.close();
    for (const call of this.#calls.values()) call.abort();
    this.#session.close();
  }

  #receive(message: unknown): void {
    if (!this.#within(this.limits?.budget.received(message))) return;
    if (typeof message !== 'object' || message === null) return;
    const { kind, id, method, args } = message as Record<string, unknown>;
    if (typeof id !== 'number') return;
    if (kind === 'cancel') this.#calls.get(id)?.abort();
    if (kind === 'call' && typeof method === 'string') void this.#answer(id, method, args);
  }

  /** Whether there is no reason to end this; what else has come in is then not looked at. */
  #within(excess: string | undefined): boolean {
    if (excess === undefined) return !this.#closed;
    if (!this.#closed) {
      this.close();
      this.limits?.exceeded(excess);
    }
    return false;
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
        onPiece: (piece: AssetPiece | ChartPiece) => {
          if (!this.#within(this.limits?.budget.passed(piece))) return;
          this.#reply({ kind: 'piece', id, piece }, buffersIn(piece));
        },
      });
      if (!this.#within(this.limits?.budget.answered(value))) return;
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
