import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const glue = here('../build/wasm-release/wasm/perihelion.mjs');
const common = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'none',
  alias: { 'perihelion-glue': glue },
};
const glueNodeModules = ['node:*', 'module', 'fs', 'path', 'url', 'worker_threads'];

/** What a frame loads when it first needs it: see src/panel/frame-modules.ts. */
const frameFeatures = ['markdown', 'comet', 'picture'];

/**
 * The entries that a bundler or Node imports: readable, with source maps. The browser's two share a chunk, and with
 * it the page's one data worker.
 */
async function buildEntries() {
  const entries = { ...common, external: glueNodeModules, sourcemap: true, logLevel: 'warning' };
  await build({
    ...entries,
    entryPoints: { index: here('src/index.ts'), panel: here('src/panel/index.ts') },
    outdir: here('dist'),
    platform: 'browser',
    splitting: true,
    chunkNames: 'shared',
  });
  await build({
    ...entries,
    entryPoints: [here('src/node.ts')],
    outfile: here('dist/node.js'),
    platform: 'node',
  });
  await build({
    ...entries,
    entryPoints: {
      assets: here('src/assets/copy-assets.ts'),
      'assets-command': here('src/assets/command.ts'),
    },
    outdir: here('dist'),
    platform: 'node',
  });
}

/** What browsers load as it is: minified. */
async function buildMinified(name, source) {
  await build({
    ...common,
    minify: true,
    entryPoints: [here(source)],
    outfile: here(`dist/${name}`),
    platform: 'browser',
    external: glueNodeModules,
    loader: { '.css': 'text' },
    logLevel: 'warning',
  });
}

/**
 * A frame's document: self-contained, its one script allowed by hash. Bundlers minify documents and the scripts in
 * them, but leave texts alone: the code is one. Only the end of the statement differs between minifiers.
 */
async function buildDocument(name) {
  const result = await build({
    ...common,
    format: 'iife',
    minify: true,
    entryPoints: [here(`src/frame/${name}.ts`)],
    write: false,
    logLevel: 'warning',
  });
  const code = result.outputFiles[0].text.trim();
  if (/['\\\n]|<\/script|<!--/i.test(code)) {
    throw new Error(`${name}.ts has characters that cannot stand in a text of a document`);
  }
  // The comment is for minifiers that take the quotes which the text has none of.
  const script = `eval("${code.replaceAll('"', "'")}//'\`")`;
  const hashes = ['', ';', ';\n'].map((end) => {
    const hash = createHash('sha256').update(`${script}${end}`).digest('base64');
    return `'sha256-${hash}'`;
  });
  const template = await readFile(here(`src/frame/${name}.html`), 'utf8');
  const text = template
    .replace('{{hashes}}', () => hashes.join(' '))
    .replace('<!-- script -->', () => `<script>${script}</script>`);
  await writeFile(here(`dist/${name}.html`), text);
}

/** Type declarations below dist/types, and one file for each entry of the package. */
async function buildTypes() {
  const require = createRequire(import.meta.url);
  const tsc = require.resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', here('tsconfig.json')], { stdio: 'inherit' });
  const entries = {
    index: 'index',
    node: 'node',
    panel: 'panel/index',
    assets: 'assets/copy-assets',
    react: 'react',
  };
  for (const [name, file] of Object.entries(entries)) {
    await writeFile(here(`dist/${name}.d.ts`), `export * from './types/${file}.js';\n`);
  }
  const wasm =
    '/** URL of the compiled core. */\ndeclare const url: string;\nexport default url;\n';
  await writeFile(here('dist/perihelion.wasm.d.ts'), wasm);
}

async function printSizes(names) {
  for (const name of names) {
    const bytes = await readFile(here(`dist/${name}`));
    const small = brotliCompressSync(bytes).length;
    const kB = (count) => `${(count / 1000).toFixed(1)} kB`.padStart(9);
    console.log(`${name.padEnd(18)} ${kB(bytes.length)} ${kB(small)} brotli`);
  }
}

await rm(here('dist'), { recursive: true, force: true });
await mkdir(here('dist'));
await buildEntries();
await buildMinified('data-worker.js', 'src/worker/data-worker.ts');
await buildMinified('options-worker.js', 'src/options/options-worker.ts');
await buildMinified('frame-runtime.js', 'src/frame/runtime.ts');
for (const feature of frameFeatures) {
  await buildMinified(`frame-${feature}.js`, `src/frame/features/${feature}.ts`);
}
await buildDocument('outer');
await buildDocument('inner');
await copyFile(here('../build/wasm-release/wasm/perihelion.wasm'), here('dist/perihelion.wasm'));
await buildTypes();
await printSizes([
  'index.js',
  'shared.js',
  'panel.js',
  'data-worker.js',
  'options-worker.js',
  'perihelion.wasm',
  'outer.html',
  'inner.html',
  'frame-runtime.js',
  ...frameFeatures.map((feature) => `frame-${feature}.js`),
]);
