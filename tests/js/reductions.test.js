// The reductions in WebAssembly, whose columns cross in blocks, against plain loops over the same random lines.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { load, MetricSeries } from 'perihelion';

let api;

before(async () => {
  const { API } = await load();
  api = new API({ baseUrl: 'http://nobody.test' });
});

/** A generator of the same numbers each time (mulberry32). */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Lines of many lengths, sorted or not, some with values, gaps and places that are not finite. */
function randomLine(seed) {
  const random = randomNumbers(seed);
  const length = Math.floor([3, 50, 5000, 20_000][seed % 4] * random());
  const [sorted, odd] = [seed % 3 > 0, seed % 2 > 0];
  const x = new Float64Array(length);
  const y = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    x[i] = sorted ? Math.floor(i / 2) : Math.floor(random() * length);
    y[i] = Math.floor(random() * 1000) / 8;
    if (odd && random() < 0.1) y[i] = NaN;
    if (odd && random() < 0.01) y[i] = random() < 0.5 ? Infinity : -Infinity;
    if (odd && random() < 0.02) x[i] = random() < 0.5 ? NaN : Infinity;
  }
  const from = random() < 0.5 ? undefined : Math.floor((random() * 1.2 - 0.1) * length);
  const to = random() < 0.5 ? undefined : (from ?? 0) + Math.floor(random() * length);
  return { line: { x, y }, range: { width: Math.floor(random() * 40), from, to } };
}

const sortedPairs = ({ x, y }) =>
  Array.from(x, (place, row) => [place, y[row]])
    .filter(([place]) => Number.isFinite(place))
    .toSorted(([a], [b]) => a - b);

function split(pairs, from, to) {
  return {
    before: pairs.filter(([x]) => x < from).slice(-1),
    inside: pairs.filter(([x]) => x >= from && x <= to),
    behind: pairs.filter(([x]) => x > to).slice(0, 1),
  };
}

function plainMinMax(line, { width, from, to }) {
  const pairs = sortedPairs(line);
  if (!width || !pairs.length) return [];
  const [first, last] = [from ?? pairs[0][0], to ?? pairs.at(-1)[0]];
  const { before, inside, behind } = split(pairs, first, last);
  const edge = (k) => first + ((last - first) * k) / width;
  const pixels = Array.from({ length: width }, () => []);
  for (const pair of inside) {
    let pixel = width - 1;
    while (pixel > 0 && pair[0] < edge(pixel)) pixel--;
    pixels[pixel].push(pair);
  }
  const extremes = pixels.flatMap((all) => {
    const values = all.filter(([, y]) => !Number.isNaN(y));
    if (!values.length) return all.slice(0, 1);
    const low = values.reduce((least, pair) => (pair[1] < least[1] ? pair : least));
    const high = values.reduce((most, pair) => (pair[1] > most[1] ? pair : most));
    return all.filter((pair) => pair === low || pair === high);
  });
  return [...before, ...extremes, ...behind];
}

function plainTriangles(all, width) {
  const count = all.length;
  if (count <= width) return all;
  if (width < 3) return width === 1 ? [all[0]] : [all[0], all.at(-1)];
  const start = (k) => Math.floor((k * (count - 2)) / (width - 2)) + 1;
  const chosen = [all[0]];
  for (let k = 0; k < width - 2; k++) {
    const next = all.slice(start(k + 1), Math.min(start(k + 2), count));
    const mean = (at) => next.reduce((sum, pair) => sum + pair[at], 0) / next.length;
    const [x, y] = [mean(0), mean(1)];
    const [x0, y0] = chosen.at(-1);
    const area = (pair) => Math.abs((x0 - x) * (pair[1] - y0) - (x0 - pair[0]) * (y - y0));
    const bucket = all.slice(start(k), start(k + 1));
    chosen.push(bucket.reduce((best, pair) => (area(pair) > area(best) ? pair : best)));
  }
  return [...chosen, all.at(-1)];
}

function plainLttb(line, { width, from, to }) {
  const pairs = sortedPairs(line);
  if (!width || !pairs.length) return [];
  const finite = pairs.filter(([, y]) => Number.isFinite(y));
  const { before, inside, behind } = split(finite, from ?? pairs[0][0], to ?? pairs.at(-1)[0]);
  return [...before, ...plainTriangles(inside, width), ...behind];
}

const pairsOf = ({ x, y }) => Array.from(x, (place, row) => [place, y[row]]);

for (const [method, plain] of [
  ['minMax', plainMinMax],
  ['lttb', plainLttb],
]) {
  test(`${method} is what plain loops give`, async () => {
    for (let seed = 0; seed < 200; seed++) {
      const { line, range } = randomLine(seed);
      const given = structuredClone(line);
      assert.deepEqual(pairsOf(await api[method](line, range)), plain(line, range), `seed ${seed}`);
      assert.deepEqual(line, given, 'the columns are left as they were');
    }
  });
}

test('a handle gives what its series gives, wherever one looks', async () => {
  const random = randomNumbers(7);
  const odd = ['NaN', 'Infinity', '-Infinity'];
  const metrics = Array.from({ length: 50_001 }, (_, step) => ({
    // Runs of equal values and of gaps, longer than what is looked at together.
    metricValue: step % 9000 < 400 ? 'NaN' : (odd[Math.floor(random() * 300)] ?? step % 777),
    step: Math.floor(step / 2),
  }));
  const { API } = await load({ fetch: async () => Response.json({ metrics }) });
  const asking = new API({ baseUrl: 'http://memory.test' });
  const series = await asking.getExperimentMetric('k', 'loss');
  const handle = await asking.holdMetric('k', 'loss');
  for (let round = 0; round < 300; round++) {
    const from = random() < 0.3 ? undefined : Math.floor(25_000 * random());
    const to = random() < 0.3 ? undefined : (from ?? 0) + Math.floor(25_000 * random());
    const range = { width: 1 + Math.floor(60 * random()), from, to };
    assert.deepEqual(await handle.minMax(range), await series.minMax(range), JSON.stringify(range));
  }
  asking.close();
});

test('columns of one’s own may change between two reductions', async () => {
  const line = { x: Float64Array.of(1, 2, 3), y: Float64Array.of(10, 20, 30) };
  const range = { width: 100 };
  assert.deepEqual(pairsOf(await api.minMax(line, range)), pairsOf(line));
  line.x.set([3, 2, 1]);
  assert.deepEqual(pairsOf(await api.minMax(line, range)), pairsOf(line).toReversed());
});

test('columns of one’s own may be any list of numbers, with nulls for gaps', async () => {
  const y = [1, null, 3];
  const wanted = [
    [5, 1],
    [6, NaN],
    [7, 3],
  ];
  for (const x of [
    [5, 6, 7],
    [5n, 6n, 7n],
    Float32Array.of(5, 6, 7),
    BigInt64Array.of(5n, 6n, 7n),
  ]) {
    assert.deepEqual(pairsOf(await api.minMax({ x, y }, { width: 100 })), wanted);
  }
  for (const x of [5, 'five', ['5', '6', '7'], [{}, 6, 7], { length: 0.5 }]) {
    const failure = { code: 'invalid_argument', message: /x of a line must be a list of numbers/ };
    await assert.rejects(api.minMax({ x, y }, { width: 100 }), failure);
  }
});

test('options that are null are none', async () => {
  const line = { x: [1, 2], y: [3, 4] };
  assert.deepEqual((await api.align([line], null)).y, [Float64Array.of(3, 4)]);
  assert.deepEqual(pairsOf(await api.smooth(line, 0, null)), [
    [1, 3],
    [2, 4],
  ]);
});

test('what is being held when its API is closed ends as closed', async () => {
  const { API } = await load({ fetch: async () => Response.json({ metrics: [{ step: 1 }] }) });
  const asking = new API({ baseUrl: 'http://memory.test' });
  const holding = asking.holdMetric('k', 'loss');
  asking.close();
  await assert.rejects(holding, { code: 'closed' });
});

test('smooth, across blocks, is the sum of weighted pasts', async () => {
  for (let seed = 0; seed < 12; seed++) {
    const { line } = randomLine(seed);
    let [sum, weights] = [0, 0];
    const wanted = sortedPairs(line).map(([x, y]) => {
      if (!Number.isFinite(y)) return [x, y];
      sum = 0.9 * sum + y;
      weights = 0.9 * weights + 1;
      return [x, sum / weights];
    });
    assert.deepEqual(pairsOf(await api.smooth(line, 0.9)), wanted);
  }
});

test('a band of many lines, across blocks, is that of each place', async () => {
  const lines = Array.from({ length: 9 }, (_, seed) => randomLine(4 * seed + 3).line);
  const { x, y } = await api.align(lines);
  const { mean, low, high, count } = await api.meanAndBand(lines);
  assert.ok(x.length > 4096);
  x.forEach((_, place) => {
    const values = y.map((column) => column[place]).filter((value) => !Number.isNaN(value));
    const sum = values.reduce((all, value) => all + value, 0);
    const wanted = values.length
      ? [sum / values.length, Math.min(...values), Math.max(...values), values.length]
      : [NaN, NaN, NaN, 0];
    assert.deepEqual([mean[place], low[place], high[place], count[place]], wanted);
  });
});

test('a series made without an API says what to do', async () => {
  const column = Float64Array.of(1, 2, 3);
  const columns = {
    name: 'loss',
    value: column,
    step: column,
    epoch: column,
    timestamp: column,
    offset: new BigInt64Array(3),
    context: new Uint32Array(3),
    contexts: [''],
    largeSteps: [],
  };
  await assert.rejects(MetricSeries.from(columns).lttb({ width: 3 }), {
    code: 'invalid_argument',
    message: /MetricSeries\.from\(columns, api\)/,
  });
  assert.equal((await MetricSeries.from(columns, api).lttb({ width: 2 })).x.length, 2);
});
