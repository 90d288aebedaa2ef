// What a page loads for the client's core: the WebAssembly module and Emscripten's glue, compressed as servers do it.
import { readFile } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';
import { transform } from 'esbuild';

const built = (name) =>
  new URL(`../../build/wasm-release/wasm/perihelion.${name}`, import.meta.url);
const compressed = (bytes) => brotliCompressSync(bytes).length / 1000;

export async function run() {
  const glue = await transform(await readFile(built('mjs'), 'utf8'), { minify: true });
  const wasm = compressed(await readFile(built('wasm')));
  return [
    {
      name: 'perihelion.wasm and its glue, brotli',
      unit: 'kB',
      ours: wasm + compressed(Buffer.from(glue.code)),
      goal: '≤ 120 kB',
    },
  ];
}
