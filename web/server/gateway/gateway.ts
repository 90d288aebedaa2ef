import { ApiKey } from './api-key.js';
import { isRead } from './endpoints.js';
import { Upstream, UpstreamError } from './upstream.js';
import { Callers } from '../callers.js';
import { HttpError } from '../errors.js';

/** How a gateway is set up. */
export interface GatewayOptions {
  /** Where Comet is; a path before `/api` and `/clientlib` is kept. */
  upstream: URL;
  /** The key that Comet gets, whatever a caller sends. */
  apiKey: string | undefined;
  /** Origins of pages that may use the gateway besides those of this machine. */
  allowedOrigins?: string[];
  /** How long Comet may take to begin an answer. */
  timeoutMs?: number;
}

/** Headers of an answer that the caller gets. */
const PASSED = ['content-type', 'content-disposition', 'retry-after'];
const TIMEOUT_MS = 120_000;

/**
 * Comet's read calls on a Comet server, made with a key that no caller gets to see: every other call is refused.
 * Keeps nothing. Bodies pass through piece by piece.
 * @throws {Error} when there is no usable key.
 */
export function createGateway(options: GatewayOptions): {
  fetch(request: Request): Promise<Response>;
} {
  const key = new ApiKey(options.apiKey);
  const callers = new Callers(options.allowedOrigins ?? []);
  const upstream = new Upstream(options.upstream, key, options.timeoutMs ?? TIMEOUT_MS);

  async function answer(request: Request): Promise<Response> {
    callers.check(request);
    if (request.method === 'OPTIONS') return callers.preflight(request);
    const { pathname } = new URL(request.url);
    if (!isRead(request.method, pathname))
      throw new HttpError(
        403,
        `the gateway passes Comet's read calls only, not ${request.method} ${pathname}`,
      );
    return callers.share(request, passedOn(await upstream.ask(request), key));
  }
  const failure = (request: Request, error: unknown): Response => {
    if (!(error instanceof HttpError || error instanceof UpstreamError)) throw error;
    const { status, message } = error;
    return callers.share(request, Response.json({ msg: message, code: status }, { status }));
  };
  return {
    fetch: (request) => answer(request).catch((error: unknown) => failure(request, error)),
  };
}

function passedOn(response: Response, key: ApiKey): Response {
  const headers = new Headers({
    'Cache-Control': 'no-store',
    // What an experiment logged must not run as a page of this server.
    'Content-Security-Policy': 'sandbox',
    'X-Content-Type-Options': 'nosniff',
  });
  // The length of a compressed body is not that of the bytes that fetch gives.
  const names = response.headers.has('content-encoding') ? PASSED : [...PASSED, 'content-length'];
  for (const name of names) {
    const value = response.headers.get(name);
    if (value !== null && !key.isIn(value)) headers.set(name, value);
  }
  return new Response(response.body?.pipeThrough(key.mask()) ?? null, {
    status: response.status,
    headers,
  });
}
