// The packed package as its users meet it: installed in an empty folder, run in Node, built by Vite, typed.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { readArchive, sampleArchives } from '../support/archive-reader.js';
import { browsers } from '../support/browsers.js';
import { startServer } from '../support/serve.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const consumer = fileURLToPath(new URL('./consumer/', import.meta.url));
const archive = sampleArchives()
  .map(readArchive)
  .find(({ messages }) => messages.some(({ payload }) => payload.metric?.metricName === 'loss'));
const [workspace, project] = [archive.experiment.workspace, archive.experiment.project_name];

let folder;
let server;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'perihelion-consumer-'));
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: join(root, 'js'),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ filename }] = JSON.parse(packed);
  await cp(consumer, folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "type": "module", "private": true }\n');
  const install = ['install', '--no-audit', '--no-fund', '--offline', join(folder, filename)];
  execFileSync('npm', install, { cwd: folder, stdio: 'ignore' });
  server = await startServer({ archives: sampleArchives() });
});
after(async () => {
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
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

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

async function serveFolder(path) {
  const files = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://files');
    try {
      const body = await readFile(join(path, pathname === '/' ? 'index.html' : pathname));
      response.writeHead(200, {
        'content-type': TYPES[extname(pathname || '.html')] ?? 'text/html',
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => files.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${files.address().port}`, close: () => files.close() };
}

test('Vite builds a page with it, without configuration, and the page works', async (context) => {
  await mkdir(join(folder, 'dist'), { recursive: true });
  await build({ root: folder, logLevel: 'error', configFile: false });
  const assets = (await readdir(join(folder, 'dist'), { recursive: true })).join('\n');
  for (const name of [
    /outer.*\.html/,
    /inner.*\.html/,
    /data-worker.*\.js/,
    /frame-runtime.*\.js/,
    /frame-markdown.*\.js/,
    /frame-comet.*\.js/,
    /\.wasm/,
  ]) {
    assert.match(assets, name);
  }
  const page = await serveFolder(join(folder, 'dist'));
  context.after(() => page.close());
  const { browser, close } = await browsers.chromium();
  context.after(close);
  const tab = await browser.newPage();
  const query = new URLSearchParams({
    server: server.origin,
    workspace,
    project,
    key: archive.key,
  });
  await tab.goto(`${page.origin}/?${query}`);
  await tab.waitForFunction('window.outcome', { timeout: 30_000 });
  const outcome = await tab.evaluate('window.outcome');
  assert.equal(outcome.error, undefined);
  assert.ok(outcome.inline >= 1, 'the client in the page');
  assert.equal(outcome.worker, outcome.inline, 'the client in the worker');
  assert.ok(outcome.points > 100, 'a series that crossed the worker');
  assert.equal(outcome.panel, 'rendered');
});
