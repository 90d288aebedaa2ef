import { HttpError } from './errors.js';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
/** The headers of Comet's own clients that a page may send. */
const COMET = /^x-comet-[a-z0-9-]+$/;

/** Who may use a server on this machine: its own pages, those of the origins named, and programs, which send no origin. */
export class Callers {
  private readonly origins: Set<string>;
  private readonly hosts: Set<string>;

  /** @param origins allowed besides those of this machine, such as `https://dash.example`; the server may be there too */
  constructor(origins: string[]) {
    this.origins = new Set(origins);
    this.hosts = new Set([...LOOPBACK, ...origins.map((origin) => new URL(origin).hostname)]);
  }

  /** @throws {HttpError} 421 for another host than the server is at, 403 for a page that may not use it */
  check({ headers }: Request): void {
    const host = headers.get('host');
    // A foreign name that leads to this machine would make its page "same origin" (DNS rebinding). No network, no host.
    if (host !== null && !this.isHere(host))
      throw new HttpError(421, `this server is not at "${host}": use localhost or 127.0.0.1`);
    const origin = headers.get('origin');
    if (origin !== null && !this.allows(origin))
      throw new HttpError(
        403,
        `pages of the origin ${origin} may not use this server; --allow-origin lets them`,
      );
    if (origin === null && headers.get('sec-fetch-site') === 'cross-site')
      throw new HttpError(403, 'pages of other sites may not use this server without CORS');
  }

  /** The answer to a pre-flight request of an allowed origin. No browser knows a wildcard in X-COMET-*: as asked for. */
  preflight(request: Request): Response {
    const asked = (request.headers.get('access-control-request-headers') ?? '').split(',');
    const comet = asked.map((name) => name.trim().toLowerCase()).filter((name) => COMET.test(name));
    const headers = {
      'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
      'Access-Control-Allow-Headers': ['Authorization', 'Content-Type', ...comet].join(', '),
      'Access-Control-Max-Age': '86400',
    };
    const response = this.share(request, new Response(null, { status: 204, headers }));
    response.headers.set('Vary', 'Origin, Access-Control-Request-Headers');
    return response;
  }

  /** Lets the page that asked read the answer, and no other. */
  share(request: Request, response: Response): Response {
    const origin = request.headers.get('origin');
    response.headers.set('Vary', 'Origin');
    response.headers.set('Cross-Origin-Resource-Policy', 'same-origin');
    if (origin !== null && this.allows(origin)) {
      response.headers.set('Access-Control-Allow-Origin', origin);
      response.headers.set('Access-Control-Expose-Headers', 'Retry-After');
    }
    return response;
  }

  private allows(origin: string): boolean {
    if (this.origins.has(origin)) return true;
    const url = URL.canParse(origin) ? new URL(origin) : undefined;
    return (
      url?.origin === origin && /^https?:$/.test(url.protocol) && LOOPBACK.includes(url.hostname)
    );
  }

  private isHere(host: string): boolean {
    const url = `http://${host}`;
    return URL.canParse(url) && this.hosts.has(new URL(url).hostname);
  }
}
