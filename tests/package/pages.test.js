// Pages made with the packed package by each way that people build pages: the example panels draw in all of them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';
import * as vite from 'vite';
import webpack from 'webpack';
import { readArchive, sampleArchives } from '../support/archive-reader.js';
import { browsers } from '../support/browsers.js';
import { installPacked } from '../support/packed-package.js';
import { startServer } from '../support/serve.js';
import { until } from '../support/until.js';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const panelFolder = at('../../examples/panels');
const panels = (await readdir(panelFolder)).filter((name) => name.endsWith('.js'));
const archive = sampleArchives()
  .map(readArchive)
  .find(({ experiment }) => experiment.project_name === 'digits-classifier');
/** What every page serves beside its own files. */
const shared = { '/panels/': panelFolder, '/libraries/': at('../../web/dist/app/libraries') };
const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

let folder;
let remove;
let server;
let chromium;

before(async () => {
  ({ folder, remove } = await installPacked());
  await cp(at('./consumer/'), folder, { recursive: true });
  server = await startServer({ archives: sampleArchives() });
  chromium = await browsers.chromium();
});
after(async () => {
  await chromium?.close();
  await server?.stop();
  await remove?.();
});

/** Serves a folder of a page, and to pages of other origins too where `cors`. */
async function serveFolder(context, path, { cors = false } = {}) {
  const files = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://files');
    const prefix = Object.keys(shared).find((name) => pathname.startsWith(name));
    const file = prefix
      ? join(shared[prefix], pathname.slice(prefix.length))
      : join(path, pathname === '/' ? 'index.html' : pathname);
    try {
      const body = await readFile(file);
      response.setHeader('content-type', types[extname(file)] ?? 'text/plain');
      if (cors) response.setHeader('access-control-allow-origin', '*');
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => files.listen(0, '127.0.0.1', resolve));
  context.after(() => files.close());
  return `http://127.0.0.1:${files.address().port}`;
}

/** The page draws every example, and its clients read from the server. */
async function checkPage(origin, assets) {
  const { workspace, project_name: project } = archive.experiment;
  const query = new URLSearchParams({
    server: server.origin,
    workspace,
    project,
    key: archive.key,
  });
  for (const name of panels) query.append('panel', name);
  if (assets) query.set('assets', assets);
  const tab = await chromium.browser.newPage();
  try {
    await tab.goto(`${origin}/?${query}`);
    await tab.waitForFunction('window.outcome', { timeout: 60_000 });
    const outcome = await tab.evaluate('window.outcome');
    assert.equal(outcome.error, undefined);
    assert.ok(outcome.inline >= 1, 'the client in the page');
    assert.equal(outcome.worker, outcome.inline, 'the client in the worker');
    assert.ok(outcome.points > 100, 'a series that crossed the worker');
    assert.deepEqual(outcome.panels, Array(panels.length).fill('rendered'));
    const find = () =>
      document.getElementById('metric-lines.js').shadowRoot.querySelector('iframe');
    const outer = await (await tab.evaluateHandle(find)).asElement().contentFrame();
    await until('a line', () => outer.childFrames()[0].$('svg path'));
  } finally {
    await tab.close();
  }
}

async function writePage(path, scripts) {
  await mkdir(path, { recursive: true });
  const head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Panels</title><body>';
  await writeFile(join(path, 'index.html'), `${head}${scripts}`);
}

test('Vite, without configuration', async (context) => {
  const out = join(folder, 'vite');
  await vite.build({ root: folder, logLevel: 'error', configFile: false, build: { outDir: out } });
  await checkPage(await serveFolder(context, out));
});

async function buildWithWebpack(out, optimization) {
  const stats = await promisify(webpack)({
    mode: 'production',
    context: folder,
    entry: './page-consumer.js',
    output: { path: out },
    performance: false,
    optimization,
  });
  const { errors, warnings } = stats.toJson({ errors: true, warnings: true });
  assert.deepEqual([errors, warnings], [[], []]);
  await writePage(out, '<script defer src="main.js"></script>');
}

test('webpack, told to leave documents as they are', async (context) => {
  const out = join(folder, 'webpack');
  await buildWithWebpack(out, { minimizeOptions: { html: false } });
  await checkPage(await serveFolder(context, out));
});

test('webpack, without configuration, and assetBase', async (context) => {
  const out = join(folder, 'webpack-base');
  await buildWithWebpack(out);
  await copyAssets(join(out, 'perihelion'));
  await checkPage(await serveFolder(context, out), '/perihelion');
});

const bundle = (outfile) =>
  esbuild.build({
    entryPoints: [join(folder, 'page-consumer.js')],
    bundle: true,
    minify: true,
    format: 'esm',
    external: ['node:*', 'module'],
    outfile,
    logLevel: 'silent',
  });

const copyAssets = (to) =>
  promisify(execFile)(join(folder, 'node_modules/.bin/perihelion-assets'), [to]);

test('esbuild, with the files copied beside the bundle', async (context) => {
  const out = join(folder, 'esbuild');
  const { warnings } = await bundle(join(out, 'main.js'));
  assert.deepEqual(warnings, []);
  await copyAssets(out);
  await writePage(out, '<script type="module" src="main.js"></script>');
  await checkPage(await serveFolder(context, out));
});

test('esbuild, with the files copied elsewhere, and assetBase', async (context) => {
  const out = join(folder, 'esbuild-base');
  await bundle(join(out, 'deep/main.js'));
  await copyAssets(join(out, 'static/perihelion'));
  await writePage(out, '<script type="module" src="deep/main.js"></script>');
  await checkPage(await serveFolder(context, out), 'static/perihelion');
});

test('assetBase on another origin', async (context) => {
  const out = join(folder, 'esbuild-away');
  await bundle(join(out, 'main.js'));
  await writePage(out, '<script type="module" src="main.js"></script>');
  const away = join(folder, 'away');
  await copyAssets(away);
  const assets = await serveFolder(context, away, { cors: true });
  await checkPage(await serveFolder(context, out), `${assets}/`);
});

test('no bundler: an import map', async (context) => {
  const imports = {
    perihelion: '/node_modules/perihelion/dist/index.js',
    'perihelion/panel': '/node_modules/perihelion/dist/panel.js',
  };
  const out = join(folder, 'plain');
  const map = `<script type="importmap">${JSON.stringify({ imports })}</script>`;
  await writePage(out, `${map}<script type="module" src="page-consumer.js"></script>`);
  await cp(join(folder, 'page-consumer.js'), join(out, 'page-consumer.js'));
  await cp(join(folder, 'node_modules'), join(out, 'node_modules'), { recursive: true });
  await checkPage(await serveFolder(context, out));
});
