// The packed package as its users meet it: installed in an empty folder, run in Node, typed, its files copied.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readArchive, sampleArchives } from '../support/archive-reader.js';
import { installPacked } from '../support/packed-package.js';
import { startServer } from '../support/serve.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const consumer = fileURLToPath(new URL('./consumer/', import.meta.url));
const archive = sampleArchives()
  .map(readArchive)
  .find(({ messages }) => messages.some(({ payload }) => payload.metric?.metricName === 'loss'));
const [workspace, project] = [archive.experiment.workspace, archive.experiment.project_name];

let folder;
let remove;
let server;

before(async () => {
  ({ folder, remove } = await installPacked());
  await cp(consumer, folder, { recursive: true });
  server = await startServer({ archives: sampleArchives() });
});
after(async () => {
  await server?.stop();
  await remove?.();
});

const installed = (path = '') => join(folder, 'node_modules/perihelion', path);

test('it holds what it should, and nothing of the machine that built it', async () => {
  const files = await readdir(installed(), { recursive: true, withFileTypes: true });
  const paths = files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name));
  for (const name of [
    'index.js',
    'node.js',
    'panel.js',
    'perihelion.wasm',
    'outer.html',
    'inner.html',
  ]) {
    assert.ok(paths.includes(installed(`dist/${name}`)), name);
  }
  for (const name of ['LICENSE', 'README.md']) assert.ok(paths.includes(installed(name)), name);
  for (const path of paths) {
    assert.ok(
      !(await readFile(path, 'latin1')).includes(root),
      `${path} names the building machine`,
    );
  }
  const { dependencies } = JSON.parse(await readFile(installed('package.json'), 'utf8'));
  assert.equal(dependencies, undefined, 'no runtime dependency');
  assert.deepEqual(
    await readdir(join(folder, 'node_modules')).then((all) =>
      all.filter((name) => !name.startsWith('.')),
    ),
    ['perihelion'],
  );
});

test('Node runs it', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['node-consumer.js', server.origin, workspace, project],
    { cwd: folder },
  );
  const { experiments, points, wrongWasm } = JSON.parse(stdout);
  assert.ok(experiments >= 1);
  assert.ok(points > 100);
  assert.equal(wrongWasm.code, 'network');
  assert.match(wrongWasm.message, /nowhere\.wasm/);
});

for (const resolution of ['bundler', 'nodenext']) {
  test(`its types hold under strict ${resolution} resolution`, async () => {
    const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
    const module = resolution === 'bundler' ? 'esnext' : 'nodenext';
    const options = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2023,dom'];
    const check = [tsc, ...options, '--module', module, '--moduleResolution', resolution];
    await promisify(execFile)(process.execPath, [...check, 'typed-consumer.ts'], { cwd: folder });
  });
}

test('its command copies the files that pages load', async () => {
  const command = join(folder, 'node_modules/.bin/perihelion-assets');
  const copy = (...args) => promisify(execFile)(command, args, { cwd: folder });
  const { stdout } = await copy('public/perihelion');
  const { assetFiles } = await import(installed('dist/assets.js'));
  assert.equal(stdout, `${assetFiles.length} files → public/perihelion\n`);
  await copy('public/perihelion');
  assert.deepEqual(await readdir(join(folder, 'public/perihelion')), assetFiles);
  for (const name of assetFiles) {
    const bytes = await readFile(join(folder, 'public/perihelion', name));
    assert.ok(bytes.equals(await readFile(installed(`dist/${name}`))), name);
  }
  await assert.rejects(copy(), { code: 2, stderr: 'usage: perihelion-assets DIR\n' });
  await assert.rejects(copy('package.json'), { code: 1 });
});
