import type { CancelFetchMessage, FetchedMessage, FetchMessage } from '../panel/protocol.js';

interface Waiting {
  url: string;
  resolve(response: Response): void;
  reject(error: unknown): void;
}

const bodiless = [101, 204, 205, 304];

function toResponse(url: string, { status = 200, body, ...rest }: FetchedMessage): Response {
  const { statusText = '', headers = [] } = rest;
  const content = bodiless.includes(status) ? null : (body ?? null);
  const response = new Response(content, {
    status,
    statusText,
    headers: headers as [string, string][],
  });
  return Object.defineProperty(response, 'url', { value: url });
}

/** `fetch` as panel code has it: the page sends the request, if it allows the host. */
export class FrameFetch {
  #last = 0;
  readonly #waiting = new Map<number, Waiting>();

  constructor(private readonly post: (message: FetchMessage | CancelFetchMessage) => void) {}

  /** Takes the page's answer. */
  receive(message: FetchedMessage): void {
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    this.#waiting.delete(message.id);
    try {
      if (message.error !== undefined) throw new TypeError(`fetch: ${message.error}`);
      waiting.resolve(toResponse(waiting.url, message));
    } catch (error) {
      waiting.reject(error);
    }
  }

  /** In place of the global function. */
  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const { url, method, signal } = request;
    signal.throwIfAborted();
    const body = await request.blob();
    signal.throwIfAborted();
    const id = ++this.#last;
    const headers = [...request.headers];
    this.post({ kind: 'fetch', id, url, method, headers, ...(body.size > 0 && { data: body }) });
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { url, resolve, reject });
      signal.addEventListener('abort', () => this.#abort(id, signal.reason), { once: true });
    });
  };

  #abort(id: number, reason: unknown): void {
    const waiting = this.#waiting.get(id);
    if (!this.#waiting.delete(id)) return;
    this.post({ kind: 'cancel-fetch', id });
    waiting?.reject(reason);
  }
}
