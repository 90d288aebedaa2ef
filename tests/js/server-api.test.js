import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  keyOf,
  metric,
  other,
  parameter,
  startTime,
  writeArchive,
} from '../support/offline-archive.js';
import { startServer } from '../support/serve.js';

const folder = mkdtempSync(join(tmpdir(), 'perihelion-test-'));
const exact = [
  NaN,
  Infinity,
  -Infinity,
  -0,
  0,
  5e-324,
  2.2250738585072014e-308,
  1.7976931348623157e308,
  0.1,
  1e7,
  1e-3,
];
exact.push(123456.789, 8.63224093336612e-4, -1 / 3, 2 ** 53, 1e21, 9999999.999999998);
// JSON.stringify writes -0 as 0; the SDK does not.
const exactLine = (value, step) =>
  JSON.stringify(metric('exact', Number.isFinite(value) ? value : String(value), { step })).replace(
    /(?<="metricValue":)0(?=,)/,
    Object.is(value, -0) ? '-0.0' : '0',
  );
let server;

before(async () => {
  const many = Array.from({ length: 2000 }, (_, i) =>
    metric('many', i * 0.5, { step: i, epoch: i >> 8, time: i }),
  );
  const first = writeArchive(folder, {
    key: keyOf(1),
    experiment: { tags: ['best', 'a b'] },
    messages: [
      other('Name', 'first run'),
      other('note', 3.5),
      other('flag', true),
      { type: 'file_name', payload: { file_name: 'jobs/train.py' } },
      { type: 'system_details', payload: { user: 'ada', os: 'Linux' } },
      parameter('lr', 1),
      parameter('lr', 0.25, { step: 3, time: 5 }),
      parameter('lr', 0.5, { step: 4, time: 6 }),
      parameter('optimizer', 'adam'),
      parameter('nesterov', true),
      parameter('layers', [64, 32]),
      '{"payload":{"local_timestamp":1700000000000,"param":{"paramName":"seed","paramValue":12345678901234567890,"step":null}},"type":"parameter_msg"}',
      metric('loss', 0.5, { step: 2, epoch: 1, time: 20 }),
      metric('loss', 0.75, { step: 1, epoch: 0, time: 10 }),
      metric('loss', 0.25, { step: 10, epoch: 1, time: 30 }),
      metric('loss', 9, { step: 1, context: 'train', time: 40 }),
      metric('accuracy', 0.9, { step: 10, time: 30 }),
      metric('accuracy', 0.8, { step: 2, time: 20 }),
      metric('no step', 1, { time: 1 }),
      '{"payload":{"local_timestamp":1700000000000,"metric":{"metricName":"far","metricValue":1,"step":9007199254740993}},"type":"metric_msg"}',
      ...exact.map(exactLine),
      ...many,
    ],
  });
  const second = writeArchive(folder, {
    key: keyOf(2),
    experiment: {
      start_time: startTime + 1000,
      stop_time: startTime + 5000,
      customer_error_reported: true,
    },
    messages: [metric('loss', 1, { step: 1 }), parameter('lr', 'auto')],
  });
  const third = writeArchive(folder, {
    key: keyOf(3),
    experiment: { workspace: null, project_name: null, stop_time: null },
    messages: [metric('loss', 1, { step: 1, time: 700 })],
  });
  server = await startServer({ archives: [first, second, third] });
});

after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const names = { workspaceName: 'team', projectName: 'demo' };
const ofFirst = { experimentKey: keyOf(1) };
const points = async (metricName) =>
  (await server.json('experiment/metrics/get-metric', { ...ofFirst, metricName })).metrics;

test('the version probe names a version that clients take for a new server', async () => {
  const response = await fetch(`${server.origin}/clientlib/isAlive/ver`);
  assert.deepEqual(await response.json(), { version: '4.40.10' });
});

test('both loopback names answer', async () => {
  for (const host of ['127.0.0.1', 'localhost']) {
    assert.equal((await fetch(`http://${host}:${server.port}/api/rest/v2/workspaces`)).status, 200);
  }
});

test('workspaces, and who asks', async () => {
  assert.deepEqual(await server.json('workspaces'), { workspaceNames: ['default', 'team'] });
  assert.deepEqual(await server.json('account-details'), {
    userName: 'local',
    defaultWorkspaceName: 'default',
  });
});

test('projects, and a project by its names and by its id', async () => {
  const { projects } = await server.json('projects', { workspaceName: 'team' });
  const project = await server.json('project', names);
  assert.deepEqual(projects, [project]);
  assert.match(project.projectId, /^[0-9a-f]{32}$/);
  assert.equal(project.projectName, 'demo');
  assert.equal(project.workspaceName, 'team');
  assert.equal(project.numberOfExperiments, 2);
  assert.equal(project.lastUpdated, startTime + 60_000);
  assert.equal(project.public, false);
  assert.deepEqual(await server.json('project', { projectId: project.projectId }), project);
  const fallback = await server.json('projects', { workspaceName: 'default' });
  assert.equal(fallback.projects[0].projectName, 'general');
});

test('experiments of a project: order, pages and the archived ones', async () => {
  const list = async (query) =>
    (await server.json('experiments', query)).experiments.map((e) => e.experimentKey);
  assert.deepEqual(await list({ ...names, archived: 'False' }), [keyOf(1), keyOf(2)]);
  assert.deepEqual(await list({ ...names, archived: 'True' }), []);
  assert.deepEqual(await list({ ...names, sortBy: 'startTime', sortOrder: 'desc' }), [
    keyOf(2),
    keyOf(1),
  ]);
  assert.deepEqual(await list({ ...names, sortBy: 'endTime', sortOrder: 'asc' }), [
    keyOf(2),
    keyOf(1),
  ]);
  assert.deepEqual(await list({ ...names, size: 1 }), [keyOf(1)]);
  assert.deepEqual(await list({ ...names, size: 1, page: 2 }), [keyOf(2)]);
  assert.deepEqual(await list({ ...names, size: 1, page: 3 }), []);
  const { projectId } = await server.json('project', names);
  assert.deepEqual(await list({ projectId }), [keyOf(1), keyOf(2)]);
});

test("an experiment's metadata", async () => {
  const metadata = await server.json('experiment/metadata', ofFirst);
  const { projectId } = await server.json('project', names);
  assert.deepEqual(metadata, {
    experimentKey: keyOf(1),
    experimentName: 'first run',
    optimizationId: null,
    userName: 'ada',
    projectId,
    projectName: 'demo',
    workspaceName: 'team',
    filePath: 'jobs/train.py',
    fileName: 'train.py',
    throttle: false,
    durationMillis: 60_000,
    startTimeMillis: startTime,
    endTimeMillis: startTime + 60_000,
    archived: false,
    running: false,
    hasCrashed: false,
  });
  const crashed = await server.json('experiment/metadata', { experimentKey: keyOf(2) });
  assert.equal(crashed.hasCrashed, true);
  assert.equal(crashed.experimentName, null);
  const unended = await server.json('experiment/metadata', { experimentKey: keyOf(3) });
  assert.equal(unended.endTimeMillis, startTime + 700);
});

test('tags', async () => {
  assert.deepEqual(await server.json('experiment/tags', ofFirst), { tags: ['a b', 'best'] });
});

test('parameters as text, with their largest, smallest and last value', async () => {
  const { values } = await server.json('experiment/parameters', ofFirst);
  const current = Object.fromEntries(values.map((value) => [value.name, value.valueCurrent]));
  assert.deepEqual(current, {
    layers: '[64,32]',
    lr: '0.5',
    nesterov: 'true',
    optimizer: 'adam',
    seed: '12345678901234567890',
  });
  const lr = values.find(({ name }) => name === 'lr');
  assert.equal(lr.valueMax, '1');
  assert.equal(lr.valueMin, '0.25');
  assert.equal(lr.stepMin, 3);
  assert.equal(lr.timestampCurrent, startTime + 6);
});

test('others as text', async () => {
  const { values } = await server.json('experiment/log-other', ofFirst);
  assert.deepEqual(
    values.map(({ name, valueCurrent, valueMin, valueMax }) => [
      name,
      valueCurrent,
      valueMin,
      valueMax,
    ]),
    [
      ['Name', 'first run', 'first run', 'first run'],
      ['flag', 'true', 'true', 'true'],
      ['note', '3.5', '3.5', '3.5'],
    ],
  );
});

test('metric summaries', async () => {
  const { values } = await server.json('experiment/metrics/summary', ofFirst);
  const loss = values.find(({ name }) => name === 'loss');
  assert.deepEqual(loss, {
    name: 'loss',
    valueMax: '0.75',
    timestampMax: startTime + 10,
    stepMax: 1,
    valueMin: '0.25',
    timestampMin: startTime + 30,
    stepMin: 10,
    valueCurrent: '0.25',
    timestampCurrent: startTime + 30,
    stepCurrent: 10,
    editable: false,
  });
  const train = values.find(({ name }) => name === 'train_loss');
  assert.equal(train.valueCurrent, '9.0');
  assert.equal(train.runContextCurrent, 'train');
  const odd = values.find(({ name }) => name === 'exact');
  assert.equal(odd.valueMax, 'Infinity');
  assert.equal(odd.valueMin, '-Infinity');
});

test('the points of a metric, by step', async () => {
  const loss = await points('loss');
  assert.deepEqual(
    loss.map(({ step, metricValue }) => [step, metricValue]),
    [
      [1, '0.75'],
      [2, '0.5'],
      [10, '0.25'],
    ],
  );
  assert.deepEqual(loss[0], {
    metricName: 'loss',
    metricValue: '0.75',
    timestamp: startTime + 10,
    step: 1,
    epoch: 0,
    offset: 13,
    runContext: null,
  });
  const [train] = await points('train_loss');
  assert.equal(train.runContext, 'train');
  const [free] = await points('no step');
  assert.equal(free.step, null);
  assert.deepEqual(await points('never logged'), []);
});

test('a step beyond 2^53 is exact', async () => {
  const response = await server.get('experiment/metrics/get-metric', {
    ...ofFirst,
    metricName: 'far',
  });
  assert.match(await response.text(), /"step":9007199254740993,/);
});

test('the text of a value is the same double again', async () => {
  const values = (await points('exact')).map(({ metricValue }) => metricValue);
  assert.deepEqual(values.map(Number), exact);
  assert.ok(Object.is(Number(values[3]), -0));
  assert.deepEqual(values.slice(0, 6), ['NaN', 'Infinity', '-Infinity', '-0.0', '0.0', '5.0E-324']);
  assert.deepEqual(values.slice(8, 13), [
    '0.1',
    '1.0E7',
    '0.001',
    '123456.789',
    '8.63224093336612E-4',
  ]);
});

test('all metrics in one answer', async () => {
  const { metrics } = await server.json('experiment/metrics/get-all', ofFirst);
  assert.equal(metrics.length, 3 + 1 + 2 + 1 + 1 + exact.length + 2000);
  assert.equal(
    metrics.filter(({ metricName }) => metricName === 'many').at(-1).metricValue,
    '999.5',
  );
});

test('the columns of a project', async () => {
  const { columns } = await server.json('project/column-names', names);
  const typeOf = (id) => columns.find((column) => column.id === id)?.type;
  assert.equal(typeOf('loss--metrics'), 'double');
  assert.equal(typeOf('nesterov--params'), 'boolean');
  assert.equal(typeOf('lr--params'), 'string', 'a number in one run and text in the other');
  assert.equal(typeOf('note--log_other'), 'string');
  assert.equal(typeOf('best--tag'), 'string');
  assert.equal(typeOf('duration--metadata'), 'timenumber');
  assert.equal(typeOf('start_server_timestamp--metadata'), 'datetime');
  assert.equal(typeOf('os--env_details'), 'string');
  const { projectId } = await server.json('project', names);
  assert.deepEqual((await server.json('project/column-names', { projectId })).columns, columns);
});

const chart = async (body) => {
  const response = await server.post('experiments/multi-metric-chart', body);
  assert.equal(response.status, 200);
  return response.json();
};

test('a chart has columns of numbers', async () => {
  const answer = await chart({
    targetedExperiments: [keyOf(1), keyOf(2), 'nobody'],
    metrics: ['loss', 'exact'],
    params: ['lr', 'no such'],
    independentMetrics: true,
    fetchFull: true,
  });
  assert.equal(answer.empty, false);
  assert.deepEqual(Object.keys(answer.experiments), [keyOf(1), keyOf(2)]);
  const entry = answer.experiments[keyOf(1)];
  assert.deepEqual(entry.params, { lr: '0.5' });
  assert.equal(entry.experimentName, 'first run');
  assert.equal(entry.experimentKey, keyOf(1));
  assert.equal(entry.empty, false);
  assert.deepEqual(entry.metrics[0], {
    metricName: 'loss',
    values: [0.75, 0.5, 0.25],
    steps: [1, 2, 10],
    epochs: [0, 1, 1],
    timestamps: [startTime + 10, startTime + 20, startTime + 30],
    durations: [10, 20, 30],
  });
  assert.deepEqual(entry.metrics[1].values.slice(0, 3), ['NaN', 'Infinity', '-Infinity']);
  assert.deepEqual(entry.metrics[1].values.slice(3), exact.slice(3));
  assert.equal(entry.metrics[1].epochs, null, 'an axis that was never logged');
  assert.equal(answer.experiments[keyOf(2)].metrics.length, 1);
});

test('a chart of dependent metrics has the steps that all of them have', async () => {
  const request = {
    targetedExperiments: [keyOf(1), keyOf(2)],
    metrics: ['loss', 'accuracy'],
    independentMetrics: false,
  };
  const { experiments } = await chart(request);
  const entry = experiments[keyOf(1)];
  assert.deepEqual(entry.steps, [2, 10]);
  assert.deepEqual(entry.epochs, [1, 1]);
  assert.deepEqual(
    entry.metrics.map(({ metricName, values, steps }) => [metricName, values, steps]),
    [
      ['loss', [0.5, 0.25], [2, 10]],
      ['accuracy', [0.8, 0.9], [2, 10]],
    ],
  );
  assert.equal(experiments[keyOf(2)].empty, true, 'it has no accuracy');
});

test('a chart is sampled unless all points are asked for', async () => {
  const request = { targetedExperiments: [keyOf(1)], metrics: ['many'] };
  const sampled = (await chart({ ...request, fetchFull: false })).experiments[keyOf(1)].metrics[0];
  assert.equal(sampled.steps.length, 500);
  assert.equal(sampled.steps[0], 0);
  assert.equal(sampled.steps.at(-1), 1999);
  assert.ok(sampled.steps.every((step, i) => sampled.values[i] === step * 0.5));
  assert.deepEqual(
    (await chart(request)).experiments[keyOf(1)].metrics[0],
    sampled,
    'the same each time',
  );
  const full = (await chart({ ...request, fetchFull: true })).experiments[keyOf(1)].metrics[0];
  assert.equal(full.steps.length, 2000);
});

test('a chart of parameters alone, and one of nothing', async () => {
  const answer = await chart({
    targetedExperiments: [keyOf(1)],
    metrics: [],
    params: ['optimizer'],
  });
  assert.deepEqual(answer.experiments[keyOf(1)].params, { optimizer: 'adam' });
  assert.equal(answer.experiments[keyOf(1)].empty, false);
  const plain = await chart({ targetedExperiments: [keyOf(1)], metrics: ['loss'], params: null });
  assert.equal(plain.experiments[keyOf(1)].params, null);
  assert.deepEqual(await chart({ targetedExperiments: [] }), { experiments: {}, empty: true });
});

test('answers are JSON without a charset, for any API key or none', async () => {
  const endpoints = ['workspaces', `experiment/metadata?experimentKey=${keyOf(1)}`];
  endpoints.push(
    `experiment/parameters?experimentKey=${keyOf(1)}`,
    `experiment/metrics/get-all?experimentKey=${keyOf(1)}`,
  );
  for (const endpoint of endpoints) {
    for (const headers of [{}, { Authorization: 'a'.repeat(25) }]) {
      const response = await fetch(`${server.origin}/api/rest/v2/${endpoint}`, { headers });
      assert.equal(response.status, 200, endpoint);
      assert.equal(response.headers.get('content-type'), 'application/json', endpoint);
      await response.arrayBuffer();
    }
  }
});

test('wrong requests get an answer that says what is wrong', async (t) => {
  const chartPath = 'experiments/multi-metric-chart';
  const cases = [
    [
      'workspace that is not there',
      () => server.get('projects', { workspaceName: 'x' }),
      404,
      'no such workspace: x',
    ],
    ['no workspace', () => server.get('projects'), 400, 'missing parameter: workspaceName'],
    [
      'project that is not there',
      () => server.get('project', { ...names, projectName: 'x' }),
      404,
      'no such project: team/x',
    ],
    [
      'project id that is not there',
      () => server.get('project', { projectId: 'x' }),
      404,
      'no such project: x',
    ],
    [
      'experiments of no project',
      () => server.get('experiments', { ...names, projectName: 'x' }),
      404,
      'no such project: team/x',
    ],
    [
      'no project',
      () => server.get('experiments', { workspaceName: 'team' }),
      400,
      'missing parameter: projectName (or projectId)',
    ],
    [
      'columns of no project',
      () => server.get('project/column-names', { projectId: 'x' }),
      404,
      'no such project: x',
    ],
    [
      'a page without a size',
      () => server.get('experiments', { ...names, page: 1 }),
      400,
      'missing parameter: size (page is counted in it)',
    ],
    [
      'a size of 0',
      () => server.get('experiments', { ...names, size: 0 }),
      400,
      'size has to be a whole number from 1 to 999999999',
    ],
    [
      'an order that is none',
      () => server.get('experiments', { ...names, sortOrder: 'up' }),
      400,
      'sortOrder has to be asc or desc',
    ],
    [
      'archived that is no boolean',
      () => server.get('experiments', { ...names, archived: 2 }),
      400,
      'archived has to be true or false',
    ],
    [
      'no metric name',
      () => server.get('experiment/metrics/get-metric', ofFirst),
      400,
      'missing parameter: metricName',
    ],
    [
      'an endpoint that is not there',
      () => server.get('experiment/nothing'),
      404,
      'no such endpoint: GET /api/rest/v2/experiment/nothing',
    ],
    ['a body that is not JSON', () => server.post(chartPath, '{'), 400, 'the body is not JSON'],
    [
      'a body that is a list',
      () => server.post(chartPath, []),
      400,
      'the body has to be a JSON object',
    ],
    [
      'no experiments',
      () => server.post(chartPath, {}),
      400,
      'missing parameter: targetedExperiments',
    ],
    [
      'metrics that are no list',
      () => server.post(chartPath, { targetedExperiments: [], metrics: 'loss' }),
      400,
      'metrics has to be a list of texts',
    ],
    [
      'a flag that is text',
      () => server.post(chartPath, { targetedExperiments: [], fetchFull: 'no' }),
      400,
      'fetchFull has to be true or false',
    ],
    [
      'a body that is too large',
      () => server.post(chartPath, ' '.repeat(5e6)),
      413,
      'the body is larger than 4194304 bytes',
    ],
  ];
  for (const endpoint of [
    'metadata',
    'tags',
    'parameters',
    'log-other',
    'metrics/summary',
    'metrics/get-all',
  ]) {
    const path = `experiment/${endpoint}`;
    cases.push([
      `${endpoint} of none`,
      () => server.get(path),
      400,
      'missing parameter: experimentKey',
    ]);
    cases.push([
      `${endpoint} of an unknown one`,
      () => server.get(path, { experimentKey: 'x' }),
      404,
      'no such experiment: x',
    ]);
  }
  for (const [name, send, status, msg] of cases) {
    await t.test(name, async () => {
      const response = await send();
      assert.equal(response.status, status);
      assert.equal(response.headers.get('content-type'), 'application/json');
      assert.deepEqual(await response.json(), { msg, code: status });
    });
  }
});
