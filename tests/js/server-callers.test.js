// Who gets an answer, from the store and from a gateway alike: programs, and pages of this machine and of named origins.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { startFakeComet } from '../support/fake-comet-server.js';
import { startGateway } from '../support/gateway.js';
import { importSource } from '../support/import-source.js';
import { startServer } from '../support/serve.js';

const named = [
  '--allow-origin',
  'https://dash.example',
  '--allow-origin',
  'https://two.example:8443/',
];

const places = {
  async store(t) {
    const server = await startServer({ args: named });
    t.after(() => server.stop());
    return server;
  },
  async gateway(t) {
    const comet = await startFakeComet(() => ({ body: {} }));
    t.after(() => comet.close());
    return { ...(await startGateway(t, comet.url, named)), comet };
  },
};

/** An answer to a request with headers that `fetch` does not let one set. */
function ask({ port }, headers, method = 'GET') {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: '/api/rest/v2/workspaces', method, headers };
    request(options, async (response) => {
      const body = Buffer.concat(await response.toArray()).toString();
      resolve({ status: response.statusCode, headers: response.headers, body });
    })
      .on('error', reject)
      .end();
  });
}

for (const [name, start] of Object.entries(places)) {
  test(`${name}: programs, which send no origin, are answered`, async (t) => {
    const server = await start(t);
    const { status, headers } = await ask(server, {});
    assert.equal(status, 200);
    assert.equal(headers['access-control-allow-origin'], undefined);
    assert.match(headers.vary, /Origin/, 'no cache may give this answer to a page');
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
  });

  test(`${name}: pages of this machine and of the origins named may read`, async (t) => {
    const server = await start(t);
    for (const origin of [
      'http://localhost:5173',
      'http://127.0.0.1:1',
      'http://[::1]:9',
      'https://localhost',
      'https://dash.example',
      'https://two.example:8443',
    ]) {
      const { status, headers } = await ask(server, {
        Origin: origin,
        'Sec-Fetch-Site': 'cross-site',
      });
      assert.equal(status, 200, origin);
      assert.equal(headers['access-control-allow-origin'], origin);
      assert.equal(headers['access-control-expose-headers'], 'Retry-After');
      assert.equal(headers.vary, 'Origin');
      const asked = 'authorization,content-type,x-comet-sdk-source,x-other';
      const preflight = { Origin: origin, 'Access-Control-Request-Headers': asked };
      const answer = await ask(server, preflight, 'OPTIONS');
      assert.equal(answer.status, 204);
      assert.equal(answer.headers['access-control-allow-origin'], origin);
      assert.equal(answer.headers['access-control-max-age'], '86400');
      assert.equal(
        answer.headers['access-control-allow-headers'],
        'Authorization, Content-Type, x-comet-sdk-source',
      );
    }
  });

  test(`${name}: pages may read errors too`, async (t) => {
    const server = await start(t);
    const origin = 'http://localhost:5173';
    const response = await fetch(`${server.origin}/api/rest/v2/write/experiment/delete`, {
      headers: { Origin: origin },
    });
    assert.ok(response.status >= 400);
    assert.equal(response.headers.get('access-control-allow-origin'), origin);
  });

  test(`${name}: other pages get nothing`, async (t) => {
    const server = await start(t);
    for (const origin of [
      'https://evil.example',
      'http://dash.example',
      'https://dash.example:444',
      'https://dash.example.evil.example',
      'https://localhost.evil.example',
      'http://127.0.0.1.nip.io',
      'http://127.0.0.2',
      'capacitor://localhost',
      'http://localhost/path',
      'null',
      '',
    ]) {
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const { status, headers, body } = await ask(server, { Origin: origin }, method);
        assert.equal(status, 403, `${method} ${origin}`);
        assert.equal(headers['access-control-allow-origin'], undefined);
        const msg = `pages of the origin ${origin} may not use this server; --allow-origin lets them`;
        assert.deepEqual(JSON.parse(body), { msg, code: 403 });
      }
    }
    const image = await ask(server, { 'Sec-Fetch-Site': 'cross-site' });
    assert.equal(image.status, 403);
    if (server.comet) assert.equal(server.comet.requests.length, 0, 'Comet was not asked');
  });

  test(`${name}: the names of this machine and of the origins are answered, with any port`, async (t) => {
    const server = await start(t);
    for (const host of [
      'localhost',
      'LOCALHOST:1',
      '127.0.0.1:8010',
      '[::1]:8010',
      'Dash.example',
      'two.example:8443',
    ])
      assert.equal((await ask(server, { Host: host })).status, 200, host);
  });

  test(`${name}: a foreign name for this machine is refused, pre-flight requests too`, async (t) => {
    const server = await start(t);
    for (const host of ['evil.example', 'localhost.evil.example:80', '127.0.0.1.nip.io']) {
      for (const method of ['GET', 'OPTIONS']) {
        const { status, body } = await ask(server, { Host: host }, method);
        assert.equal(status, 421, host);
        const msg = `this server is not at "${host}": use localhost or 127.0.0.1`;
        assert.deepEqual(JSON.parse(body), { msg, code: 421 });
      }
    }
  });
}

test('requests that come over no network have no host', async () => {
  const { createHandler } = await importSource('../../web/server/handler.ts');
  const response = await createHandler({}).request('/clientlib/isAlive/ver');
  assert.equal(response.status, 200);
});
