import assert from 'node:assert/strict';
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { lines, writeFile } from '../support/cometx-download.js';
import { runCommand, temporaryFolder } from '../support/command.js';
import { keyOf, metric, startTime, writeArchive } from '../support/offline-archive.js';
import { startServer } from '../support/serve.js';
import { storeHash } from '../support/store-rows.js';

const ofRun = { experimentKey: keyOf(1) };

const metadata = {
  experimentKey: keyOf(1),
  experimentName: 'a run',
  workspaceName: 'team',
  projectName: 'demo',
  startTimeMillis: startTime,
  endTimeMillis: startTime + 60_000,
  tags: ['one', 'two'],
};

const point = (metricName, metricValue, more = {}) => ({
  metricName,
  metricValue,
  timestamp: startTime,
  step: 1,
  epoch: null,
  offset: 0,
  runContext: null,
  ...more,
});

const asset = (assetId, fileName, more = {}) => ({
  assetId,
  fileName,
  fileSize: 5,
  createdAt: startTime,
  type: 'asset',
  dir: 'assets',
  remote: false,
  metadata: null,
  ...more,
});

/** Writes OUT/team/demo/KEY with the files given, and returns the three. */
async function writeRun(t, files, { key = keyOf(1) } = {}) {
  const folder = await temporaryFolder(t);
  const out = join(folder, 'out');
  const run = join(out, 'team', 'demo', key);
  mkdirSync(run, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const isText = typeof content === 'string';
    const text = name.endsWith('.jsonl') ? lines : JSON.stringify;
    writeFile(join(run, name), isText ? content : text(content));
  }
  return { out, run, folder, data: join(folder, 'data') };
}

const importInto = (data, ...paths) => runCommand(['import', '--data', data, ...paths]);

/** The warning about a file that is not in a folder. */
const notThere = (folder, name) => `${folder}: not in the folder, and so left out: ${name}\n`;

/** Imports the folder, with those warnings, and serves the store. */
async function serveRun(t, { data, out }, warnings = '') {
  const { code, stdout, stderr } = await importInto(data, out);
  assert.deepEqual([code, stderr], [0, warnings]);
  const server = await startServer({ data });
  t.after(() => server.stop());
  return { server, stdout };
}

test('a name with more slashes than there are folders', { timeout: 20_000 }, async (t) => {
  const experimentName = '/'.repeat(10 ** 6);
  const { data, out } = await writeRun(t, { 'metadata.json': { ...metadata, experimentName } });
  const { code, stderr } = await importInto(data, out);
  assert.deepEqual([code, stderr], [0, '']);
});

test('a project, its notes, and an experiment', async (t) => {
  const run = await writeRun(t, {
    'metadata.json': { ...metadata, fileName: 'train.py', archived: true, hasCrashed: true },
    '../project_metadata.json': { projectName: 'demo', projectDescription: 'what it is' },
    '../project_notes.md': '# Notes\n\nünïcödé',
  });
  const { server, stdout } = await serveRun(t, run);
  assert.equal(
    stdout,
    `imported ${keyOf(1)}: "a run" in team/demo: 0 metrics, 0 points, 0 parameters, 0 assets\n`,
  );
  const found = await server.json('experiment/metadata', ofRun);
  assert.equal(found.experimentName, 'a run');
  assert.equal(found.fileName, 'train.py');
  assert.equal(found.durationMillis, 60_000);
  assert.deepEqual([found.archived, found.hasCrashed], [true, true]);
  assert.deepEqual((await server.json('experiment/tags', ofRun)).tags, ['one', 'two']);
  const { projectId } = found;
  assert.equal((await server.json('project', { projectId })).projectDescription, 'what it is');
  assert.equal((await server.json('project/notes', { projectId })).notes, '# Notes\n\nünïcödé');
});

test('metrics: any order, long integers, contexts, both forms', async (t) => {
  const long = '9007199254740993';
  const exact = `${JSON.stringify(point('loss', '2.0')).replace('"step":1', `"step":${long}`)}\n`;
  const run = await writeRun(t, {
    'metadata.json': metadata,
    'metrics.jsonl':
      exact +
      lines([
        point('loss', 'NaN', { step: 2, offset: -3, timestamp: startTime + 9 }),
        point('loss', '8.63E-4', { step: 2, offset: -4 }),
        point('train_acc', '0.5', { runContext: 'train', step: null, timestamp: null }),
      ]),
    'metrics_summary.jsonl': [{ metric: 'split', count: 0 }],
    'metrics/metric_00000.jsonl': [
      { metricName: 'split', metricValue: 1, step: 0 },
      { metricName: 'split', metricValue: 2, step: 0 },
    ],
  });
  const { server, stdout } = await serveRun(t, run);
  assert.match(stdout, /: 3 metrics, 6 points, 0 parameters/);
  const answer = async (metricName) =>
    (await server.get('experiment/metrics/get-metric', { ...ofRun, metricName })).text();
  const loss = await answer('loss');
  assert.ok(loss.includes(`"step":${long},`));
  const values = (text) => JSON.parse(text).metrics.map(({ metricValue }) => metricValue);
  assert.deepEqual(values(loss), ['8.63E-4', 'NaN', '2.0']);
  assert.deepEqual(values(await answer('split')), ['1.0', '2.0']);
  const [acc] = JSON.parse(await answer('train_acc')).metrics;
  assert.deepEqual([acc.runContext, acc.step, acc.timestamp], ['train', null, null]);
  const summaries = (await server.json('experiment/metrics/summary', ofRun)).values;
  assert.deepEqual(summaries.find(({ name }) => name === 'loss').valueCurrent, 'NaN');
});

test('parameters, others, and what an experiment has once', async (t) => {
  const run = await writeRun(t, {
    'metadata.json': metadata,
    'parameters.json': [
      { name: 'lr', valueMax: '2', valueMin: '1', valueCurrent: '1', timestampMax: startTime },
      { name: 'layers', valueCurrent: [1, 2] },
    ],
    'others.jsonl': [{ name: 'Name', valueCurrent: 'other name' }],
    'system_details.json': {
      user: 'ada',
      executable: '/bin/python',
      pythonVersion: '3.11.7',
      gpuStaticInfoList: [{ gpuIndex: 0, name: 'gpu' }],
      logAdditionalSystemInfoList: [{ key: 'a', value: 'b' }],
    },
    'run/script.py': 'print(1)\n',
    'run/output.txt': 'hello\n',
    'run/graph_definition.txt': '{"a": 1}',
    'run/requirements.txt': 'numpy==2.0\ntorch==2.1',
    'run/git_metadata.json': { user: 'ada', branch: 'refs/heads/main' },
    'run/git_diff.patch': 'diff --git a b\n',
    'assets/html/experiment.html': '<b>bold</b>',
  });
  const { server } = await serveRun(t, run);
  const ask = (endpoint) => server.json(`experiment/${endpoint}`, ofRun);
  const [layers, lr] = (await ask('parameters')).values;
  assert.equal(layers.valueCurrent, '[1,2]');
  assert.deepEqual([lr.valueMax, lr.valueMin, lr.valueCurrent], ['2', '1', '1']);
  assert.equal(lr.timestampMax, startTime);
  assert.equal((await ask('metadata')).experimentName, 'other name');
  const system = await ask('system-details');
  assert.equal(system.user, 'ada');
  assert.equal(system.executable, '/bin/python');
  assert.equal(system.pythonVersion, '3.11.7');
  assert.equal(system.hostname, null);
  assert.deepEqual(system.gpuStaticInfoList, [{ gpuIndex: 0, name: 'gpu' }]);
  assert.deepEqual(system.logAdditionalSystemInfoList, [{ key: 'a', value: 'b' }]);
  assert.deepEqual(system.installedPackages, ['numpy==2.0', 'torch==2.1']);
  assert.equal((await ask('code')).code, 'print(1)\n');
  assert.equal((await ask('output')).output, 'hello\n');
  assert.equal((await ask('graph')).graph, '{"a": 1}');
  assert.equal((await ask('html')).html, '<b>bold</b>');
  assert.equal((await ask('git/metadata')).branch, 'refs/heads/main');
  const patch = Buffer.from(await (await server.get('experiment/git/patch', ofRun)).arrayBuffer());
  assert.equal(patch.toString('latin1', 0, 2), 'PK');
  assert.ok(patch.includes('git_diff.patch'));
});

test('assets: names on disk, empty, remote and missing files', async (t) => {
  const run = await writeRun(t, {
    'metadata.json': metadata,
    'assets/assets_metadata.jsonl': [
      asset('a1', 'same.txt'),
      asset('a2', 'same.txt', { diskFileName: 'same_1.txt' }),
      asset('a3', 'tone-3.wav', { type: 'audio', logAsFileName: 'tone.wav', step: 3 }),
      asset('a4', '/a:b/../c.txt', { type: null, metadata: { b: 1 } }),
      asset('a5', 'empty.txt', { fileSize: 0 }),
      asset('a6', 'far', { remote: true, link: 's3://bucket/far' }),
      asset('a7', 'weights', { type: 'model-element', dir: 'models/net', metadata: '{"a":1}' }),
      asset('a8', 'gone.txt'),
    ],
    'assets/asset/same.txt': 'first',
    'assets/asset/same_1.txt': 'again',
    'assets/audio/tone-3.wav': 'sound',
    'assets/asset/a-b/c.txt': 'colon',
    'assets/model-element/weights': 'heavy',
  });
  const missing = notThere(run.run, 'gone.txt (assets/asset/gone.txt)');
  const { server, stdout } = await serveRun(t, run, missing);
  assert.match(stdout, /, 7 assets; 1 logged file not in the folder\n$/);
  const bytes = async (assetId) =>
    (await server.get('experiment/asset/get-asset', { ...ofRun, assetId })).text();
  for (const [id, content] of [
    ['a1', 'first'],
    ['a2', 'again'],
    ['a3', 'sound'],
    ['a4', 'colon'],
    ['a5', ''],
    ['a7', 'heavy'],
  ])
    assert.equal(await bytes(id), content, id);
  const { assets } = await server.json('experiment/asset/list', ofRun);
  const named = Object.fromEntries(assets.map((found) => [found.assetId, found]));
  assert.deepEqual(Object.keys(named).sort(), ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7']);
  assert.deepEqual([named.a3.fileName, named.a3.step], ['tone.wav', 3]);
  assert.equal(named.a4.metadata, '{"b":1}');
  assert.deepEqual([named.a6.remote, named.a6.link], [true, 's3://bucket/far']);
  assert.equal(named.a7.dir, 'models/net');
  const { models } = await server.json('experiment/model', ofRun);
  assert.deepEqual(
    models.map(({ modelName }) => modelName),
    ['net'],
  );
});

test('no name leads out of the folder, nor does a link', async (t) => {
  const names = [
    '../../../secret.txt',
    '../../../../secret.txt',
    '../../x/../../../../../../secret.txt',
    'link.txt',
    'linked/secret.txt',
  ];
  const run = await writeRun(t, {
    'metadata.json': metadata,
    'assets/assets_metadata.jsonl': names.map((name, at) =>
      asset(`a${at}`, name, { diskFileName: name }),
    ),
    'assets/asset/x/kept.txt': 'kept',
    '../../secret.txt': 'secret',
    '../../../../secret.txt': 'secret',
  });
  symlinkSync(join(run.folder, 'secret.txt'), join(run.run, 'assets/asset/link.txt'));
  symlinkSync(run.folder, join(run.run, 'assets/asset/linked'));
  const { code, stdout, stderr } = await importInto(run.data, run.out);
  assert.equal(code, 0);
  assert.match(stdout, /, 0 assets; 5 logged files not in the folder\n$/);
  for (const name of names) assert.ok(stderr.includes(`left out: ${name} (assets/`), name);
  const server = await startServer({ data: run.data });
  t.after(() => server.stop());
  assert.deepEqual((await server.json('experiment/asset/list', ofRun)).assets, []);
});

test('any file may be missing; the folder then names the experiment', async (t) => {
  const run = await writeRun(t, { 'metrics.jsonl': [point('loss', '1.0')] });
  const { stdout } = await serveRun(t, run);
  assert.match(stdout, new RegExp(`"${keyOf(1)}" in default/general: 1 metric, 1 point`));
  const other = await writeRun(t, { 'metrics.jsonl': [point('a', '1')] }, { key: 'no-key' });
  const { code, stderr } = await importInto(other.data, other.out);
  assert.equal(code, 1);
  assert.match(stderr, /no-key is not imported: it names no experiment: /);
});

test('lines that say nothing are counted', async (t) => {
  const run = await writeRun(t, {
    'metadata.json': metadata,
    'metrics.jsonl': `not JSON\n[]\n\n${lines([point('loss', 'text'), point('loss', '1')])}`,
    'parameters.json': [{ name: 'lr' }, { name: 'a', valueCurrent: '1' }],
    'others.jsonl': '{"valueCurrent":1}\n',
    'assets/assets_metadata.jsonl': [{ assetId: 'a' }],
  });
  const { stdout } = await serveRun(t, run);
  assert.match(stdout, /1 metric, 1 point, 1 parameter, 0 assets; 6 invalid lines skipped\n$/);
});

test('a damaged file is told by name, and nothing of the experiment is written', async (t) => {
  const run = await writeRun(t, { 'metadata.json': metadata });
  await importInto(run.data, run.out);
  const before = storeHash(run.data);
  for (const [name, content, reason] of [
    ['metadata.json', '{"experimentKey": "e', 'its metadata.json is not JSON'],
    ['metadata.json', '[]', 'its metadata.json is not a JSON object'],
    ['parameters.json', '{}', 'its parameters.json is no list'],
    ['system_details.json', 'null, ', 'its system_details.json is not a JSON object'],
    ['run/git_metadata.json', '"main"', 'its run/git_metadata.json is not a JSON object'],
  ]) {
    const damaged = await writeRun(
      t,
      { 'metadata.json': { ...metadata, experimentKey: keyOf(2) }, [name]: content },
      { key: keyOf(2) },
    );
    const { code, stderr } = await importInto(run.data, damaged.out);
    assert.deepEqual([code, stderr], [1, `${damaged.run} is not imported: ${reason}\n`]);
    assert.equal(storeHash(run.data), before);
  }
});

test('the same folder twice changes nothing, another of the same experiment is refused', async (t) => {
  const run = await writeRun(t, { 'metadata.json': metadata, 'metrics.jsonl': [point('a', '1')] });
  await importInto(run.data, run.out);
  const before = storeHash(run.data);
  const moved = join(run.folder, 'copy');
  renameSync(run.run, moved);
  for (const path of [moved, run.folder]) {
    const { code, stdout } = await importInto(run.data, path);
    assert.deepEqual([code, stdout], [0, 'already imported copy: "a run" in team/demo\n']);
  }
  writeFileSync(join(moved, 'metrics.jsonl'), lines([point('a', '2')]));
  const archive = writeArchive(run.folder, { messages: [metric('a', 3)] });
  for (const path of [moved, archive]) {
    const { code, stderr } = await importInto(run.data, path);
    assert.equal(code, 1);
    assert.match(stderr, /is in the store already, from another archive/);
  }
  assert.equal(storeHash(run.data), before);
});

test('a folder is whole: it does not join what a resumed archive brought', async (t) => {
  const run = await writeRun(t, { 'metadata.json': metadata, 'metrics.jsonl': [point('a', '1')] });
  const resumed = { experiment: { resume_strategy: 'get' }, messages: [metric('a', 3)] };
  await importInto(run.data, writeArchive(run.folder, resumed));
  const { code, stderr } = await importInto(run.data, run.run);
  assert.equal(code, 1);
  assert.match(stderr, /is in the store already/);
});

test('one bad experiment does not keep others out', async (t) => {
  const run = await writeRun(t, {
    'metadata.json': metadata,
    [`../${keyOf(0)}/metadata.json`]: '{',
    '../../panels/panel-1/metadata.json': '{}',
    '../../artifacts/name/metadata.json': '{}',
  });
  const { code, stdout, stderr } = await importInto(run.data, run.out);
  assert.equal(code, 1);
  assert.match(stdout, new RegExp(`^imported ${keyOf(1)}: .*\n$`));
  const [notRead, refused, end] = stderr.split('\n');
  const places = ['artifacts', 'panels'].map((name) => join(run.out, 'team', name)).join(', ');
  assert.equal(notRead, `artifacts, registered models and panels are not read: ${places}`);
  assert.ok(refused.endsWith(`${keyOf(0)} is not imported: its metadata.json is not JSON`));
  assert.equal(end, '');
});

test('names of experiments make folders within folders, and may be those of other things', async (t) => {
  const at = (number, experimentName) => ({
    ...metadata,
    experimentKey: keyOf(number),
    experimentName,
  });
  const run = await writeRun(
    t,
    {
      'metadata.json': at(1, 'a'),
      'run/output.txt': 'of a',
      'b/c/metadata.json': at(2, 'a/b/c'),
      'b/c/run/output.txt': 'of c',
      '../panels/metadata.json': at(3, 'panels'),
      '../project_metadata.json': { projectName: 'demo', projectDescription: 'what it is' },
      '../../artifacts/project_metadata.json': { projectName: 'artifacts' },
      '../../artifacts/d/metadata.json': { ...at(4, 'd'), projectName: 'artifacts' },
    },
    { key: 'a' },
  );
  const { server, stdout } = await serveRun(t, run);
  assert.deepEqual(stdout.match(/^imported \S+: "\S+" in \S+(?=:)/gm), [
    'imported d: "d" in team/artifacts',
    'imported a: "a" in team/demo',
    'imported c: "a/b/c" in team/demo',
    'imported panels: "panels" in team/demo',
  ]);
  for (const [number, output] of [
    [1, 'of a'],
    [2, 'of c'],
  ])
    assert.deepEqual(await server.json('experiment/output', { experimentKey: keyOf(number) }), {
      output,
    });
  const which = { workspaceName: 'team', projectName: 'demo' };
  assert.equal((await server.json('project', which)).projectDescription, 'what it is');
});

test('the notes of a project are found from an experiment deep in it, named alone', async (t) => {
  const run = await writeRun(
    t,
    {
      'b/c/metadata.json': { ...metadata, experimentName: 'a/b/c' },
      '../project_notes.md': 'notes',
    },
    { key: 'a' },
  );
  const { code } = await importInto(run.data, join(run.run, 'b', 'c'));
  assert.equal(code, 0);
  const server = await startServer({ data: run.data });
  t.after(() => server.stop());
  const which = { workspaceName: 'team', projectName: 'demo' };
  assert.equal((await server.json('project/notes', which)).notes, 'notes');
});

test('a flat folder has all files in one place', async (t) => {
  const run = await writeRun(t, {
    'metadata.json': metadata,
    'assets_metadata.jsonl': [
      asset('a1', 'same.txt'),
      asset('a2', 'same.txt', { diskFileName: 'same_1.txt', type: 'text-sample' }),
      asset('a3', 'assets/deep.txt'),
      asset('a4', 'gone.txt'),
    ],
    'same.txt': 'first',
    'same_1.txt': 'again',
    'assets/deep.txt': 'deep',
    'script.py': 'print(1)\n',
    'output.txt': 'hello\n',
    'graph_definition.txt': 'graph',
    'requirements.txt': 'numpy==2.0',
    'git_metadata.json': { branch: 'refs/heads/main' },
    'git_diff.patch': 'diff --git a b\n',
    'experiment.html': '<b>bold</b>',
  });
  const flat = { data: run.data, out: run.run };
  const { server, stdout } = await serveRun(t, flat, notThere(run.run, 'gone.txt (gone.txt)'));
  assert.match(
    stdout,
    /"a run" in team\/demo: 0 metrics, 0 points, 0 parameters, 4 assets; 1 logged/,
  );
  for (const [assetId, content] of [
    ['a1', 'first'],
    ['a2', 'again'],
    ['a3', 'deep'],
  ]) {
    const answer = await server.get('experiment/asset/get-asset', { ...ofRun, assetId });
    assert.equal(await answer.text(), content);
  }
  const ask = (endpoint) => server.json(`experiment/${endpoint}`, ofRun);
  assert.equal((await ask('code')).code, 'print(1)\n');
  assert.equal((await ask('output')).output, 'hello\n');
  assert.equal((await ask('graph')).graph, 'graph');
  assert.equal((await ask('html')).html, '<b>bold</b>');
  assert.equal((await ask('git/metadata')).branch, 'refs/heads/main');
  assert.deepEqual((await ask('system-details')).installedPackages, ['numpy==2.0']);
  assert.equal(
    (await server.get('experiment/git/patch', ofRun)).headers.get('content-type'),
    'application/zip',
  );
});

test('metrics that a list tells of, but whose files are not there', async (t) => {
  const run = await writeRun(t, {
    'metadata.json': metadata,
    'metrics_summary.jsonl': [
      { metric: 'here', count: 0 },
      { metric: 'gone', count: 12 },
      { metric: 'bad' },
    ],
    'metrics/metric_00000.jsonl': [point('here', 1)],
  });
  const { stdout } = await serveRun(t, run, notThere(run.run, 'metrics/metric_00012.jsonl'));
  assert.match(
    stdout,
    /: 1 metric, 1 point, .*; 1 invalid line skipped; 1 logged file not in the folder\n$/,
  );
});

test('code and pages as files, some of them in the list of assets', async (t) => {
  const run = await writeRun(t, {
    'metadata.json': { ...metadata, fileName: 'train.py' },
    'assets/assets_metadata.jsonl': [
      asset('a1', 'listed.py', { type: 'source_code' }),
      asset('a2', 'listed.html', { type: 'html' }),
    ],
    'assets/source_code/listed.py': 'from the list',
    'assets/html/listed.html': '<i>listed</i>',
    'assets/html/page': '<b>page</b>',
    'run/code/listed.py': 'from the list',
    'run/code/train.py': 'train()',
    'run/code/lib/data.py': 'data()',
  });
  const { server } = await serveRun(t, run);
  const { assets } = await server.json('experiment/asset/list', { ...ofRun, type: 'source_code' });
  assert.deepEqual(assets.map(({ fileName }) => fileName).sort(), [
    'lib/data.py',
    'listed.py',
    'train.py',
  ]);
  assert.equal((await server.json('experiment/code', ofRun)).code, 'train()');
  assert.equal((await server.json('experiment/html', ofRun)).html, '<b>page</b>');
});

test('what is listed is the page where there is no other; code may be one file', async (t) => {
  const run = await writeRun(t, {
    'metadata.json': metadata,
    'assets/assets_metadata.jsonl': [asset('a1', 'one.html', { type: 'html' })],
    'assets/html/one.html': '<i>one</i>',
    'run/code': 'print(2)',
  });
  const { server } = await serveRun(t, run);
  assert.equal((await server.json('experiment/html', ofRun)).html, '<i>one</i>');
  assert.equal((await server.json('experiment/code', ofRun)).code, 'print(2)');
});

test('a run of another service gets a key from its place', async (t) => {
  const { workspaceName, projectName } = metadata;
  const files = { 'metadata.json': { workspaceName, projectName, experimentName: 'sunny-1' } };
  const run = await writeRun(t, files, { key: '1a2b3c4d' });
  const { server } = await serveRun(t, run);
  const { experiments } = await server.json('experiments', { workspaceName, projectName });
  assert.match(experiments[0].experimentKey, /^[0-9a-f]{32}$/);
  const again = await importInto(run.data, run.out);
  assert.equal(again.stdout, 'already imported 1a2b3c4d: "sunny-1" in team/demo\n');
});

test('a folder named by a key may have only files of a run, or assets', async (t) => {
  const run = await writeRun(t, { 'run/output.txt': 'hello' });
  const { server } = await serveRun(t, run);
  assert.equal((await server.json('experiment/output', ofRun)).output, 'hello');
});
