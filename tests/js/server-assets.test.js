// The files of an experiment over HTTP, compared with what an independent reader finds in the archives.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArchive, sampleArchives, uploads } from '../support/archive-reader.js';
import { keyOf, message, startTime, upload, writeArchive } from '../support/offline-archive.js';
import { startServer } from '../support/serve.js';

const folder = mkdtempSync(join(tmpdir(), 'perihelion-test-'));
const key = keyOf(7);
const large = Buffer.alloc(5 * 2 ** 20 + 17, 'perihelion');
const png = Buffer.from('\x89PNG\r\n\x1a\nrest', 'latin1');
const listedTypes = { histogram3d: 'histogram_combined_3d', visualization: 'image' };
const typed = (file, type, params) => {
  const { payload } = upload(file, params);
  return message('file_upload', { ...payload, upload_type: type });
};
let server;

before(async () => {
  const archive = writeArchive(folder, {
    key,
    files: {
      large,
      'page.html': '<script>alert(1)</script>',
      'code.js': 'alert(1)',
      data: '{"x":[1],"y":[2]}',
      picture: png,
      empty: '',
      weights: 'w',
      again: 'second',
    },
    messages: [
      upload('large', { assetId: 'large' }),
      upload('page.html', { assetId: 'page', step: 3, context: 'train' }),
      upload('code.js', { assetId: 'script' }),
      typed('data', 'curve', { assetId: 'curve' }),
      typed('picture', 'visualization', { fileName: undefined, figName: 'fig', imageId: 'image' }),
      upload('empty', { assetId: "it's" }),
      typed('weights', 'model-element', { assetId: 'weights', groupingName: 'net' }),
      typed('large', 'model-element', { assetId: 'part', groupingName: 'big' }),
      upload('again', { assetId: 'again', fileName: 'page.html' }),
      message('remote_file', {
        remote_uri: 's3://bucket/file.bin',
        upload_type: 'asset',
        additional_params: { assetId: 'far', isRemote: true, fileName: 'file.bin' },
        metadata: { rows: 12 },
        local_timestamp: startTime,
      }),
    ],
  });
  server = await startServer({ archives: [archive, ...sampleArchives()] });
});
after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const list = async (query) =>
  (await server.json('experiment/asset/list', { experimentKey: key, ...query })).assets;
const getAsset = (assetId, query) =>
  server.get('experiment/asset/get-asset', { assetId, experimentKey: key, ...query });

test('a listing has every member that clients read', async () => {
  const page = (await list()).find(({ assetId }) => assetId === 'page');
  const { link, curlDownload, ...rest } = page;
  assert.deepEqual(rest, {
    assetId: 'page',
    experimentKey: key,
    fileName: 'page.html',
    fileSize: 25,
    createdAt: startTime,
    step: 3,
    runContext: 'train',
    dir: 'assets',
    type: 'asset',
    remote: false,
    metadata: null,
    tags: [],
    items: [],
    etag: null,
    s3Link: null,
    compressedAssetLink: null,
    image: false,
    audio: false,
    video: false,
    histogram: false,
    canView: true,
  });
  assert.ok(link.startsWith(`${server.origin}/api/rest/v2/experiment/asset/get-asset?`));
  assert.equal(await (await fetch(link)).text(), '<script>alert(1)</script>');
  assert.equal(curlDownload, `curl --location '${link}' --output 'page'`);
});

test('the type filter takes the names of uploads and of listings', async () => {
  const ids = async (query) => (await list(query)).map(({ assetId }) => assetId).sort();
  const all = ['again', 'curve', 'far', 'image', "it's", 'large', 'page', 'part'];
  all.push('script', 'weights');
  assert.deepEqual(await ids(), all);
  assert.deepEqual(await ids({ type: 'all' }), all);
  assert.deepEqual(await ids({ type: 'image' }), ['image']);
  assert.deepEqual(await ids({ type: 'visualization' }), ['image']);
  assert.deepEqual(await ids({ type: 'curve' }), ['curve']);
  assert.deepEqual(await ids({ type: 'ASSET_TYPE_FULL_METRIC' }), []);
});

test('folders, and a command line that a quote cannot leave', async () => {
  const assets = new Map((await list()).map((asset) => [asset.assetId, asset]));
  assert.equal(assets.get('weights').dir, 'models/net');
  assert.equal(assets.get('image').dir, 'media');
  assert.equal(assets.get('image').image, true);
  assert.match(assets.get("it's").curlDownload, /assetId=it%27s&.* --output 'it'\\''s'$/);
});

test('all assets of a name, and none', async () => {
  const named = async (query) => {
    const { assets } = await server.json('experiment/asset/get-by-name', {
      experimentKey: key,
      ...query,
    });
    return assets.map(({ assetId }) => assetId).sort();
  };
  assert.deepEqual(await named({ assetName: 'page.html' }), ['again', 'page']);
  assert.deepEqual(await named({ assetName: 'page.html', type: 'image' }), []);
  assert.deepEqual(await named({ assetName: 'nothing' }), []);
});

test('bytes come whole, with length and a type that no browser runs as a page', async () => {
  const response = await getAsset('large', { allow301: 'True' });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-length'), String(large.length));
  assert.ok(large.equals(Buffer.from(await response.arrayBuffer())));
  for (const [id, type] of [
    ['large', 'application/octet-stream'],
    ['page', 'text/html; charset=utf-8'],
    ['script', 'text/plain; charset=utf-8'],
    ['curve', 'application/json'],
    ['image', 'image/png'],
    ["it's", 'application/octet-stream'],
  ]) {
    const { status, headers, body } = await getAsset(id);
    await body?.cancel();
    assert.equal(status, 200, id);
    assert.equal(headers.get('content-type'), type, id);
    assert.equal(headers.get('content-security-policy'), 'sandbox', id);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', id);
  }
});

test('a slow reader does not hold the store', async () => {
  const reader = (await getAsset('large')).body.getReader();
  let { length } = (await reader.read()).value;
  const archive = writeArchive(folder, { key: keyOf(8), file: 'late.zip' });
  await startServer({ data: server.data, archives: [archive] }).then((late) => late.stop());
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
  }
  assert.equal(length, large.length);
});

test('a reader that leaves in the middle is no failure', async () => {
  const query = { experimentKey: key, modelName: 'big' };
  for (const open of [
    () => getAsset('large'),
    () => server.get('experiment/model/download', query),
    () => getAsset('large'),
  ]) {
    const leaving = new AbortController();
    const { url } = await open().then(async (response) => (await response.body.cancel(), response));
    const response = await fetch(url, { signal: leaving.signal });
    await response.body.getReader().read();
    leaving.abort();
  }
  const whole = await server.get('experiment/model/download', query);
  assert.ok((await whole.arrayBuffer()).byteLength > large.length);
});

test('a remote file is listed with its own address, and has no bytes here', async () => {
  const [far] = (await list()).filter(({ remote }) => remote);
  assert.equal(far.link, 's3://bucket/file.bin');
  assert.deepEqual(JSON.parse(far.metadata), { rows: 12 });
  const response = await getAsset('far');
  assert.equal(response.status, 404);
  assert.match((await response.json()).msg, /s3:\/\/bucket\/file\.bin/);
});

test('what is missing is named', async () => {
  for (const [path, query, status, pattern] of [
    ['get-asset', { experimentKey: key }, 400, /assetId/],
    ['get-asset', { experimentKey: key, assetId: 'x' }, 404, /no such asset: x/],
    ['get-asset', { experimentKey: key, assetId: 'page', allow301: 'maybe' }, 400, /allow301/],
    ['get-asset', { experimentKey: keyOf(9), assetId: 'x' }, 404, /no such experiment/],
    ['list', {}, 400, /experimentKey/],
    ['list', { experimentKey: keyOf(9) }, 404, /no such experiment/],
    ['get-by-name', { experimentKey: key }, 400, /assetName/],
  ]) {
    const response = await server.get(`experiment/asset/${path}`, query);
    assert.equal(response.status, status, path);
    assert.match((await response.json()).msg, pattern);
  }
});

test('every file of every sample is served as the SDK wrote it', async () => {
  let count = 0;
  for (const archive of sampleArchives().map(readArchive)) {
    const { assets } = await server.json('experiment/asset/list', { experimentKey: archive.key });
    const stored = new Map(assets.map((asset) => [asset.assetId, asset]));
    for (const { id, name, type, step, model, bytes } of uploads(archive)) {
      const asset = stored.get(id);
      assert.equal(asset.fileName, name);
      assert.equal(asset.type, listedTypes[type] ?? type);
      assert.equal(asset.step, step);
      assert.equal(asset.fileSize, bytes.length);
      if (model) assert.equal(asset.dir, `models/${model}`);
      const response = await fetch(asset.link);
      assert.ok(bytes.equals(Buffer.from(await response.arrayBuffer())), name);
      count++;
    }
    const remote = archive.messages.filter(({ type }) => type === 'remote_file');
    assert.equal(assets.filter(({ remote }) => remote).length, remote.length);
    assert.equal(assets.length, uploads(archive).length + remote.length);
  }
  assert.ok(count > 100);
});
