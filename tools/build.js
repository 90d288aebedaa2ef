import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { root } from './environment.js';
import { findEmscripten } from './emscripten.js';
import { main } from './progress.js';
import { runLogged, runOrThrow } from './run.js';
import { setUp } from './setup.js';
import { hashOf, unlessDone } from './stamp.js';

const wasmOutputs = 'build/wasm-release/wasm';
const shared = ['package-lock.json', 'tsconfig.json'];

/** Builds all that users get: the WASM module, then the npm package `perihelion`, then playground and server. */
export async function build() {
  await buildWasm('wasm-release');
  const outputs = ['perihelion.mjs', 'perihelion.wasm'];
  await buildPackage(
    'js',
    outputs.map((name) => path.join(wasmOutputs, name)),
  );
  await buildPackage('web', ['js/dist', 'examples']);
}

/** Configures and builds one of CMakePresets.json's presets for WASM. */
export async function buildWasm(preset) {
  const { home, env } = await findEmscripten();
  const bin = path.join(root, 'node_modules', '.bin');
  await buildPreset(preset, {
    ...process.env,
    ...env,
    EMSCRIPTEN_ROOT: home,
    // Emscripten writes the TypeScript declarations with the project's own tsc.
    PATH: [bin, env.PATH ?? process.env.PATH].join(path.delimiter),
  });
}

/** Configures and builds one of CMakePresets.json's presets. */
export async function buildPreset(preset, env = process.env) {
  await configurePreset(preset, env);
  await runOrThrow('cmake', ['--build', '--preset', preset], { cwd: root, env });
}

/** Configures one of CMakePresets.json's presets into build/PRESET. */
export function configurePreset(preset, env = process.env) {
  mkdirSync(path.join(root, 'build'), { recursive: true });
  const log = path.join(root, 'build', `configure-${preset}.log`);
  return runLogged('cmake', ['--preset', preset], { cwd: root, env, log });
}

async function buildPackage(name, inputs) {
  const hash = hashOf([name, ...inputs, ...shared]);
  await unlessDone(`build/${name}.stamp`, hash, async () => {
    console.log(`Building ${name}/`);
    await runOrThrow(process.execPath, [path.join(name, 'build.js')], { cwd: root });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    await setUp(['build']);
    await build();
  });
}
