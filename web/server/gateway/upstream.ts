import type { ApiKey } from './api-key.js';
import { isRead } from './endpoints.js';

const MAX_HOPS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** What of a caller's request Comet gets to see. Cookies, Authorization and the page's address are not among it. */
const PASSED = /^(accept|content-type|content-length|x-comet-[a-z0-9-]+)$/;

/** What keeps the upstream from answering, as the status and message for the caller. */
export class UpstreamError extends Error {
  override name = 'UpstreamError';

  constructor(
    readonly status: 502 | 504,
    message: string,
  ) {
    super(message);
  }
}

/** A Comet server that is asked with an API key of the gateway's own. */
export class Upstream {
  private readonly origin: string;
  private readonly base: string;

  constructor(
    url: URL,
    private readonly key: ApiKey,
    private readonly timeoutMs: number,
  ) {
    this.origin = url.origin;
    this.base = url.origin + url.pathname.replace(/\/+$/, '');
  }

  /**
   * Asks for what the request asks for; the body of the answer is still on its way.
   * @throws {UpstreamError} when there is no answer to pass on.
   */
  async ask(request: Request): Promise<Response> {
    const stop = new AbortController();
    const signal = AbortSignal.any([request.signal, stop.signal]);
    const timer = setTimeout(() => stop.abort(), this.timeoutMs);
    try {
      return await this.follow(request, signal);
    } catch (error) {
      if (error instanceof UpstreamError) throw error;
      if (stop.signal.aborted)
        throw new UpstreamError(504, `${this.origin} did not answer in ${this.timeoutMs / 1000} s`);
      throw new UpstreamError(502, `${this.origin} cannot be reached${reason(error)}`);
    } finally {
      clearTimeout(timer);
    }
  }

  private async follow(request: Request, signal: AbortSignal): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    let url = new URL(this.base + pathname + search);
    const headers = passedHeaders(request.headers);
    const init = { method: request.method, redirect: 'manual', signal } as const;
    const body = request.method === 'POST' ? { body: request.body, duplex: 'half' as const } : {};
    for (let hop = 0; hop <= MAX_HOPS; hop++) {
      if (this.mayHaveKey(request.method, url)) headers.set('Authorization', this.key.header);
      else headers.delete('Authorization');
      const response = await fetch(url, { ...init, ...body, headers });
      if (!REDIRECTS.has(response.status)) return response;
      await response.body?.cancel();
      if (request.method === 'POST')
        throw new UpstreamError(
          502,
          `${this.origin} redirects a POST request, which is not followed`,
        );
      url = this.target(response.headers.get('location'), url);
    }
    throw new UpstreamError(502, `${this.origin} redirects more than ${MAX_HOPS} times`);
  }

  /** Where a redirect goes: to the same place, or to storage elsewhere, never from https back to http. */
  private target(location: string | null, from: URL): URL {
    if (location === null || !URL.canParse(location, from.href))
      throw new UpstreamError(502, `${this.origin} redirects to no address`);
    const url = new URL(location, from);
    const isSafe =
      url.protocol === 'https:' || (url.protocol === 'http:' && from.protocol === 'http:');
    if (!isSafe || url.username !== '' || url.password !== '')
      throw new UpstreamError(502, `${this.origin} redirects to an address that is not followed`);
    return url;
  }

  private mayHaveKey(method: string, url: URL): boolean {
    return (
      url.href.startsWith(`${this.base}/`) &&
      isRead(method, url.href.slice(this.base.length).replace(/[?#].*$/s, ''))
    );
  }
}

function passedHeaders(headers: Headers): Headers {
  const passed = new Headers();
  headers.forEach((value, name) => PASSED.test(name) && passed.set(name, value));
  passed.set('User-Agent', 'perihelion-gateway');
  return passed;
}

/** The system's code for what went wrong; messages can hold more than a caller should see. */
function reason(error: unknown): string {
  const { code } = ((error as Error).cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? ` (${code})` : '';
}
