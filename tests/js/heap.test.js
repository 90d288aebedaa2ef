// What a request takes from the WebAssembly heap it gives back, also the last piece of its answer; and an answer takes
// as much as its columns, not as its bytes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startFakeComet } from '../support/fake-comet-server.js';
import { loadGlue, measureHeap, NOTHING_KEPT } from '../support/heap.js';

const POINTS = Array.from({ length: 3000 }, (_, step) => ({ metricValue: String(step / 3), step }));
const MEGABYTE = 1024 * 1024;

let fake;
let glue;
let api;
let questions = 0;
let memory;

before(async () => {
  const body = JSON.stringify({ metrics: POINTS });
  fake = await startFakeComet(() => ({ body }));
  ({ glue, memory } = await loadGlue());
  api = new glue.API(
    new glue.RestClient(JSON.stringify({ baseUrl: fake.url }), undefined, NOTHING_KEPT),
    '',
    'all',
  );
  api.useCache('{"use":false}', () => {});
});
after(() => fake.close());

const ask = (onCall = () => {}) =>
  new Promise((resolve) => {
    const args = JSON.stringify({ experiment_key: 'k', metric: `m${++questions}` });
    onCall(api.getExperimentMetric(args, (ok) => resolve(ok)));
  });

async function askMany(count, cancelled) {
  for (let done = 0; done < count; done += 10) {
    const cancelSoon = (id) => cancelled && setTimeout(() => glue.cancel(id), Math.random() * 4);
    await Promise.all(Array.from({ length: 10 }, () => ask(cancelSoon)));
  }
}

for (const cancelled of [false, true]) {
  test(`500 requests leave the heap as it was${cancelled ? ', cancelled ones too' : ''}`, async () => {
    await askMany(100, cancelled);
    const before = memory.buffer.byteLength;
    await askMany(500, cancelled);
    const grown = memory.buffer.byteLength - before;
    assert.ok(grown <= MEGABYTE, `it grew by ${(grown / MEGABYTE).toFixed(1)} MiB`);
  });
}

test('the heap holds the columns of an answer, never its bytes', async () => {
  const { bytes, columns, largestPiece, heap } = await measureHeap(30 * MEGABYTE);
  const allowed = columns + largestPiece + 3 * MEGABYTE;
  assert.ok(allowed < bytes / 2, 'the bound tells holding the body from not holding it');
  assert.ok(heap <= allowed, `${heap} bytes for columns of ${columns}`);
});
