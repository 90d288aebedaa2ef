import type { Session, SessionOptions } from '../api/core.js';
import { fromErrorData, messageOf, PerihelionError } from '../api/errors.js';
import type { PortReply, PortRequest } from './protocol.js';

interface Pending {
  resolve(value: unknown): void;
  reject(error: unknown): void;
  onPiece: SessionOptions['onPiece'];
}

/** A session at the other end of a port: the page's with `load({ worker: true })`, or a panel's. */
export class PortSession implements Session {
  readonly #port: MessagePort;
  readonly #pending = new Map<number, Pending>();
  #last = 0;
  #closedBy: unknown;

  constructor(port: MessagePort) {
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<PortReply>) => this.#settle(data);
  }

  call(
    method: string,
    args: Record<string, unknown>,
    { signal, onPiece }: SessionOptions = {},
  ): Promise<unknown> {
    if (this.#closedBy) return Promise.reject(this.#closedBy);
    const cancelled = () => new PerihelionError('cancelled', 'the call was cancelled');
    if (signal?.aborted) return Promise.reject(cancelled());
    const id = ++this.#last;
    const answer = new Promise((resolve, reject) =>
      this.#pending.set(id, { resolve, reject, onPiece }),
    );
    const abort = () => {
      this.#send({ kind: 'cancel', id });
      this.#take(id)?.reject(cancelled());
    };
    signal?.addEventListener('abort', abort);
    try {
      this.#send({ kind: 'call', id, method, args: [args] });
    } catch (error) {
      this.#take(id)?.reject(
        new PerihelionError(
          'invalid_argument',
          `${method} got an argument of no use: ${messageOf(error)}`,
        ),
      );
    }
    return answer.finally(() => signal?.removeEventListener('abort', abort));
  }

  /** Rejects every call under way, and all later ones, with `error`. */
  fail(error: unknown): void {
    this.#closedBy ??= error;
    for (const { reject } of this.#pending.values()) reject(this.#closedBy);
    this.#pending.clear();
  }

  close(): void {
    this.fail(new PerihelionError('closed', 'the API was closed'));
    this.#port.close();
  }

  #send(message: PortRequest): void {
    this.#port.postMessage(message);
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #takePiece({ id, piece }: Extract<PortReply, { kind: 'piece' }>): void {
    try {
      this.#pending.get(id)?.onPiece?.(piece as never);
    } catch (error) {
      this.#send({ kind: 'cancel', id });
      this.#take(id)?.reject(error);
    }
  }

  #settle(reply: PortReply): void {
    if (reply.kind === 'piece') return this.#takePiece(reply);
    const pending = this.#take(reply.id);
    if (reply.kind === 'result') pending?.resolve(reply.value);
    else pending?.reject(fromErrorData(reply.error));
  }
}
