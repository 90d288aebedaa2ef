// The ways in which a server can answer, or fail to: every call settles once, with the answer or the right error.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { load } from 'perihelion';
import { startFakeComet } from '../support/fake-comet-server.js';

const KEY = 'a-key-that-nobody-may-see';
const POINTS = Array.from({ length: 2000 }, (_, step) => ({
  metricName: 'loss',
  metricValue: String(1 / (step + 1)),
  step,
  epoch: null,
  timestamp: 1_700_000_000_000 + step,
  runContext: null,
  offset: step,
}));

let api;
let fake;
let next = {};

before(async () => {
  const { API } = await load();
  fake = await startFakeComet(() => ({ body: { metrics: POINTS }, ...next }));
  api = new API({ baseUrl: fake.url, apiKey: KEY });
  // The same question has another answer in each test.
  await api.useCache(false);
});
after(() => fake.close());

/** Asks for a metric in the given weather. */
function ask(weather, options) {
  next = weather;
  return api.getExperimentMetric('k1', 'loss', options);
}

async function failure(weather, code, status) {
  const error = await ask(weather).then(
    () => assert.fail('it should have failed'),
    (reason) => reason,
  );
  assert.equal(error.name, 'PerihelionError');
  assert.equal(error.code, code, error.message);
  assert.equal(error.status, status);
  assert.equal(error.request, 'GET /api/rest/v2/experiment/metrics/get-metric');
  assert.ok(!error.message.includes(KEY), error.message);
  return error;
}

for (const [weather, count] of [
  [undefined, POINTS.length],
  ['gzip', POINTS.length],
  ['one byte at a time', 20],
]) {
  test(`a whole answer, ${weather ?? 'in fair weather'}`, async () => {
    const points = POINTS.slice(0, count);
    const series = await ask({ weather, body: { metrics: points } });
    assert.deepEqual(
      [...series.value],
      points.map(({ metricValue }) => Number(metricValue)),
    );
  });
}

for (const [status, code] of [
  [400, 'invalid_argument'],
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [429, 'rate_limited'],
  [500, 'server'],
  [503, 'server'],
]) {
  test(`status ${status} is an answer, with its reason`, async () => {
    const error = await failure(
      { status, body: { msg: 'the reason', code: status } },
      code,
      status,
    );
    assert.match(error.message, /the reason/);
  });
}

test('an answer cut in mid-body is a network failure, not a success with status 200', async () => {
  await failure({ weather: 'cut in mid-body' }, 'network', 0);
});

test('a connection reset before the head is a network failure', async () => {
  await failure({ weather: 'reset before the head' }, 'network', 0);
});

test('204 is an answer, though not one that a metric can be read from', async () => {
  await failure({ weather: 'no content' }, 'bad_response', 204);
});

test('an HTML page where JSON should be is named and quoted', async () => {
  const error = await failure({ weather: 'an HTML page' }, 'bad_response', 200);
  assert.match(error.message, /Please sign in/);
});

test('JSON that stops early is a bad response', async () => {
  await failure({ weather: 'truncated JSON' }, 'bad_response', 200);
});

test('a refused connection says so', async () => {
  const { API } = await load();
  const nobody = new API({ baseUrl: 'http://127.0.0.1:1', apiKey: KEY });
  await assert.rejects(nobody.getWorkspaces(), (error) => {
    assert.equal(error.code, 'network');
    assert.match(error.message, /http:\/\/127\.0\.0\.1:1\/api\/rest\/v2\/workspaces: no answer/);
    return true;
  });
});

for (const weather of ['never answered', 'stalled in mid-body']) {
  test(`aborting a request that is ${weather} rejects and closes the connection`, async () => {
    const controller = new AbortController();
    const call = ask({ weather }, { signal: controller.signal });
    await new Promise((resolve) => setTimeout(resolve, 60));
    controller.abort();
    await assert.rejects(call, { name: 'AbortError', code: 'cancelled' });
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.ok(fake.requests.at(-1).closedEarly, 'the server saw the connection close');
  });
}

test('a call whose signal is aborted already makes no request', async () => {
  const before = fake.requests.length;
  await assert.rejects(ask({}, { signal: AbortSignal.abort() }), { name: 'AbortError' });
  assert.equal(fake.requests.length, before);
});

test('many calls at once, some aborted at random moments, all settle', async () => {
  next = {};
  const calls = Array.from({ length: 200 }, (_, index) => {
    const controller = new AbortController();
    if (index % 2) setTimeout(() => controller.abort(), Math.random() * 50);
    return api.getExperimentMetric('k1', 'loss', { signal: controller.signal });
  });
  for (const { status, value, reason } of await Promise.allSettled(calls)) {
    if (status === 'fulfilled') assert.equal(value.length, POINTS.length);
    else assert.equal(reason.name, 'AbortError', reason.message);
  }
});

test('the key goes into the Authorization header and nowhere else', async () => {
  await ask({});
  const { headers, rawQuery, path } = fake.requests.at(-1);
  assert.equal(headers.authorization, KEY);
  assert.ok(!path.includes(KEY) && !rawQuery.includes(KEY));
  assert.ok(
    !Object.keys(headers).some((name) => name.startsWith('x-comet')),
    'no preflight for nothing',
  );
});

test('load({ fetch }) replaces the network, whatever pieces it answers in', async () => {
  const bytes = new TextEncoder().encode(JSON.stringify({ metrics: POINTS }));
  const asked = [];
  const { API } = await load({
    wasm: await (
      await import('node:fs/promises')
    ).readFile(new URL('../../js/dist/perihelion.wasm', import.meta.url)),
    fetch: async (url, options) => {
      asked.push([String(url), options.method]);
      const body = new ReadableStream({
        start(controller) {
          // Views into one larger buffer, as many sources deliver them.
          for (let at = 0; at < bytes.length; at += 1000) {
            controller.enqueue(bytes.subarray(at, at + 1000));
          }
          controller.close();
        },
      });
      return new Response(body, { headers: { 'content-type': 'application/json' } });
    },
  });
  const series = await new API({ baseUrl: 'http://nowhere.test/sub' }).getExperimentMetric(
    'k',
    'm',
  );
  assert.equal(series.length, POINTS.length);
  assert.equal(series.at(-1).step, POINTS.length - 1);
  assert.deepEqual(asked, [
    [
      'http://nowhere.test/sub/api/rest/v2/experiment/metrics/get-metric?experimentKey=k&metricName=m',
      'GET',
    ],
  ]);
});

test('a fetch that calls back into the API while it is called does no harm', async () => {
  const wasm = await (
    await import('node:fs/promises')
  ).readFile(new URL('../../js/dist/perihelion.wasm', import.meta.url));
  let inner;
  const { API } = await load({
    wasm,
    fetch: (url) => {
      if (String(url).includes('outer')) inner = reentrant.getExperimentMetadata('x'.repeat(100));
      return Promise.resolve(Response.json({ metrics: [], experimentKey: 'k' }));
    },
  });
  const reentrant = new API({ baseUrl: 'http://nowhere.test' });
  for (let round = 0; round < 50; round++) {
    await reentrant.getExperimentMetric(`outer ${'y'.repeat(100)}`, 'loss');
    assert.equal((await inner).experimentKey, 'k');
  }
});
