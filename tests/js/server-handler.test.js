import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

test('the handler needs nothing that a browser does not have', async () => {
  const handler = fileURLToPath(new URL('../../web/server/handler.ts', import.meta.url));
  // For a browser esbuild fails at the first import of a Node module.
  const result = await build({
    entryPoints: [handler],
    bundle: true,
    platform: 'browser',
    format: 'esm',
    write: false,
    logLevel: 'silent',
  });
  assert.equal(result.errors.length, 0);
  assert.match(result.outputFiles[0].text, /createHandler/);
});
