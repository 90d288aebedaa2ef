// A page of a foreign name that leads to this machine is not answered.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { request } from 'node:http';
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { startServer } from '../support/serve.js';

let server;

before(async () => {
  server = await startServer();
});
after(() => server?.stop());

/** The status and the body of an answer to a request with a `Host` of its own, which `fetch` does not allow. */
const ask = (host, method = 'GET') =>
  new Promise((resolve, reject) => {
    const options = {
      port: server.port,
      path: '/api/rest/v2/workspaces',
      method,
      headers: { Host: host },
    };
    const sent = request(options, async (response) => {
      const parts = await response.toArray();
      resolve({ status: response.statusCode, body: Buffer.concat(parts).toString() });
    });
    sent.on('error', reject).end();
  });

test('the names of this machine are answered, with any port', async () => {
  for (const host of ['localhost', 'LOCALHOST:1', '127.0.0.1:8010', '[::1]:8010']) {
    assert.equal((await ask(host)).status, 200, host);
  }
});

test('other names are refused, pre-flight requests too', async () => {
  for (const host of ['attacker.example', 'localhost.attacker.example:80', '127.0.0.1.nip.io']) {
    const { status, body } = await ask(host);
    assert.equal(status, 421, host);
    const { msg } = JSON.parse(body);
    assert.equal(msg, `this server is not at "${host}": use localhost or 127.0.0.1`);
    assert.equal((await ask(host, 'OPTIONS')).status, 421);
  }
});

test('a handler takes further names, and requests that come over no network', async () => {
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL('../../web/server/handler.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'silent',
  });
  const source = Buffer.from(bundle.outputFiles[0].text).toString('base64');
  const { createHandler } = await import(`data:text/javascript;base64,${source}`);
  const handler = createHandler({}, ['Dash.example']);
  const status = async (headers) =>
    (await handler.request('/clientlib/isAlive/ver', { headers })).status;
  assert.equal(await status({}), 200);
  assert.equal(await status({ Host: 'dash.example:8010' }), 200);
  assert.equal(await status({ Host: 'other.example' }), 421);
});
