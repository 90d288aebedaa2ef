// A metric that the server keeps in full, as zipped CSV files that comet_ml's own reader cannot all take.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { load } from 'perihelion';
import { startFakeComet } from '../support/fake-comet-server.js';
import { zip } from '../support/offline-archive.js';

const table = (rows) => ['value,timestamp,step,epoch', ...rows].join('\n');
const zipped = (rows, options = { deflated: true }) => zip([['any.csv', table(rows)]], options);
const POINTS = [
  { metricName: 'a b/c', metricValue: '7', timestamp: 2000, step: 1 },
  { metricName: 'a b/c', metricValue: 'NaN', timestamp: 3500, step: null },
];

let fake;
let experiment;
let files;

before(async () => {
  fake = await startFakeComet(({ path, query }) => {
    const endpoint = path.replace('/api/rest/v2/experiment/', '');
    if (endpoint === 'metadata') return { body: { experimentKey: 'k' } };
    if (endpoint === 'metrics/get-metric')
      return { body: { metrics: query.get('metricName') === 'a b/c' ? POINTS : [] } };
    if (endpoint === 'asset/get-asset') return { body: files.get(query.get('assetId')) };
    assert.equal(query.get('type'), 'ASSET_TYPE_FULL_METRIC');
    const assets = [...files.keys()].map((name) => ({ assetId: name, fileName: name }));
    return { body: { assets } };
  });
  const { API } = await load();
  experiment = await new API({ baseUrl: fake.url }).getExperimentByKey('k');
});
after(() => fake.close());
beforeEach(() => {
  files = new Map();
});

const plain = (total) =>
  Object.fromEntries(Object.entries(total).map(([name, column]) => [name, [...column]]));

test('all files of the metric, in the order of their numbers, whatever the order of the list', async () => {
  files.set('a_b_c_10.csv.zip', zipped(['3,12.5,3,']));
  files.set('a_b_c_9.csv.zip', zipped(['-inf,11,2,0', ',11.5,,'], {}));
  files.set('a_b_c_0.csv.zip', zipped(['1e-3,10,1,0', 'inf,10.5,9,1', '']));
  files.set('a_b_c_x.csv.zip', zipped(['99,1,1,']));
  files.set('a_b_1.csv.zip', zipped(['99,1,1,']));
  assert.deepEqual(plain(await experiment.getMetricTotalDf('a b/c')), {
    value: [0.001, Infinity, -Infinity, NaN, 3],
    timestamp: [10, 10.5, 11, 11.5, 12.5],
    step: [1, 9, 2, NaN, 3],
    epoch: [0, 1, 0, NaN, NaN],
    duration: [NaN, 0.5, 0.5, 0.5, 1],
  });
});

test('without files the sampled points, unless they are not wanted', async () => {
  assert.deepEqual(plain(await experiment.getMetricTotalDf('a b/c')), {
    value: [7, NaN],
    timestamp: [2, 3.5],
    step: [1, NaN],
    epoch: [NaN, NaN],
    duration: [NaN, 1.5],
  });
  assert.equal(await experiment.getMetricTotalDf('a b/c', false), null);
  assert.equal(await experiment.getMetricTotalDf('no such metric'), null);
  files.set('a_b_c_0.csv.zip', zipped([]));
  assert.equal((await experiment.getMetricTotalDf('a b/c')).value.length, 2);
});

const whole = zipped(['1,2,3,4']);
const changed = (change) => {
  const bytes = Buffer.from(whole);
  change(bytes, bytes.lastIndexOf('PK\x01\x02'));
  return bytes;
};
for (const [what, bytes] of Object.entries({
  'no zip': 'hello',
  'an empty file': '',
  'an empty zip': zip([]),
  'a cut zip': whole.subarray(0, -30),
  'data that does not inflate': changed((zip) => zip.fill(0xff, 38, 60)),
  'a way of packing that nobody has': changed((zip, at) => zip.writeUInt16LE(99, at + 10)),
  'a place outside of the file': changed((zip, at) => zip.writeUInt32LE(2 ** 31, at + 42)),
})) {
  test(`${what} is bad_response`, async () => {
    files.set('a_b_c_0.csv.zip', bytes);
    await assert.rejects(experiment.getMetricTotalDf('a b/c'), {
      name: 'PerihelionError',
      code: 'bad_response',
    });
  });
}
