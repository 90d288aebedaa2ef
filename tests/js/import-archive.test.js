import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCommand, startCommand, temporaryFolder } from '../support/command.js';
import {
  archiveMembers,
  keyOf,
  message,
  metric,
  other,
  parameter,
  startTime,
  upload,
  writeArchive,
  zip,
} from '../support/offline-archive.js';
import { startServer } from '../support/serve.js';
import { storeHash, withDatabase } from '../support/store-rows.js';

const importInto = (data, ...files) => runCommand(['import', '--data', data, ...files]);

test('an import tells what it brought', async (t) => {
  const folder = await temporaryFolder(t);
  const path = writeArchive(folder, {
    messages: [
      other('Name', 'a run'),
      metric('loss', 1, { step: 1 }),
      metric('loss', 2, { step: 2 }),
      metric('acc', 2, { step: 2 }),
      parameter('lr', 0.1),
      upload('tmp1', { assetId: 'a1' }),
    ],
    files: { tmp1: 'bytes' },
  });
  const { code, stdout, stderr } = await importInto(join(folder, 'data'), path);
  assert.equal(stderr, '');
  assert.equal(code, 0);
  assert.equal(
    stdout,
    `imported ${keyOf(1)}.zip: "a run" in team/demo: 2 metrics, 3 points, 1 parameter, 1 asset\n`,
  );
});

test('unknown messages and lines that are none are counted and kept out', async (t) => {
  const folder = await temporaryFolder(t);
  const path = writeArchive(folder, {
    messages: [
      message('foo', {}),
      message('foo', { a: 1 }),
      message('bar', {}),
      'not JSON',
      '[]',
      'null',
      '{"type":"metric_msg"}',
      message('metric_msg', { metric: { metricName: 'loss', metricValue: 'text' } }),
      message('metric_msg', { metric: { metricValue: 1 } }),
      metric('loss', 1, { step: '1' }),
      metric('loss', 1, { step: 1 }),
      upload('gone'),
    ],
  });
  const { code, stdout } = await importInto(join(folder, 'data'), path);
  assert.equal(code, 0);
  assert.equal(
    stdout,
    `imported ${keyOf(1)}.zip: "${keyOf(1)}" in team/demo: 1 metric, 1 point, 0 parameters, 0 assets` +
      '; 2 messages of unknown type "foo" kept out; 1 message of unknown type "bar" kept out' +
      '; 7 invalid lines skipped; 1 logged file not in the archive\n',
  );
});

test('messages of a wrong shape are kept out, and what else was logged is answered', async (t) => {
  const folder = await temporaryFolder(t);
  const wrong = [
    ...['file_name', 'graph', 'code'].flatMap((type) => [
      message(type, {}),
      message(type, { [type]: null }),
      message(type, { [type]: {} }),
    ]),
    ...['system_details', 'git_metadata', 'gpu_static_info', 'installed_packages'].flatMap(
      (type) => [
        message(type, { [type]: 'text' }),
        message(type, { [type]: null }),
        message(type, { [type]: 5, long: 2 ** 60 }),
      ],
    ),
    message('system_info', {}),
    message('system_info', { system_info: 'text' }),
    message('remote_model', { remote_assets: [] }),
    message('remote_model', { model_name: 'm', remote_assets: 5 }),
    message('remote_model', { model_name: 'm', remote_assets: [null] }),
    message('remote_model', { model_name: 'm', remote_assets: [{ assetId: 5 }] }),
    message('remote_model', { model_name: 'm', remote_assets: [{ assetId: 'a', fileName: 'f' }] }),
    message('3d-image', { asset_id: 'a', items: 5 }),
  ];
  const odd = message('remote_model', { model_name: 'm', remote_assets: null });
  const path = writeArchive(folder, { messages: [...wrong, odd, metric('loss', 1)] });
  const data = join(folder, 'data');
  const { code, stdout } = await importInto(data, path);
  assert.equal(code, 0);
  assert.match(
    stdout,
    new RegExp(`: 1 metric, 1 point, .*; ${wrong.length} invalid lines skipped\\n$`),
  );
  const server = await startServer({ data });
  t.after(() => server.stop());
  const ofRun = { experimentKey: keyOf(1) };
  for (const name of ['metadata', 'system-details', 'git/metadata', 'asset/list', 'model', 'code'])
    await server.json(`experiment/${name}`, ofRun);
});

test('a line that is not UTF-8 is one invalid line', async (t) => {
  const folder = await temporaryFolder(t);
  const members = archiveMembers({ messages: [metric('loss', 1)] });
  const messages = Buffer.concat([
    Buffer.from([0xff, 0xfe, 0x0a]),
    Buffer.from(members.at(-1)[1].trimEnd()),
  ]);
  const path = join(folder, 'run.zip');
  writeFileSync(path, zip([members[0], ['messages.json', messages]]));
  const { stdout } = await importInto(join(folder, 'data'), path);
  assert.match(stdout, /1 point, .*; 1 invalid line skipped\n$/);
});

test('text that begins with a control character stays text', async (t) => {
  const folder = await temporaryFolder(t);
  const server = await startServer({
    archives: [
      writeArchive(folder, {
        messages: [
          other('text', '\u0001x'),
          other('twice', '\u0001\u00015'),
          other('inside', { '\u0001name': '\u00015', big: 1.5 }),
          '{"type":"log_other","payload":{"key":"spaced","value":{"\\u0001a" : 1.50}}}',
          message('system_details', { user: '\u0001me', long: 2 ** 60 }),
        ],
      }),
    ],
  });
  t.after(() => server.stop());
  const ofRun = { experimentKey: keyOf(1) };
  const { values } = await server.json('experiment/log-other', ofRun);
  assert.deepEqual(Object.fromEntries(values.map((value) => [value.name, value.valueCurrent])), {
    inside: '{"\\u0001name":"\\u00015","big":1.5}',
    spaced: '{"\\u0001a":1.50}',
    text: '\u0001x',
    twice: '\u0001\u00015',
  });
  const { user } = await server.json('experiment/system-details', ofRun);
  assert.equal(user, '\u0001me');
});

test('the same archive twice changes nothing, under any name', async (t) => {
  const folder = await temporaryFolder(t);
  const data = join(folder, 'data');
  const content = { messages: [metric('loss', 1), other('Name', 'a run')] };
  const path = writeArchive(folder, content);
  await importInto(data, path);
  const before = storeHash(data);
  const again = writeArchive(folder, { ...content, file: 'copy.zip' });
  const { code, stdout } = await importInto(data, path, again);
  assert.equal(code, 0);
  assert.equal(
    stdout,
    `already imported ${keyOf(1)}.zip: "a run" in team/demo\nalready imported copy.zip: "a run" in team/demo\n`,
  );
  assert.equal(storeHash(data), before);
});

test('another archive that creates the same experiment is refused', async (t) => {
  const folder = await temporaryFolder(t);
  const data = join(folder, 'data');
  await importInto(data, writeArchive(folder, { messages: [metric('loss', 1)] }));
  const before = storeHash(data);
  const path = writeArchive(folder, { file: 'other.zip', messages: [metric('loss', 2)] });
  const { code, stderr } = await importInto(data, path);
  assert.equal(code, 1);
  assert.equal(
    stderr,
    `${path} is not imported: experiment ${keyOf(1)} is in the store already, from another archive ` +
      `(${keyOf(1)}.zip), and this one does not resume it\n`,
  );
  assert.equal(storeHash(data), before);
});

const started = {
  experiment: { tags: ['one'] },
  messages: [
    other('Name', 'a run'),
    metric('loss', 4, { step: 1, time: 1 }),
    metric('loss', 3, { step: 2, time: 2 }),
    parameter('lr', 1, { time: 1 }),
    message('standard_output', { output: 'hello ', stderr: false }),
  ],
};
const resumed = {
  file: `${keyOf(1)}-xyz.zip`,
  experiment: {
    tags: ['two'],
    resume_strategy: 'get',
    stop_time: startTime + 90_000,
    project_name: null,
    workspace: null,
  },
  messages: [
    metric('loss', 2, { step: 3, time: 3 }),
    metric('loss', 5, { step: 2, time: 4 }),
    parameter('lr', 2, { time: 5 }),
    message('standard_output', { output: 'again', stderr: false }),
  ],
};

test('a resumed archive goes on with its experiment', async (t) => {
  const folder = await temporaryFolder(t);
  const server = await startServer({
    archives: [writeArchive(folder, started), writeArchive(folder, resumed)],
  });
  t.after(() => server.stop());
  const ofRun = { experimentKey: keyOf(1) };
  const { metrics } = await server.json('experiment/metrics/get-metric', {
    ...ofRun,
    metricName: 'loss',
  });
  assert.deepEqual(
    metrics.map(({ step, offset, metricValue }) => [step, offset, metricValue]),
    [
      [1, 1, '4.0'],
      [2, 2, '3.0'],
      [2, 6, '5.0'],
      [3, 5, '2.0'],
    ],
  );
  const metadata = await server.json('experiment/metadata', ofRun);
  assert.equal(metadata.projectName, 'demo');
  assert.equal(metadata.experimentName, 'a run');
  assert.equal(metadata.durationMillis, 90_000);
  assert.deepEqual((await server.json('experiment/tags', ofRun)).tags, ['one', 'two']);
  const [loss] = (await server.json('experiment/metrics/summary', ofRun)).values;
  assert.deepEqual([loss.valueMax, loss.valueMin, loss.valueCurrent], ['5.0', '2.0', '5.0']);
  const [lr] = (await server.json('experiment/parameters', ofRun)).values;
  assert.deepEqual([lr.valueMax, lr.valueMin, lr.valueCurrent], ['2', '1', '2']);
});

test('a resumed archive may come first', async (t) => {
  const folder = await temporaryFolder(t);
  const server = await startServer({
    archives: [writeArchive(folder, resumed), writeArchive(folder, started)],
  });
  t.after(() => server.stop());
  const ofRun = { experimentKey: keyOf(1) };
  const metadata = await server.json('experiment/metadata', ofRun);
  assert.equal(metadata.projectName, 'demo');
  assert.equal(metadata.startTimeMillis, startTime);
  const { metrics } = await server.json('experiment/metrics/get-metric', {
    ...ofRun,
    metricName: 'loss',
  });
  assert.equal(metrics.length, 4);
  const [loss] = (await server.json('experiment/metrics/summary', ofRun)).values;
  assert.equal(loss.valueCurrent, '5.0', 'the last by time, whichever came first');
});

test('a resumed archive loses no points of a context that is stored in other words', async (t) => {
  const folder = await temporaryFolder(t);
  const archives = [started, resumed].map((content, index) => {
    const context = 'train\0\uD800';
    return writeArchive(folder, { ...content, messages: [metric('odd', index, { context })] });
  });
  const server = await startServer({ archives });
  t.after(() => server.stop());
  const { metrics } = await server.json('experiment/metrics/get-all', { experimentKey: keyOf(1) });
  assert.deepEqual(
    metrics.map(({ metricName, metricValue }) => [metricName, metricValue]),
    [0, 1].map((value) => ['train\uFFFD\uFFFD_odd', `${value}.0`]),
  );
});

test('what no endpoint serves yet is in the store', async (t) => {
  const folder = await temporaryFolder(t);
  const data = join(folder, 'data');
  const big = Buffer.alloc(2_500_000, 'x');
  const path = writeArchive(folder, {
    messages: [
      message('html', { html: '<b>' }),
      message('html', { html: 'x</b>' }),
      message('graph', { graph: 'nodes' }),
      message('standard_output', { output: 'a', stderr: false }),
      message('standard_output', { output: 'b\n', stderr: true }),
      message('installed_packages', { installed_packages: ['numpy==2.0'] }),
      message('system_info', { system_info: { key: 'gpu', value: 'none' } }),
      message('git_metadata', { git_metadata: { branch: 'main' } }),
      upload('tmp1', { assetId: 'a1', fileName: 'big.bin', step: 4 }),
      message('remote_file', {
        remote_uri: 's3://bucket/x',
        upload_type: 'asset',
        additional_params: { assetId: 'r1', fileName: 'x' },
      }),
      message('file_upload', {
        file_path: 'tmp2',
        upload_type: 'visualization',
        additional_params: { imageId: 'i1', figName: 'fig', figCounter: 1, step: 2 },
      }),
    ],
    files: { tmp1: big, tmp2: 'png' },
  });
  assert.equal((await importInto(data, path)).code, 0);
  withDatabase(data, (database) => {
    const documents = Object.fromEntries(
      database.all('SELECT kind, body FROM document').map(({ kind, body }) => [kind, body]),
    );
    assert.deepEqual(documents, {
      html: '<b>x</b>',
      graph: 'nodes',
      output: 'ab\n',
      installed_packages: '["numpy==2.0"]',
      system_info: '{"key":"gpu","value":"none"}',
      git_metadata: '{"branch":"main"}',
    });
    const assets = database.all(
      'SELECT asset_id, file_name, type, size, step, remote_uri FROM asset ORDER BY asset_id',
    );
    assert.deepEqual(assets.map(Object.values), [
      ['a1', 'big.bin', 'asset', big.length, 4, null],
      ['i1', 'fig', 'visualization', 3, 2, null],
      ['r1', 'x', 'asset', 0, null, 's3://bucket/x'],
    ]);
    const chunks = database.all("SELECT bytes FROM asset_chunk WHERE asset_id = 'a1' ORDER BY seq");
    assert.ok(chunks.length > 1);
    assert.ok(big.equals(Buffer.concat(chunks.map(({ bytes }) => bytes))));
  });
});

test('the archives of old SDKs: one message type for all, the key in the file name', async (t) => {
  const folder = await temporaryFolder(t);
  const path = writeArchive(folder, {
    file: `${keyOf(7)}-abc.zip`,
    experiment: { offline_id: undefined, resume_strategy: undefined, mode: 'append' },
    messages: [
      message('ws_msg', {
        local_timestamp: startTime,
        context: 'train',
        metric: { metricName: 'loss', metricValue: 0.5, step: 1 },
      }),
      message('ws_msg', {
        local_timestamp: startTime,
        param: { paramName: 'lr', paramValue: 0.1 },
      }),
      message('ws_msg', { log_other: { key: 'Name', val: 'old run' } }),
      message('ws_msg', { fileName: 'old.py', stdout: 'text', stderr: false }),
      message('ws_msg', { env_details: { user: 'bob' } }),
      message('ws_msg', { something: 1 }),
    ],
  });
  const server = await startServer({ archives: [path] });
  t.after(() => server.stop());
  const ofRun = { experimentKey: keyOf(7) };
  const metadata = await server.json('experiment/metadata', ofRun);
  assert.equal(metadata.experimentName, 'old run');
  assert.equal(metadata.fileName, 'old.py');
  assert.equal(metadata.userName, 'bob');
  const { metrics } = await server.json('experiment/metrics/get-metric', {
    ...ofRun,
    metricName: 'train_loss',
  });
  assert.equal(metrics[0].metricValue, '0.5');
  const [lr] = (await server.json('experiment/parameters', ofRun)).values;
  assert.equal(lr.valueCurrent, '0.1');
});

test('an import beside a running server is seen by it', async (t) => {
  const folder = await temporaryFolder(t);
  const data = join(folder, 'data');
  mkdirSync(data);
  const server = await startServer({ data });
  t.after(() => server.stop());
  assert.deepEqual(await server.json('workspaces'), { workspaceNames: [] });
  const importing = importInto(data, writeArchive(folder, { messages: [metric('loss', 1)] }));
  const answers = await Promise.all(Array.from({ length: 20 }, () => server.get('workspaces')));
  assert.ok(answers.every(({ status }) => status === 200));
  assert.equal((await importing).code, 0);
  assert.deepEqual(await server.json('workspaces'), { workspaceNames: ['team'] });
});

test('a running server answers from its store while an import beside it is killed', async (t) => {
  const folder = await temporaryFolder(t);
  const data = join(folder, 'data');
  await importInto(data, writeArchive(folder, { key: keyOf(1), messages: [metric('loss', 1)] }));
  const server = await startServer({ data });
  t.after(() => server.stop());
  const files = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`f${i}`, Buffer.alloc(2 ** 20, i)]),
  );
  const messages = Object.keys(files).map((name) => upload(name));
  const large = writeArchive(folder, { key: keyOf(2), messages, files });
  const child = startCommand(['import', '--data', data, large]);
  const ended = new Promise((resolve) => child.once('close', resolve));
  while (!isLockedBy(data, child.pid)) await new Promise((resolve) => setTimeout(resolve, 2));
  const which = { workspaceName: 'team', projectName: 'demo' };
  const asked = server.json('experiments', which);
  child.kill('SIGKILL');
  await ended;
  const keys = ({ experiments }) => experiments.map(({ experimentKey }) => experimentKey);
  assert.deepEqual(keys(await asked), [keyOf(1)]);
  assert.equal((await importInto(data, large)).code, 0);
  assert.deepEqual(keys(await server.json('experiments', which)).sort(), [keyOf(1), keyOf(2)]);
});

/** Whether a process has the store of a data folder. */
function isLockedBy(data, pid) {
  try {
    return JSON.parse(readFileSync(join(data, 'lock'), 'utf8')).pid === pid;
  } catch {
    return false;
  }
}

test('imports at the same time wait for each other', async (t) => {
  const folder = await temporaryFolder(t);
  const data = join(folder, 'data');
  const paths = [1, 2, 3].map((n) =>
    writeArchive(folder, { key: keyOf(n), messages: [metric('loss', n)] }),
  );
  const results = await Promise.all(paths.map((path) => importInto(data, path)));
  assert.deepEqual(
    results.map(({ code, stderr }) => [code, stderr]),
    Array(3).fill([0, '']),
  );
  const { n } = withDatabase(data, (database) =>
    database.get('SELECT count(*) AS n FROM experiment'),
  );
  assert.equal(n, 3);
  assert.deepEqual(readdirSync(data), ['perihelion.db'], 'no lock is left');
});
