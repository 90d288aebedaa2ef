// Pages made with the packed package by each way that people build pages: the example panels draw in all of them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';
import * as vite from 'vite';
import webpack from 'webpack';
import { sampleArchives } from '../support/archive-reader.js';
import { browsers } from '../support/browsers.js';
import { checkConsumerPage } from '../support/consumer-page.js';
import { installPacked } from '../support/packed-package.js';
import { servePage } from '../support/page-server.js';
import { startServer } from '../support/serve.js';

let folder;
let remove;
let server;
let chromium;

before(async () => {
  ({ folder, remove } = await installPacked());
  await cp(fileURLToPath(new URL('./consumer/', import.meta.url)), folder, { recursive: true });
  server = await startServer({ archives: sampleArchives() });
  chromium = await browsers.chromium();
});
after(async () => {
  await chromium?.close();
  await server?.stop();
  await remove?.();
});

/** The page in a folder draws every example. */
async function checkPage(context, path, assets) {
  const { origin } = await servePage(context, path);
  await checkConsumerPage(chromium.browser, origin, { server: server.origin, assets });
}

async function writePage(path, scripts) {
  await mkdir(path, { recursive: true });
  const head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Panels</title><body>';
  await writeFile(join(path, 'index.html'), `${head}${scripts}`);
}

test('Vite, without configuration', async (context) => {
  const out = join(folder, 'vite');
  await vite.build({ root: folder, logLevel: 'error', configFile: false, build: { outDir: out } });
  await checkPage(context, out);
});

test('webpack, without configuration', async (context) => {
  const out = join(folder, 'webpack');
  const stats = await promisify(webpack)({
    mode: 'production',
    context: folder,
    entry: './page-consumer.js',
    output: { path: out },
    performance: false,
  });
  const { errors, warnings } = stats.toJson({ errors: true, warnings: true });
  assert.deepEqual([errors, warnings], [[], []]);
  await writePage(out, '<script defer src="main.js"></script>');
  await checkPage(context, out);
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
  await checkPage(context, out);
});

test('esbuild, with the files copied elsewhere, and assetBase', async (context) => {
  const out = join(folder, 'esbuild-base');
  await bundle(join(out, 'deep/main.js'));
  await copyAssets(join(out, 'static/perihelion'));
  await writePage(out, '<script type="module" src="deep/main.js"></script>');
  await checkPage(context, out, 'static/perihelion');
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
  await checkPage(context, out);
});
