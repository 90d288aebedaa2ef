// What a request takes from the WebAssembly heap it gives back, also the last piece of its answer.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import createGlue from '../../build/wasm-release/wasm/perihelion.mjs';
import { startFakeComet } from '../support/fake-comet-server.js';

const wasm = new URL('../../build/wasm-release/wasm/perihelion.wasm', import.meta.url);
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
  const module = await WebAssembly.compile(await readFile(wasm));
  glue = await createGlue({
    instantiateWasm(imports, received) {
      void WebAssembly.instantiate(module, imports).then((instance) => {
        memory = Object.values(instance.exports).find((one) => one instanceof WebAssembly.Memory);
        received(instance, module);
      });
      return {};
    },
  });
  api = new glue.API(
    new glue.RestClient(JSON.stringify({ baseUrl: fake.url }), undefined),
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
