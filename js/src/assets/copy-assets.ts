/** Package entry "perihelion/assets", for build scripts in Node. */
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The files that pages load beside the package's modules, and that some bundlers do not copy. */
export const assetFiles: readonly string[] = [
  'data-worker.js',
  'frame-comet.js',
  'frame-markdown.js',
  'frame-picture.js',
  'frame-runtime.js',
  'inner.html',
  'options-worker.js',
  'outer.html',
  'perihelion.wasm',
];

/**
 * Copies {@link assetFiles} into a folder, which is made where it is not there. Files of these names are replaced, so
 * that after an update of the package they fit it again.
 */
export async function copyAssets(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of assetFiles) {
    await copyFile(fileURLToPath(new URL(name, import.meta.url)), join(folder, name));
  }
}
