// How a call may be written, and what it says when it is written wrong.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { APIExperiment, load, MetricSeries, PerihelionError } from 'perihelion';
import { startFakeComet } from '../support/fake-comet-server.js';

const EXPERIMENTS = [
  { experimentKey: 'k1', experimentName: 'run-one' },
  { experimentKey: 'run2', experimentName: null },
  { experimentKey: 'k3', experimentName: 'my run' },
];
const BODIES = {
  workspaces: { workspaceNames: ['ws'] },
  projects: { projects: [{ projectId: 'p1', projectName: 'pj', workspaceName: 'ws' }] },
  project: { projectId: 'p1', projectName: 'pj', workspaceName: 'ws' },
  experiments: { experiments: EXPERIMENTS },
  'experiment/metadata': '{"experimentKey":"k1","big":9007199254740993}',
  'experiments/multi-metric-chart': { empty: true, experiments: {} },
};

let API;
let api;
let fake;

before(async () => {
  ({ API } = await load());
  fake = await startFakeComet(({ path }) => ({ body: BODIES[path.replace('/api/rest/v2/', '')] }));
  api = new API({ baseUrl: fake.url });
});
after(() => fake.close());

const asked = () => fake.requests.at(-1);

test('positional, positional with options, and one object mean the same', async () => {
  const { signal } = new AbortController();
  for (const given of [
    ['ws', 'pj'],
    ['ws', 'pj', { signal }],
    ['ws', 'pj', undefined, { signal }],
    [{ workspace: 'ws', project_name: 'pj' }],
    [{ workspace: 'ws', project_name: 'pj', signal }],
  ]) {
    assert.equal((await api.getProject(...given)).projectId, 'p1');
    assert.equal(asked().rawQuery, '?workspaceName=ws&projectName=pj');
  }
  await api.getProject(null, null, 'p1');
  assert.equal(asked().rawQuery, '?projectId=p1');
});

test('experiments are given as keys or as themselves', async () => {
  const [experiment] = await api.getExperiments('ws', 'pj');
  assert.ok(experiment instanceof APIExperiment);
  assert.deepEqual([experiment.key, experiment.id, experiment.name], ['k1', 'k1', 'run-one']);
  await api.getMetricsForChart([experiment, 'k2'], ['loss'], ['lr'], false, true);
  assert.deepEqual(JSON.parse(asked().body), {
    targetedExperiments: ['k1', 'k2'],
    metrics: ['loss'],
    params: ['lr'],
    independentMetrics: false,
    fetchFull: true,
  });
});

test('a pattern matches keys or names from their start', async () => {
  const keys = async (pattern) =>
    (await api.getExperiments('ws', 'pj', pattern)).map(({ key }) => key);
  assert.deepEqual(await keys('run'), ['k1', 'run2']);
  assert.deepEqual(await keys(/RUN/i), ['k1', 'run2']);
  assert.deepEqual(await keys('one'), []);
  assert.deepEqual(await keys('.*run'), ['k1', 'run2', 'k3']);
  await assert.rejects(keys('('), { code: 'invalid_argument', message: /no regular expression/ });
  await assert.rejects(api.getExperiments('ws', null, 'x'), { code: 'invalid_argument' });
});

test('integers beyond 2^53 arrive as text, not rounded', async () => {
  assert.equal((await api.getExperimentMetadata('k1')).big, '9007199254740993');
});

test('wrong calls say what would be right', async () => {
  for (const [call, message] of [
    [
      () => api.getProject({ project: 'x' }),
      /no argument 'project': it takes workspace, project_name, project_id/,
    ],
    [() => api.getWorkspaces('ws'), /takes no arguments/],
    [() => api.getExperimentMetadata(), /experiment_key must not be empty/],
    [() => api.getExperimentMetadata(7), /experiment_key must be a text/],
    [() => api.getMetricsForChart('k1', ['loss']), /experiments must be a list of texts/],
    [() => api.getMetricsForChart(['k1']), /needs metrics or parameters/],
    [() => api.getProject(), /needs workspace and project_name/],
    [() => api.getPanelOptions(), /make the API with a context/],
  ]) {
    const before = fake.requests.length;
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof PerihelionError);
      assert.equal(error.code, 'invalid_argument', error.message);
      assert.match(error.message, message);
      return true;
    });
    assert.equal(fake.requests.length, before);
  }
});

test('what an API is made with is checked at once', () => {
  const wrong = { name: 'PerihelionError', code: 'invalid_argument' };
  assert.throws(() => new API({ baseUrl: 'localhost' }), wrong);
  assert.throws(() => new API({ baseUrl: fake.url, context: { experimentKeys: 'k' } }), wrong);
  assert.throws(() => new API({ baseUrl: fake.url, context: { typo: 1 } }), wrong);
  assert.throws(() => new API({ baseUrl: fake.url, context: {}, scope: 'everything' }), wrong);
});

test('a context answers for the panel and keeps its scope', async () => {
  const context = {
    workspace: 'ws',
    projectName: 'pj',
    experimentKeys: ['k1'],
    metricsNames: ['b', 'sys.x', 'a'],
    options: { deep: [1, { x: null }] },
  };
  const panel = new API({ baseUrl: fake.url, context });
  const before = fake.requests.length;
  assert.deepEqual(await panel.getPanelExperimentKeys(), ['k1']);
  assert.deepEqual(await panel.getPanelOptions(), context.options);
  assert.deepEqual(await panel.getPanelMetricsNames(), ['a', 'b']);
  assert.deepEqual(await panel.getPanelMetricsNames(true), ['a', 'b', 'sys.x']);
  assert.equal(await panel.getPanelWorkspace(), 'ws');
  await assert.rejects(panel.getExperimentMetric('k2', 'loss'), { code: 'forbidden' });
  await assert.rejects(panel.getWorkspaces(), { code: 'forbidden' });
  assert.equal(fake.requests.length, before);
  assert.equal(await panel.getPanelProjectId(), 'p1');
});

test('a closed API rejects, and closing twice is fine', async () => {
  const closing = new API({ baseUrl: fake.url });
  const under_way = closing.getWorkspaces();
  closing.close();
  closing.close();
  assert.deepEqual(await under_way, ['ws']);
  await assert.rejects(closing.getWorkspaces(), { code: 'closed' });
});

test('load is memoised, and a failed load can be tried again', async () => {
  assert.equal(load(), load());
  await assert.rejects(load({ wasm: new TextEncoder().encode('<!doctype html>') }), {
    code: 'bad_response',
    message: /not a WebAssembly file/,
  });
  await assert.rejects(load({ wasm: `${fake.url}/nothing-there` }), { code: 'bad_response' });
  await assert.rejects(load({ wasm: 'http://127.0.0.1:1/x.wasm' }), { code: 'network' });
});

test('load rejects where the core is of another version, broken, or cannot have memory', async (t) => {
  const bytes = (text) => Uint8Array.from(text, (character) => character.charCodeAt(0));
  const head = '\0asm\x01\0\0\0';
  const stale = bytes(`${head}\x01\x04\x01\x60\0\0\x02\x07\x01\x01x\x01y\0\0`);
  const version = /the core could not start: .*same version/s;
  await assert.rejects(load({ wasm: stale }), { code: 'bad_response', message: version });
  await assert.rejects(load({ wasm: bytes(head) }), { code: 'bad_response', message: version });
  const broken = { code: 'bad_response', message: /could not be compiled/ };
  await assert.rejects(load({ wasm: bytes(`${head}nonsense`) }), broken);
  t.mock.method(WebAssembly, 'instantiate', async () => {
    throw new RangeError('out of memory');
  });
  const failed = load({ fetch });
  await assert.rejects(failed, { name: 'PerihelionError', message: /out of memory/ });
});

test('load takes bytes, a Response and a module', async () => {
  const bytes = await readFile(new URL('../../js/dist/perihelion.wasm', import.meta.url));
  const module = await WebAssembly.compile(bytes);
  for (const wasm of [bytes, new Uint8Array(bytes).buffer, new Response(bytes), module]) {
    const other = new (await load({ wasm })).API({ baseUrl: fake.url });
    assert.deepEqual(await other.getWorkspaces(), ['ws']);
  }
});

test('MetricSeries is columns, and points on request', () => {
  const series = MetricSeries.from({
    name: 'train_loss',
    value: Float64Array.of(1, NaN),
    step: Float64Array.of(2 ** 53 + 2, NaN),
    epoch: Float64Array.of(NaN, 3),
    timestamp: Float64Array.of(NaN, 1_700_000_000_000),
    offset: BigInt64Array.of(-5n, 2n ** 62n),
    context: Uint32Array.of(1, 0),
    contexts: ['', 'train'],
    largeSteps: [[0, 2n ** 53n + 1n]],
  });
  const points = [
    {
      metricName: 'train_loss',
      metricValue: 1,
      timestamp: null,
      step: 2n ** 53n + 1n,
      epoch: null,
      runContext: 'train',
      offset: -5n,
    },
    {
      metricName: 'train_loss',
      metricValue: NaN,
      timestamp: 1_700_000_000_000,
      step: null,
      epoch: 3,
      runContext: null,
      offset: 2n ** 62n,
    },
  ];
  assert.equal(series.length, 2);
  assert.deepEqual([...series], points);
  assert.deepEqual(series.at(-1), points[1]);
  assert.equal(series.at(2), undefined);
  assert.deepEqual([...MetricSeries.from(structuredClone(series.columns()))], points);
});
