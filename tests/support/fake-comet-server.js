/**
 * A Comet server that answers what a test tells it to, in good weather and in bad. Every request is kept in
 * `requests` as { method, path, query, headers, body, closedEarly }.
 */
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';

const json = (response, status, body, headers = {}) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(text);
};

/** What the weather does to an answer; the request's `weather` header or the test's choice names it. */
const WEATHER = {
  'cut in mid-body': (response, body) => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': body.length + 1000,
    });
    response.write(body.slice(0, Math.max(1, body.length >> 1)));
    setTimeout(() => response.destroy(), 30);
  },
  'reset before the head': (response) => response.socket.destroy(),
  'stalled in mid-body': (response, body) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(body.slice(0, Math.max(1, body.length >> 1)));
  },
  'never answered': () => {},
  'one byte at a time': async (response, body) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    for (const byte of Buffer.from(body)) {
      response.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  },
  gzip: (response, body) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(gzipSync(body));
  },
  'no content': (response) => response.writeHead(204).end(),
  'an HTML page': (response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><title>Sign in</title><p>Please sign in');
  },
  'truncated JSON': (response, body) => json(response, 200, body.slice(0, -2)),
};

/**
 * Starts the server on a free port.
 * @param {(request: {method: string, path: string, query: URLSearchParams, body: string}) =>
 *   {status?: number, body?: unknown, headers?: object, weather?: keyof typeof WEATHER}} answer
 */
export async function startFakeComet(answer) {
  const requests = [];
  const server = createServer(async (request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    const url = new URL(request.url, 'http://fake');
    let body = '';
    for await (const piece of request) body += piece;
    const seen = {
      method: request.method,
      path: url.pathname,
      query: url.searchParams,
      rawQuery: url.search,
      headers: request.headers,
      body,
      closedEarly: false,
    };
    requests.push(seen);
    response.on('close', () => (seen.closedEarly = !response.writableFinished));
    const told = answer(seen);
    const text = typeof told.body === 'string' ? told.body : JSON.stringify(told.body ?? {});
    if (told.weather) return WEATHER[told.weather](response, text);
    json(response, told.status ?? 200, text, told.headers);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
