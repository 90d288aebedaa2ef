// What browsers load, compressed as servers do it, in kB.
import { readFile } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';
import { transform } from 'esbuild';

const built = (path) => readFile(new URL(`../../${path}`, import.meta.url));
const compressed = (bytes) => brotliCompressSync(bytes).length / 1000;

/** The client's core: the WebAssembly module and Emscripten's glue, minified. */
export async function sizeOfCore() {
  const folder = 'build/wasm-release/wasm';
  const glue = await transform(String(await built(`${folder}/perihelion.mjs`)), { minify: true });
  return compressed(await built(`${folder}/perihelion.wasm`)) + compressed(Buffer.from(glue.code));
}

/** The two frames of a panel, with all that they have before a feature is first used. */
export async function sizeOfFrames() {
  const files = ['outer.html', 'inner.html', 'frame-runtime.js'];
  const sizes = await Promise.all(
    files.map(async (name) => compressed(await built(`js/dist/${name}`))),
  );
  return sizes.reduce((a, b) => a + b);
}
