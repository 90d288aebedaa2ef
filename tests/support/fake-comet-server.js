/**
 * A Comet server that answers what a test tells it to, in good weather and in bad. Every request is kept in
 * `requests` as { method, path, query, headers, body, closedEarly, begun, ended }: the last two are places in one count
 * of all beginnings and ends, and `ended` is null while the request is open. Pages of every origin may read it.
 */
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';

const json = (response, status, body, headers = {}) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body);
};

/** What pages may send and read across origins. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, content-type, x-test',
  'access-control-expose-headers': 'retry-after, content-encoding',
};

/** What the weather does to a body, which is text or bytes. */
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
  gzip: (response, body, headers) => {
    const packed = gzipSync(body);
    response.writeHead(200, {
      'content-type': 'application/json',
      ...headers,
      'content-encoding': 'gzip',
      'content-length': packed.length,
    });
    response.end(packed);
  },
  'gzip in secret': (response, body, headers) => {
    response.removeHeader('access-control-expose-headers');
    WEATHER.gzip(response, body, headers);
  },
  'slow to begin': (response, body, headers) =>
    setTimeout(() => json(response, 200, body, headers), 300),
  'no content': (response) => response.writeHead(204).end(),
  'an HTML page': (response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(`<!doctype html><title>Sign in</title><p>Please sign in${'.'.repeat(500)}`);
  },
  'without end': (response, body) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    const go = () => {
      while (!response.destroyed && response.write(body));
    };
    response.on('drain', go);
    go();
  },
  'truncated JSON': (response, body) => json(response, 200, body.slice(0, -2)),
};

/**
 * Starts the server on a free port of `host`.
 * @param {(request: {method: string, path: string, query: URLSearchParams, body: string}) =>
 *   {status?: number, body?: unknown, headers?: object, weather?: keyof typeof WEATHER}} answer
 */
export async function startFakeComet(answer, { host = '127.0.0.1' } = {}) {
  const requests = [];
  let count = 0;
  const server = createServer(async (request, response) => {
    for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
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
      begun: ++count,
      ended: null,
    };
    requests.push(seen);
    response.on('finish', () => (seen.ended ??= ++count));
    response.on('close', () => {
      seen.ended ??= ++count;
      seen.closedEarly = !response.writableFinished;
    });
    const told = answer(seen);
    const given = told.body ?? {};
    const isWhole = typeof given === 'string' || given instanceof Uint8Array;
    const whole = isWhole ? given : JSON.stringify(given);
    if (told.weather) return WEATHER[told.weather](response, whole, told.headers);
    json(response, told.status ?? 200, whole, told.headers);
  });
  await new Promise((resolve) => server.listen(0, host, resolve));
  const { port } = server.address();
  return {
    url: `http://${host}:${port}`,
    port,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
