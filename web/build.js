import { build } from 'esbuild';
import { copyFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyAssets } from 'perihelion/assets';
import { build as buildPage } from 'vite';
import { libraries, libraryFile } from './libraries.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The command `perihelion` as one file; its libraries stay npm dependencies. */
async function buildServer() {
  await build({
    entryPoints: [here('server/cli.ts')],
    outfile: here('dist/server/cli.js'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  });
}

/** The playground, and the npm package's files under their own names: for its panel frames and for other pages. */
async function buildApp() {
  await buildPage({ configFile: here('vite.config.js'), logLevel: 'warn' });
  const client = dirname(createRequire(import.meta.url).resolve('perihelion/panel'));
  const folder = here('dist/app/perihelion');
  await copyAssets(folder);
  for (const name of ['index.js', 'panel.js', 'shared.js']) {
    await copyFile(join(client, name), join(folder, name));
  }
}

/** What panels of the playground may import: each a file of its own, which the page fetches when a panel asks for it. */
async function buildLibraries() {
  for (const [name, contents] of Object.entries(libraries)) {
    await build({
      stdin: { contents, resolveDir: here('.') },
      outfile: join(here('dist/app/libraries'), libraryFile(name)),
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      loader: { '.css': 'text' },
      legalComments: 'linked',
      logLevel: 'warning',
    });
  }
}

const steps = [buildServer, buildApp, buildLibraries];

for (const step of steps) await step();
