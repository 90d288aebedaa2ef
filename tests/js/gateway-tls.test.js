import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiKey, startGateway } from '../support/gateway.js';
import { startTlsServer } from '../support/tls-server.js';

const start = (t) =>
  startTlsServer(t, (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"workspaceNames":["a"]}');
  });

test('an upstream whose certificate is not trusted gets no request, and so no key', async (t) => {
  const comet = await start(t);
  const gateway = await startGateway(t, comet.origin);
  const response = await gateway.get('workspaces');
  assert.equal(response.status, 502);
  assert.deepEqual(await response.json(), {
    msg: `${comet.origin} cannot be reached (DEPTH_ZERO_SELF_SIGNED_CERT)`,
    code: 502,
  });
  assert.deepEqual(comet.requests, []);
});

test('one that NODE_EXTRA_CA_CERTS trusts is asked with the key', async (t) => {
  const comet = await start(t);
  const gateway = await startGateway(t, comet.origin, [], {
    NODE_EXTRA_CA_CERTS: comet.certificate,
  });
  const response = await gateway.get('workspaces');
  assert.deepEqual(await response.json(), { workspaceNames: ['a'] });
  assert.deepEqual(comet.requests, [{ version: '1.1', authorization: apiKey }]);
});

test('a trusted certificate for another name is of no use', async (t) => {
  const comet = await start(t);
  const other = `https://localhost:${comet.port}`;
  const gateway = await startGateway(t, other, [], { NODE_EXTRA_CA_CERTS: comet.certificate });
  const response = await gateway.get('workspaces');
  assert.equal(response.status, 502);
  const { msg } = await response.json();
  assert.equal(msg, `${other} cannot be reached (ERR_TLS_CERT_ALTNAME_INVALID)`);
  assert.deepEqual(comet.requests, []);
});
