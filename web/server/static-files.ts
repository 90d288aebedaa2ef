import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type Context } from 'hono';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const YEAR = 'public, max-age=31536000, immutable';
/** `assets/name-<hash>.ext`, as the build writes it: never another content under that name. */
const HASHED = /[\\/]assets[\\/][^\\/]+-[A-Za-z0-9_-]{8}\.[a-z0-9]+$/;
/** The documents of panel frames; their own CSP is in them. */
const FRAME = /(?:^|[.-])(outer|inner)(?:-[A-Za-z0-9_-]+)?\.html$/;
/** The npm package, for any page: public code, and all of its files stand alone. */
const PACKAGE = /[\\/]perihelion[\\/][^\\/]+$/;

/** The built playground as static files, with the headers that keep it and its panels apart. */
export function staticFiles(folder: string): Hono {
  const app = new Hono();
  app.use('*', async (c, next) => {
    await next();
    if (c.res.status === 200 && isUnchanged(c))
      c.res = new Response(null, { status: 304, headers: c.res.headers });
  });
  if (existsSync(folder)) {
    app.use('*', serveStatic({ root: folder, onFound: (path, c) => setHeaders(c, path) }));
  }
  app.notFound((c) => {
    const built = existsSync(join(folder, 'index.html'));
    return c.text(built ? 'There is no such page.\n' : 'The playground is not built yet.\n', 404, {
      'X-Content-Type-Options': 'nosniff',
    });
  });
  return app;
}

function setHeaders(c: Context, path: string): void {
  const name = path.split(/[\\/]/).at(-1)!;
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('Referrer-Policy', 'no-referrer');
  c.header('Cache-Control', HASHED.test(path) ? YEAR : 'no-cache');
  const frame = FRAME.exec(name);
  if (frame || PACKAGE.test(path)) {
    // Pages with an embedder policy take frames and workers only with one, and what is of other origins only so marked.
    c.header('Cross-Origin-Embedder-Policy', 'require-corp');
    c.header('Cross-Origin-Resource-Policy', 'cross-origin');
    c.header('Access-Control-Allow-Origin', '*');
  }
  if (frame) {
    // No connection of any kind, also where a CSP has no say (navigations, preconnect).
    if (frame[1] === 'inner') c.header('Connection-Allowlist', '()');
  } else if (name.endsWith('.html')) {
    c.header('Content-Security-Policy', pagePolicy(new URL(c.req.url).port));
  }
}

function pagePolicy(port: string): string {
  const origins = ['localhost', '127.0.0.1'].map((host) => `http://${host}${port && `:${port}`}`);
  return [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    `frame-src ${origins.join(' ')}`,
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
  ].join('; ');
}

function isUnchanged(c: Context): boolean {
  const since = Date.parse(c.req.header('If-Modified-Since') ?? '');
  const modified = Date.parse(c.res.headers.get('Last-Modified') ?? '');
  return modified <= since;
}
