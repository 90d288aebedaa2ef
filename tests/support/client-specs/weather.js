/** What a server, or the way to it, can do to one call. */

const PAST_RETRIES = ['500', '502', '503', '504', 'reset before the head', 'cut in mid-body'];

const retried = PAST_RETRIES.map((step) => ({
  name: `${step}, then a good answer: one retry`,
  async run({ open, key, seen, assert }) {
    const api = open();
    const asked = key(`${step}-then-200`);
    assert.deepEqual(await api.getExperimentTags(asked), ['fair']);
    assert.equal((await seen(asked)).length, 2);
    // Browsers ask again by themselves where a connection that they kept turns out to be closed.
    if (step !== 'reset before the head') {
      assert.match(await api.getPanelReport(), /all: 2 requests \(1 retries\)/);
    }
  },
}));

const GOOD = ['one byte at a time', 'slow to begin', 'gzip', 'as text'];

const good = GOOD.map((step) => ({
  name: `${step}: the whole answer`,
  async run({ open, key, seen, assert }) {
    const asked = key(step);
    const series = await open().getExperimentMetric(asked, 'loss');
    assert.deepEqual(
      [...series.value],
      Array.from({ length: 100 }, (_, index) => index / 3),
    );
    assert.equal((await seen(asked)).length, 1);
  },
}));

const FAILED = [
  ['400', 'invalid_argument', 400],
  ['403', 'forbidden', 403],
  ['404', 'not_found', 404],
  ['429', 'rate_limited', 429],
  ['204', 'bad_response', 204],
  ['truncated JSON', 'bad_response', 200],
  ['a page', 'bad_response', 200],
];

const failed = FAILED.map(([step, code, status]) => ({
  name: `${step}: ${code}, after one request`,
  async run({ open, key, seen, failure, url, assert }) {
    const asked = key(step);
    const error = await failure(open().getExperimentMetric(asked, 'loss'));
    assert.deepEqual([error.code, error.status], [code, status]);
    assert.equal(error.request, 'GET /api/rest/v2/experiment/metrics/get-metric');
    assert.ok(error.message.includes(`${url}/api/rest/v2/experiment/`), error.message);
    assert.equal((await seen(asked)).length, 1);
  },
}));

const stalled = ['never answered', 'stalled in mid-body'].flatMap((step) => [
  {
    name: `${step}: the deadline ends the call and its request`,
    async run({ open, key, failure, quiet, assert }) {
      const asked = key(step);
      const error = await failure(open({ timeout: 500 }).getExperimentTags(asked));
      assert.equal(error.code, 'timeout');
      assert.equal((await quiet(asked)).length, 1);
    },
  },
  {
    name: `${step}: aborting ends the call and its request`,
    async run({ open, key, failure, arrived, quiet, assert }) {
      const asked = key(step);
      const controller = new AbortController();
      const call = failure(open().getExperimentTags(asked, { signal: controller.signal }));
      await arrived(asked);
      controller.abort();
      const { name, code } = await call;
      assert.deepEqual([name, code], ['AbortError', 'cancelled']);
      await quiet(asked);
    },
  },
]);

export const weather = [
  ...retried,
  ...good,
  ...failed,
  ...stalled,
  {
    name: '429 with Retry-After: asked again when it says',
    async run({ open, key, seen, assert }) {
      const asked = key('429 with Retry-After-then-200');
      const begun = performance.now();
      assert.deepEqual(await open().getExperimentTags(asked), ['fair']);
      const waited = performance.now() - begun;
      assert.ok(waited >= 990, `waited ${waited} ms`);
      assert.equal((await seen(asked)).length, 2);
    },
  },
  {
    name: 'three resets before the head, then a good answer: four requests',
    async run({ open, key, seen, assert }) {
      const reset = 'reset before the head';
      const asked = key([reset, reset, reset, '200'].join('-then-'));
      assert.deepEqual(await open().getExperimentTags(asked), ['fair']);
      assert.equal((await seen(asked)).length, 4);
    },
  },
  {
    name: '500 for ever: the error of the last of four requests',
    async run({ open, key, seen, failure, assert }) {
      const asked = key('500');
      const { code, status, message } = await failure(open().getExperimentTags(asked));
      assert.deepEqual([code, status], ['server', 500]);
      assert.match(message, /told to say 500/);
      assert.equal((await seen(asked)).length, 4);
    },
  },
  {
    name: 'a page where JSON should be: its first 200 characters are quoted',
    async run({ open, key, failure, assert }) {
      const { message } = await failure(open().getExperimentTags(key('a page')));
      const begin = '<!doctype html><title>Sign in</title><p>Please sign in';
      assert.ok(message.includes(begin.padEnd(200, '.')), message);
      assert.ok(!message.includes(begin.padEnd(201, '.')), message);
    },
  },
  {
    name: 'nobody there: a network error',
    async run({ open, failure, assert }) {
      const nobody = open({ baseUrl: 'http://127.0.0.1:1', timeout: 1500 });
      const { code, status } = await failure(nobody.getExperimentTags('k'));
      assert.deepEqual([code, status], ['network', 0]);
    },
  },
];
