const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Who may use the gateway: pages of this machine, and of the origins named; programs, which send no origin. */
export class Callers {
  private readonly origins: Set<string>;
  private readonly hosts: Set<string>;

  /** @param origins allowed besides those of this machine, such as `https://dash.example` */
  constructor(origins: string[]) {
    this.origins = new Set(origins);
    this.hosts = new Set(origins.map((origin) => new URL(origin).host));
  }

  /** Why a request is refused, or undefined. */
  refusal({ headers }: Request): string | undefined {
    const host = headers.get('host') ?? '';
    // A foreign name that resolves to this machine would make its page "same origin" (DNS rebinding).
    if (!isLoopback(`http://${host}`) && !this.hosts.has(host))
      return `the gateway is not at "${host}": use localhost or 127.0.0.1`;
    const origin = headers.get('origin');
    if (origin !== null && !this.allows(origin))
      return `pages of the origin ${origin} may not use the gateway; --allow-origin lets them`;
    if (origin === null && headers.get('sec-fetch-site') === 'cross-site')
      return 'pages of other sites may not use the gateway without CORS';
    return undefined;
  }

  /** The answer to a pre-flight request of an allowed origin. */
  preflight(request: Request): Response {
    const asked = (request.headers.get('access-control-request-headers') ?? '').split(',');
    const comet = asked.map((name) => name.trim().toLowerCase()).filter((name) => COMET.test(name));
    return this.share(
      request,
      new Response(null, {
        status: 204,
        headers: {
          'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
          'Access-Control-Allow-Headers': ['Authorization', 'Content-Type', ...comet].join(', '),
          'Access-Control-Max-Age': '86400',
        },
      }),
    );
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
    return isLoopback(origin) || this.origins.has(origin);
  }
}

/** The headers of Comet's own clients that a page may send. */
const COMET = /^x-comet-[a-z0-9-]+$/;

function isLoopback(origin: string): boolean {
  return URL.canParse(origin) && LOOPBACK.has(new URL(origin).hostname);
}
