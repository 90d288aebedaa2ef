import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The exports of one TypeScript module of the package, for tests of what it does not export. */
export async function importSource(path) {
  const result = await build({
    entryPoints: [fileURLToPath(new URL(`../../js/src/${path}`, import.meta.url))],
    bundle: true,
    format: 'esm',
    write: false,
  });
  const text = Buffer.from(result.outputFiles[0].text).toString('base64');
  return import(`data:text/javascript;base64,${text}`);
}
