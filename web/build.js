import { build } from 'esbuild';
import { chmod } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The command `perihelion` as one file; its libraries stay npm dependencies. */
async function buildServer() {
  const outfile = here('dist/server/cli.js');
  await build({
    entryPoints: [here('server/cli.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    banner: { js: '#!/usr/bin/env node' },
    logLevel: 'warning',
  });
  await chmod(outfile, 0o755);
}

const steps = [buildServer];

for (const step of steps) await step();
