// Serves pages of the package's users, as their own hosts would.
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const types = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};
/** What every page has beside its own files. */
const shared = {
  '/dist/': at('../../js/dist'),
  '/panels/': at('../../examples/panels'),
  '/libraries/': at('../../web/dist/app/libraries'),
  '/support/': at('./'),
};

/** Names of the example panels, which are served below /panels/. */
export const panelNames = (await readdir(shared['/panels/'])).filter((name) =>
  name.endsWith('.js'),
);

async function passOn(request, response, api) {
  const body = [];
  for await (const piece of request) body.push(piece);
  const type = request.headers['content-type'];
  const answer = await fetch(new URL(request.url, api), {
    method: request.method,
    headers: type ? { 'content-type': type } : {},
    body: body.length > 0 ? Buffer.concat(body) : undefined,
  });
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') });
  response.end(Buffer.from(await answer.arrayBuffer()));
}

/**
 * Serves a folder on 127.0.0.1.
 * @param {string} folder where the page is
 * @param {{ headers?: (pathname: string) => Record<string, string>, api?: string | Function, server?: string }} options
 *   `headers` of an answer, by its path; `api` is the origin of a server, whose API then is on the page's own origin too,
 *   or what answers such requests; `server` is the origin of one that takes the place of the one in the page's texts, which `npm start` starts
 * @returns {Promise<{ origin: string, requests: string[], reports: string[], close: () => void }>} paths asked for, and
 *   the bodies of what was sent to /csp-report
 */
export async function startPageServer(folder, { headers = () => ({}), api, server: named } = {}) {
  const requests = [];
  const reports = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://page');
    requests.push(pathname);
    if (pathname === '/csp-report') {
      let text = '';
      for await (const piece of request) text += piece;
      reports.push(text);
      return response.writeHead(204).end();
    }
    if (api && pathname.startsWith('/api/')) {
      return typeof api === 'function' ? api(request, response) : passOn(request, response, api);
    }
    const prefix = Object.keys(shared).find((name) => pathname.startsWith(name));
    const file = prefix
      ? join(shared[prefix], pathname.slice(prefix.length))
      : join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    try {
      const bytes = await readFile(file);
      const isText = named && ['.html', '.js'].includes(extname(file));
      const body = isText ? bytes.toString().replaceAll('http://127.0.0.1:8010', named) : bytes;
      response.setHeader('content-type', types[extname(file)] ?? 'text/plain');
      for (const [name, value] of Object.entries(headers(pathname)))
        response.setHeader(name, value);
      return response.end(body);
    } catch {
      return response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, requests, reports, close };
}

/** The same until the test `context` ends. */
export async function servePage(context, folder, options) {
  const server = await startPageServer(folder, options);
  context.after(server.close);
  return server;
}
