// What an experiment has once: texts, system, git, models, and a project's notes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js';
import { readArchive, sampleArchives, uploads } from '../support/archive-reader.js';
import {
  keyOf,
  message,
  metric,
  other,
  upload,
  writeArchive,
  zip,
} from '../support/offline-archive.js';
import { startServer } from '../support/serve.js';

const folder = mkdtempSync(join(tmpdir(), 'perihelion-test-'));
const rich = { experimentKey: keyOf(1) };
const bare = { experimentKey: keyOf(2) };
const plain = { experimentKey: keyOf(3) };
const patch = 'diff --git a/x b/x\n+ é\n';
const git = {
  user: 'ada',
  root: 'https://host/repo',
  branch: 'refs/heads/main',
  parent: '0123abcd',
  origin: 'git@host:repo.git',
};
const gpu = { gpuIndex: 0, name: 'T4', uuid: 'u', totalMemory: 16, powerLimit: 70 };
const logged = {
  command: ['train.py', '--lr'],
  env: { A: 'b' },
  hostname: 'box',
  ip: '10.0.0.1',
  machine: 'x86_64',
  os: 'Linux-6',
  os_release: '6.1',
  os_type: 'Linux',
  pid: 42,
  processor: 'cpu',
  python_exe: '/usr/bin/python3',
  python_version: '3.11.7',
  python_version_verbose: '3.11.7 (main)',
  user: 'ada',
};
const file = (name, upload_type, params) => {
  const { payload } = upload(name, params);
  return message('file_upload', { ...payload, upload_type });
};
let server;

before(async () => {
  const archives = [
    writeArchive(folder, {
      key: keyOf(1),
      files: {
        patch: zip([['git_diff.patch', patch]]),
        'main.py': 'print("é")\n',
        'other.py': 'pass\n',
        a: 'weights',
        b: 'config',
        c: 'newer config',
        d: 'outside',
      },
      messages: [
        message('html', { html: '<b>one</b>' }),
        message('html', { html: '<i>two</i>' }),
        message('standard_output', { output: 'line 1\n', stderr: false }),
        message('standard_output', { output: 'line 2', stderr: true }),
        message('graph', { graph: '{"nodes":[]}' }),
        message('file_name', { file_name: 'main.py' }),
        message('system_details', logged),
        message('installed_packages', { installed_packages: ['numpy==2.0', 'comet_ml==3.58.8'] }),
        message('os_packages', { os_packages: ['libc6=2.36'] }),
        message('gpu_static_info', { gpu_static_info: [gpu] }),
        message('system_info', { system_info: { key: 'cores', value: 8 } }),
        message('system_info', { system_info: { key: 'rack', value: 'r1' } }),
        message('git_metadata', { git_metadata: { ...git, status: 'dirty' } }),
        metric('sys.ram.total', 8589934592),
        metric('sys.cpu.percent.avg', 3),
        metric('loss', 1),
        file('patch', 'git-patch', { assetId: 'patch' }),
        file('other.py', 'source_code', { assetId: 'other' }),
        file('main.py', 'source_code', { assetId: 'main' }),
        file('a', 'model-element', { assetId: 'a', fileName: 'net/w.bin', groupingName: 'net' }),
        file('b', 'model-element', { assetId: 'b', fileName: 'c.json', groupingName: 'net' }),
        file('c', 'model-element', { assetId: 'c', fileName: 'c.json', groupingName: 'net' }),
        file('d', 'model-element', { assetId: 'd', fileName: '../../C:/d', groupingName: 'net' }),
        message('remote_model', {
          model_name: 'far',
          remote_assets: [{ assetId: 'r', fileName: 'r.bin', remoteUrl: 's3://b/r.bin' }],
        }),
      ],
    }),
    writeArchive(folder, { key: keyOf(2), messages: [other('Name', 'bare')] }),
    writeArchive(folder, {
      key: keyOf(3),
      files: { 'raw.patch': patch },
      messages: [
        message('ws_msg', { code: 'import this\n' }),
        file('raw.patch', 'git-patch', { assetId: 'raw' }),
      ],
    }),
  ];
  server = await startServer({ archives: [...archives, ...sampleArchives()] });
});
after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const unzipped = async (response) => {
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/zip');
  const entries = await new ZipReader(new BlobReader(await response.blob())).getEntries();
  const texts = entries.map(async (e) => [e.filename, await e.getData(new TextWriter())]);
  return Object.fromEntries(await Promise.all(texts));
};

test('html, output, graph and code', async () => {
  assert.deepEqual(await server.json('experiment/html', rich), { html: '<b>one</b><i>two</i>' });
  assert.deepEqual(await server.json('experiment/output', rich), { output: 'line 1\nline 2' });
  assert.deepEqual(await server.json('experiment/graph', rich), { graph: '{"nodes":[]}' });
  assert.deepEqual(await server.json('experiment/code', rich), { code: 'print("é")\n' });
  assert.deepEqual(await server.json('experiment/code', plain), { code: 'import this\n' });
});

test('what was not logged is an empty object', async () => {
  for (const kind of ['html', 'output', 'graph', 'code']) {
    assert.deepEqual(await server.json(`experiment/${kind}`, bare), {}, kind);
  }
});

test('an unknown experiment is a 404 at every endpoint, no key a 400', async () => {
  const paths = ['html', 'output', 'graph', 'code', 'system-details', 'git/metadata', 'git/patch'];
  for (const path of [...paths, 'model']) {
    const unknown = await server.get(`experiment/${path}`, { experimentKey: keyOf(9) });
    assert.equal(unknown.status, 404, path);
    assert.match((await unknown.json()).msg, /no such experiment/);
    assert.equal((await server.get(`experiment/${path}`)).status, 400, path);
  }
});

test('system details under the names that clients read', async () => {
  assert.deepEqual(await server.json('experiment/system-details', rich), {
    ...rich,
    command: logged.command,
    env: logged.env,
    hostname: 'box',
    ip: '10.0.0.1',
    machine: 'x86_64',
    os: 'Linux-6',
    osRelease: '6.1',
    osType: 'Linux',
    pid: 42,
    processor: 'cpu',
    executable: '/usr/bin/python3',
    pythonVersion: '3.11.7',
    pythonVersionVerbose: '3.11.7 (main)',
    user: 'ada',
    gpuStaticInfoList: [gpu],
    logAdditionalSystemInfoList: [
      { key: 'cores', value: 8 },
      { key: 'rack', value: 'r1' },
    ],
    systemMetricNames: ['sys.cpu.percent.avg', 'sys.ram.total'],
    maxTotalMemory: null,
    networkInterfaceIps: null,
    osPackages: ['libc6=2.36'],
    installedPackages: ['numpy==2.0', 'comet_ml==3.58.8'],
    totalRam: 8589934592,
  });
  const details = await server.json('experiment/system-details', rich);
  const empty = await server.json('experiment/system-details', bare);
  assert.deepEqual(Object.keys(empty), Object.keys(details));
  assert.equal(empty.pid, null);
  assert.deepEqual(empty.installedPackages, []);
});

test('git metadata, and the patch as a zip whatever was logged', async () => {
  assert.deepEqual(await server.json('experiment/git/metadata', rich), git);
  const nothing = { user: null, root: null, branch: null, parent: null, origin: null };
  assert.deepEqual(await server.json('experiment/git/metadata', bare), nothing);
  for (const query of [rich, plain]) {
    const response = await server.get('experiment/git/patch', query);
    assert.deepEqual(await unzipped(response), { 'git_diff.patch': patch });
  }
  const none = await server.get('experiment/git/patch', bare);
  assert.equal(none.status, 200);
  assert.ok((await none.text()).startsWith('{"msg"'));
});

test('models, their files, and all of them in one zip', async () => {
  const { models } = await server.json('experiment/model', rich);
  assert.deepEqual(
    models.map(({ modelName }) => modelName),
    ['net', 'far'],
  );
  for (const { experimentModelId, experimentKey, registryRecords } of models) {
    assert.match(experimentModelId, /^[0-9a-f]{32}$/);
    assert.equal(experimentKey, keyOf(1));
    assert.deepEqual(registryRecords, []);
  }
  const files = async (modelName) =>
    (await server.json('experiment/model/asset/list', { ...rich, modelName })).assets;
  assert.deepEqual(
    (await files('net')).map(({ assetId }) => assetId),
    ['a', 'b', 'c', 'd'],
  );
  const [far] = await files('far');
  assert.equal(far.link, 's3://b/r.bin');
  assert.equal(far.dir, 'models/far');
  const net = await server.get('experiment/model/download', { ...rich, modelName: 'net' });
  assert.deepEqual(await unzipped(net), {
    'net/w.bin': 'weights',
    'c.json': 'newer config',
    d: 'outside',
  });
  assert.deepEqual(await server.json('experiment/model', bare), { models: [] });
  for (const path of ['asset/list', 'download']) {
    const missing = await server.get(`experiment/model/${path}`, { ...rich, modelName: 'none' });
    assert.equal(missing.status, 404);
    assert.match((await missing.json()).msg, /no model none/);
  }
});

test('a project without notes, by id and by names; no lineage of artifacts', async () => {
  const names = { workspaceName: 'team', projectName: 'demo' };
  const { projectId } = await server.json('project', names);
  assert.deepEqual(await server.json('project/notes', { projectId }), {});
  assert.deepEqual(await server.json('project/notes', names), {});
  assert.equal((await server.get('project/notes', { projectId: 'x' })).status, 404);
  const lineage = await server.json('get/artifacts', { ...rich, filter: 'all' });
  assert.deepEqual(lineage, { artifacts: [] });
});

test('columns of archived experiments only: here there are none', async () => {
  const names = { workspaceName: 'team', projectName: 'demo' };
  const logged = async (query) => {
    const { columns } = await server.json('project/column-names', { ...names, ...query });
    return columns.filter(({ source }) => source === 'metrics').map(({ name }) => name);
  };
  assert.deepEqual(await logged({ archived: 'True' }), []);
  assert.deepEqual(await logged({ archived: 'false' }), await logged({}));
  assert.ok((await logged({})).includes('loss'));
});

test('every text and package list of every sample is served as logged', async () => {
  for (const archive of sampleArchives().map(readArchive)) {
    const query = { experimentKey: archive.key };
    const payloads = (type) =>
      archive.messages.filter((m) => m.type === type).map(({ payload }) => payload);
    const joined = (type, member) =>
      payloads(type)
        .map((payload) => payload[member])
        .join('') || undefined;
    const { html } = await server.json('experiment/html', query);
    assert.equal(html, joined('html', 'html'));
    const { output } = await server.json('experiment/output', query);
    assert.equal(output, joined('standard_output', 'output'));
    const { graph } = await server.json('experiment/graph', query);
    assert.equal(graph, payloads('graph').at(-1)?.graph);
    const { code } = await server.json('experiment/code', query);
    const source = uploads(archive).find(({ type }) => type === 'source_code');
    assert.equal(code, source?.bytes.toString('utf8'));
    const details = await server.json('experiment/system-details', query);
    const packages = payloads('installed_packages').at(-1).installed_packages;
    assert.deepEqual(details.installedPackages, packages);
    assert.equal(details.pythonVersion, payloads('system_details').at(-1).python_version);
  }
});
