import type { FetchedMessage, FetchMessage } from './protocol.js';

/** The largest answer, in bytes. */
const maxAnswer = 64 * 1024 * 1024;
/** The most requests of one panel that are under way. */
const maxRunning = 32;
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * The origins by these names.
 * @throws TypeError for what is no origin
 */
export function checkHosts(names: readonly string[]): readonly string[] {
  return names.map((name) => {
    const url = URL.canParse(name) ? new URL(name) : undefined;
    const isOrigin = url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
    if (isOrigin) return url.origin;
    throw new TypeError(`hosts holds "${name}"; it takes origins such as https://data.example.com`);
  });
}

async function readBody(response: Response): Promise<Blob> {
  const pieces: BlobPart[] = [];
  let size = 0;
  for (const reader = response.body?.getReader(); reader;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxAnswer) {
      await reader.cancel();
      throw new Error(`the answer is larger than ${maxAnswer} bytes`);
    }
    pieces.push(value);
  }
  return new Blob(pieces);
}

/** Requests that the page sends for a panel, to the hosts that it allows and nowhere else. */
export class HostFetch {
  readonly #running = new Map<number, AbortController>();

  /** @param hosts the origins that the page allows now */
  constructor(private readonly hosts: () => readonly string[]) {}

  /** Sends a request, and gives what came of it. */
  async answer(message: FetchMessage): Promise<FetchedMessage> {
    const { id } = message;
    const refusal = this.#refusal(message);
    if (refusal) return { kind: 'fetched', id, error: refusal };
    const controller = new AbortController();
    this.#running.set(id, controller);
    try {
      return { kind: 'fetched', id, ...(await this.#send(message, controller.signal)) };
    } catch (error) {
      return { kind: 'fetched', id, error: (error as Error).message };
    } finally {
      this.#running.delete(id);
    }
  }

  /** Ends a request that nobody waits for. */
  cancel(id: number): void {
    this.#running.get(id)?.abort();
  }

  /** Ends all of them. */
  close(): void {
    for (const controller of this.#running.values()) controller.abort();
  }

  #refusal({ id, url, method }: FetchMessage): string | undefined {
    const hosts = this.hosts();
    const { protocol, origin } = URL.canParse(url) ? new URL(url) : { protocol: '', origin: url };
    // A blob: address has an origin too.
    if (!/^https?:$/.test(protocol) || !hosts.includes(origin)) {
      const offer = hosts.length > 0 ? hosts.join(', ') : 'none';
      return `the page does not let this panel reach ${origin}; hosts that it allows: ${offer}`;
    }
    if (!methods.includes(method)) return `the method ${method} is not allowed`;
    if (this.#running.has(id)) return 'a request has the number of another one';
    if (this.#running.size < maxRunning) return undefined;
    return `more than ${maxRunning} requests are under way`;
  }

  async #send({ url, method, headers, data }: FetchMessage, signal: AbortSignal) {
    const response = await fetch(url, {
      method,
      headers: headers as [string, string][],
      body: data ?? null,
      signal,
      mode: 'cors',
      // Nothing of the viewer's goes along, and no allowed host passes the request on to another one.
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
    });
    const { status, statusText } = response;
    return { status, statusText, headers: [...response.headers], body: await readBody(response) };
  }
}
