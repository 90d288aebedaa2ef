import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { test } from 'node:test';
import { apiKey, startGateway, startUpstream } from '../support/gateway.js';
import { importSource } from '../support/import-source.js';

const MIB = 2 ** 20;
const SIZE = 256;
const assetPath = 'experiment/asset/get-asset?assetId=a&experimentKey=k';

/** A promise with the function that fulfils it. */
function signal() {
  let fire;
  const fired = new Promise((resolve) => (fire = resolve));
  return { fire, fired };
}

/** Memory of a process in MiB: now, or the most it ever had. */
function memory(pid, name) {
  const line = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm');
  return Number(line.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

test('the first bytes arrive before the last are sent', async (t) => {
  const seen = signal();
  const upstream = await startUpstream(t, async (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
    response.write('first');
    await seen.fired;
    response.end('last');
  });
  const gateway = await startGateway(t, upstream);
  const reader = (await gateway.get(assetPath)).body.getReader();
  const decoder = new TextDecoder();
  assert.equal(decoder.decode((await reader.read()).value), 'first');
  seen.fire();
  assert.equal(decoder.decode((await reader.read()).value), 'last');
  assert.equal((await reader.read()).done, true);
});

test('a request body goes on while it still comes', async (t) => {
  const begun = signal();
  let whole = '';
  const upstream = await startUpstream(t, async (request, response) => {
    for await (const piece of request) {
      whole += piece;
      begun.fire();
    }
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
  });
  const gateway = await startGateway(t, upstream);
  const answered = signal();
  const request = httpRequest(
    { port: gateway.port, host: '127.0.0.1', path: '/api/rest/v2/project/query', method: 'POST' },
    (response) => answered.fire(response.statusCode),
  );
  request.write('{"a":');
  await begun.fired;
  assert.equal(whole, '{"a":');
  request.end('1}');
  assert.equal(await answered.fired, 200);
  assert.equal(whole, '{"a":1}');
});

test('a body of 256 MiB passes in bounded memory, also to a caller that is slow', async (t) => {
  const piece = Buffer.alloc(MIB, 'x');
  let sent = 0;
  const upstream = await startUpstream(t, async (_, response) => {
    response.writeHead(200, {
      'Content-Type': 'application/octet-stream',
      'Content-Length': SIZE * MIB,
    });
    for (sent = 0; sent < SIZE && !response.destroyed; sent++) {
      if (!response.write(piece)) await new Promise((resolve) => response.once('drain', resolve));
    }
    response.end();
  });
  const gateway = await startGateway(t, upstream);
  await (await gateway.get(assetPath)).body.cancel();
  const before = memory(gateway.pid, 'VmRSS');
  const response = await gateway.get(assetPath);
  assert.equal(response.headers.get('content-length'), String(SIZE * MIB));
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.ok(sent < 64, `${sent} MiB were taken though nobody read`);
  let size = 0;
  for await (const bytes of response.body) size += bytes.length;
  assert.equal(size, SIZE * MIB);
  const grown = memory(gateway.pid, 'VmHWM') - before;
  t.diagnostic(`${sent} MiB, memory grew by ${grown.toFixed(0)} MiB`);
  assert.ok(grown < 100, `the gateway's memory grew by ${grown} MiB`);
});

for (const when of ['before the answer', 'in the middle of it']) {
  test(`a caller that leaves ${when} ends the request to Comet`, async (t) => {
    const [asked, ended] = [signal(), signal()];
    const upstream = await startUpstream(t, (_, response) => {
      response.on('close', () => ended.fire(response.writableFinished));
      if (when === 'in the middle of it') response.writeHead(200).write('first');
      asked.fire();
    });
    const gateway = await startGateway(t, upstream);
    const leave = new AbortController();
    const path = `${gateway.origin}/api/rest/v2/workspaces`;
    const answer = fetch(path, { signal: leave.signal });
    answer.catch(() => undefined);
    await asked.fired;
    if (when === 'in the middle of it') await (await answer).body.getReader().read();
    leave.abort();
    assert.equal(await ended.fired, false);
    assert.ok(!JSON.stringify(gateway.output).includes(apiKey));
  });
}

test('a server that does not begin to answer is a 504', async (t) => {
  const { createGateway } = await importSource('../../web/server/gateway/gateway.ts');
  const upstream = await startUpstream(t, () => undefined);
  const gateway = createGateway({ upstream: new URL(upstream), apiKey, timeoutMs: 100 });
  const url = 'http://127.0.0.1/api/rest/v2/workspaces';
  const response = await gateway.fetch(new Request(url, { headers: { Host: '127.0.0.1' } }));
  assert.equal(response.status, 504);
  assert.deepEqual(await response.json(), {
    msg: `${upstream} did not answer in 0.1 s`,
    code: 504,
  });
});
