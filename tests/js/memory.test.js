// The bindings and the transport under AddressSanitizer (the wasm-debug build): a bad free ends the process there.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import createGlue from '../../build/wasm-debug/wasm/perihelion.mjs';
import { startFakeComet } from '../support/fake-comet-server.js';

const wasm = new URL('../../build/wasm-debug/wasm/perihelion.wasm', import.meta.url);
const POINTS = Array.from({ length: 500 }, (_, step) => ({ metricValue: String(step / 3), step }));

let fake;
let weather = {};
let onFetch = () => {};
let glue;
let api;
let questions = 0;
/** A place for answers that keeps none. */
const NOTHING_KEPT = { find: () => undefined, keep: () => undefined };

before(async () => {
  fake = await startFakeComet(() => ({
    body: { metrics: POINTS, experimentKey: 'k' },
    ...weather,
  }));
  const module = await WebAssembly.compile(await readFile(wasm));
  glue = await createGlue({
    fetch: (...request) => {
      onFetch();
      return fetch(...request);
    },
    instantiateWasm(imports, received) {
      void WebAssembly.instantiate(module, imports).then((instance) => received(instance, module));
      return {};
    },
  });
  const client = new glue.RestClient(
    JSON.stringify({ baseUrl: fake.url, apiKey: 'k'.repeat(60) }),
    undefined,
    NOTHING_KEPT,
  );
  api = new glue.API(client, '', 'all');
  api.useCache('{"use":false}', () => {});
  client.delete();
});
after(() => fake.close());

/** Calls a bound method; resolves with what `done` was given. The text is long enough to live on the heap. */
function call(method, onCall = () => {}) {
  return new Promise((resolve) => {
    // Each question its own: the same one would be asked once.
    const metric = `${'m'.repeat(100)}${++questions}`;
    const args = JSON.stringify({ experiment_key: metric, metric });
    let returned = false;
    const id = api[method](args, (ok, payload) => {
      assert.ok(returned, 'a bound function must return before it calls JavaScript');
      resolve({ ok, payload });
    });
    returned = true;
    onCall(id);
  });
}

test('a call made while another is under way, from inside the network, frees nothing twice', async () => {
  const inner = [];
  let depth = 0;
  onFetch = () => {
    if (depth++ < 20) inner.push(call('getExperimentMetadata'));
  };
  const outer = await Promise.all(Array.from({ length: 10 }, () => call('getExperimentMetadata')));
  onFetch = () => {};
  assert.ok(inner.length >= 10, `${inner.length} calls were made from inside`);
  for (const { ok } of [...outer, ...(await Promise.all(inner))]) assert.ok(ok);
});

for (const name of [
  undefined,
  'gzip',
  'cut in mid-body',
  'reset before the head',
  'no content',
  'truncated JSON',
]) {
  test(`answers in ${name ?? 'fair weather'} touch no freed memory`, async () => {
    weather = { weather: name };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => call('getExperimentMetric')),
    );
    for (const { ok, payload } of answers) {
      if (name === undefined || name === 'gzip') assert.equal(payload.value.length, POINTS.length);
      else assert.equal(ok, false);
    }
  });
}

test('1,000 calls cancelled at random moments, others under way, touch no freed memory', async () => {
  // Few points a call: with AddressSanitizer decoding takes far longer than all else.
  weather = { body: { metrics: POINTS.slice(0, 20) } };
  const cancelSoon = (id) => setTimeout(() => glue.cancel(id), Math.random() * 300);
  const answers = [];
  for (let round = 0; round < 10; round++) {
    const calls = Array.from({ length: 110 }, (_, index) =>
      call('getExperimentMetric', (id) => index % 11 && cancelSoon(id)),
    );
    answers.push(...(await Promise.all(calls)));
  }
  const failed = answers.filter(({ ok }) => !ok);
  assert.ok(failed.length > 100, `${failed.length} calls were cancelled before their end`);
  assert.ok(answers.length - failed.length >= 100, 'the others ended well');
  for (const { payload } of failed) assert.equal(JSON.parse(payload).code, 'cancelled', payload);
});

test('errors of every kind come as data, never as an exception', async () => {
  for (const make of [
    () => new glue.RestClient('{"baseUrl":7}', undefined, NOTHING_KEPT),
    () => new glue.RestClient('not JSON', undefined, NOTHING_KEPT),
    () => new glue.RestClient('{"baseUrl":"ftp://x"}', undefined, NOTHING_KEPT),
  ]) {
    const handle = make();
    assert.notEqual(JSON.parse(handle.error()).code, '');
    handle.delete();
  }
  glue.cancel(123456);
});

test('an API may be deleted while its calls are under way', async () => {
  const client = new glue.RestClient(
    JSON.stringify({ baseUrl: fake.url }),
    undefined,
    NOTHING_KEPT,
  );
  const short = new glue.API(client, '{"workspace":"w"}', 'all');
  const answer = new Promise((resolve) => {
    short.getExperimentMetadata('{"experiment_key":"k"}', (ok) => resolve(ok));
  });
  short.delete();
  client.delete();
  assert.equal(await answer, true);
});

test('reductions of blocks of any length read and write nothing beside them', () => {
  const rowsGiven = () => {
    const at = glue._reduce_rows() / 4;
    return glue.HEAPU32.slice(at, at + glue._reduce_row_count());
  };
  for (const count of [1, 2, 3, 7, 8, 9, 127, 128, 129, 255, 4095, 4096, 4097]) {
    const values = Float64Array.from({ length: count }, (_, i) => (i % 5 ? Math.sin(i) : NaN));
    const places = Float64Array.from({ length: count }, (_, i) => -i);
    // A block has just the room for what it holds, so that one step beyond its end is seen.
    const lend = (...columns) => {
      let room = glue._reduce_block(count * columns.length) / 8;
      for (const column of columns) {
        glue.HEAPF64.set(column, room);
        room += count;
      }
    };
    lend(places);
    assert.equal(glue._reduce_is_ascending(-Infinity, count), count === 1 ? 1 : 0);
    assert.ok(glue._reduce_sort());
    assert.equal(rowsGiven().length, count);

    const starts = glue._reduce_block(count) / 4;
    glue.HEAPU32.set([0, count], starts);
    assert.ok(glue._reduce_extremes_begin(2));
    lend(values);
    glue._reduce_extremes_add(count);
    glue._reduce_extremes_end();
    assert.equal(rowsGiven().length, count < 3 ? 1 : 2);

    if (count > 3) {
      assert.ok(glue._reduce_lttb_begin(count, 3));
      lend(places, places);
      for (const secondTime of [false, true]) glue._reduce_lttb_add(secondTime, count);
      glue._reduce_lttb_end();
      assert.equal(rowsGiven().length, 3);
    }

    glue._reduce_smooth_begin(0.5, true);
    lend(values);
    glue._reduce_smooth(count);

    lend(places);
    assert.ok(glue._reduce_places_add());
    assert.ok(glue._reduce_places_sort(0));
    assert.equal(glue._reduce_place_count(), count);
    lend(places, values);
    assert.ok(glue._reduce_values_at_places(true));

    lend(values, values, values);
    assert.ok(glue._reduce_band(3, count, 2, 25, 75));
    glue._reduce_end();
  }
});
