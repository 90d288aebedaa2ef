import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};
const pagePolicy = (connect) =>
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-src http://localhost:*; " +
  `connect-src ${["'self'", ...connect].join(' ')}`;

const dist = fileURLToPath(new URL('../../js/dist/', import.meta.url));
const libraries = fileURLToPath(new URL('../../web/dist/app/libraries/', import.meta.url));
const pages = fileURLToPath(new URL('../browser/pages/', import.meta.url));
const support = fileURLToPath(new URL('./', import.meta.url));

async function read(path) {
  const [, folder, inFolder] = /^\/(dist|libraries|support)\/(.*)/.exec(path) ?? [];
  const root = { dist, libraries, support }[folder] ?? pages;
  const rest = inFolder ?? path.slice(1);
  const file = normalize(join(root, rest));
  return file.startsWith(root) ? readFile(file) : undefined;
}

/**
 * Serves the built package under /dist/, the playground's libraries under /libraries/, this folder under /support/, and the test pages under a strict content
 * security policy, by which they may connect to this server and to `connect`.
 * It answers on 127.0.0.1 and on localhost: two sites to a browser.
 * @returns the two bases, the paths asked for with what asked, and close()
 */
export async function startStaticServer({ connectionAllowlist = false, connect = [] } = {}) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    requests.push(request.url);
    try {
      const body = await read(pathname);
      if (!body) throw new Error('outside');
      response.setHeader('Content-Type', types[extname(pathname)] ?? 'text/plain');
      response.setHeader('Cache-Control', 'no-store');
      if (!pathname.startsWith('/dist/')) {
        response.setHeader('Content-Security-Policy', pagePolicy(connect));
      }
      if (connectionAllowlist && pathname === '/dist/inner.html') {
        response.setHeader('Connection-Allowlist', '()');
      }
      response.end(body);
    } catch {
      response.writeHead(404).end('not here');
    }
  });
  // No address: both 127.0.0.1 and ::1, whichever "localhost" means.
  await new Promise((done) => server.listen(0, done));
  const { port } = server.address();
  return {
    page: `http://127.0.0.1:${port}`,
    frames: `http://localhost:${port}/dist/`,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}
