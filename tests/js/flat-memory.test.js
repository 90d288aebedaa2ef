// A client that goes on for long takes no more memory than it did at first, in the core and beside it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { load } from 'perihelion';

const MEGABYTE = 2 ** 20;
const POINTS = Array.from({ length: 1000 }, (_, step) => step);

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

/** A server that has a series of 1,000 points for each experiment, in this process. */
const answers = async (_, { body }) => {
  const { targetedExperiments, metrics } = JSON.parse(new TextDecoder().decode(body));
  const entry = (experimentKey) => ({
    experimentKey,
    metrics: metrics.map((metricName) => ({ metricName, values: POINTS, steps: POINTS })),
  });
  const experiments = targetedExperiments.map((key) => [key, entry(key)]);
  return Response.json({ experiments: Object.fromEntries(experiments) });
};

/** Bytes of this process's own values and buffers, without what nobody holds. */
async function bytesHeld() {
  for (let round = 0; round < 3; round++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

for (const kept of [false, true]) {
  test(`1,000 charts in a row leave memory flat, ${kept ? 'with answers kept' : 'without the cache'}`, async () => {
    const { API, memory } = await load({ fetch: answers });
    const api = new API({ baseUrl: 'http://flat.test' });
    await api.useCache(kept);
    const keys = Array.from({ length: 10 }, (_, index) => `k${index}`);
    const ask = async (from, to) => {
      for (let round = from; round < to; round++) {
        const chart = await api.getMetricsForChart(keys, [`m${round}`]);
        assert.equal(chart.k9.metrics[0].values.at(-1), 999);
      }
    };
    // Of 160 kB each, so that what may be kept is full.
    await ask(0, 500);
    const [before, held] = [await memory(), await bytesHeld()];
    await ask(500, 1500);
    const [after, holds] = [await memory(), await bytesHeld()];
    assert.ok(after.heap <= before.heap + MEGABYTE, `from ${before.heap} to ${after.heap}`);
    assert.ok(holds <= held + 8 * MEGABYTE, `from ${held} to ${holds} bytes`);
    assert.ok(after.answers <= 64 * MEGABYTE, `${after.answers} bytes of answers`);
    if (kept) assert.ok(after.answers > 60 * MEGABYTE, `only ${after.answers} bytes of answers`);
    else assert.equal(after.answers, 0);
    api.close();
  });
}

test('a handle that is of no more use to anybody lets go of its points', async () => {
  const metrics = Array.from({ length: 200_000 }, (_, step) => ({ metricValue: step, step }));
  const { API } = await load({ fetch: async () => Response.json({ metrics }) });
  const api = new API({ baseUrl: 'http://flat.test' });
  await api.useCache(false);
  const hold = async () => assert.equal((await api.holdMetric('k', 'loss')).length, 200_000);
  await hold();
  const before = await bytesHeld();
  for (let round = 0; round < 5; round++) await hold();
  const held = await bytesHeld();
  assert.ok(held <= before + 4 * MEGABYTE, `from ${before} to ${held} bytes`);
  api.close();
});

test('a core for which there is no memory leaves the one before it at work', async (t) => {
  const metrics = Array.from({ length: 450_000 }, (_, step) => ({ metricValue: step, step }));
  const { API, memory } = await load({ fetch: async () => Response.json({ metrics }) });
  const api = new API({ baseUrl: 'http://flat.test' });
  const handle = await api.holdMetric('k', 'loss');
  let started = 0;
  const { instantiate } = WebAssembly;
  t.mock.method(WebAssembly, 'instantiate', (...given) => {
    started += 1;
    return started === 1 ? Promise.reject(new RangeError('no memory')) : instantiate(...given);
  });
  const replacements = async (count) => {
    while (started < count) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await replacements(1);
  assert.equal((await api.getExperimentMetric('k', 'loss')).length, 450_000);
  assert.equal((await memory()).renewals, 0);
  await replacements(2);
  assert.equal((await handle.minMax({ width: 4 })).x.at(-1), 449_999);
  assert.equal((await memory()).renewals, 1);
  api.close();
});
