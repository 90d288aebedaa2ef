// The packed package on pages whose hosts send strict headers, in both browsers.
import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as vite from 'vite';
import { sampleArchives } from '../support/archive-reader.js';
import { browsers } from '../support/browsers.js';
import { checkConsumerPage } from '../support/consumer-page.js';
import { installPacked } from '../support/packed-package.js';
import { servePage } from '../support/page-server.js';
import { startServer } from '../support/serve.js';

let page;
let remove;
let server;

before(async () => {
  let folder;
  ({ folder, remove } = await installPacked());
  await cp(fileURLToPath(new URL('./consumer/', import.meta.url)), folder, { recursive: true });
  page = join(folder, 'page');
  await vite.build({ root: folder, logLevel: 'error', configFile: false, build: { outDir: page } });
  server = await startServer({ archives: sampleArchives() });
});
after(async () => {
  await server?.stop();
  await remove?.();
});

const strict = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
/** The documents of panel frames have policies of their own. */
const isFrame = (path) => /\/(outer|inner)[^/]*\.html$/.test(path);

for (const name of Object.keys(browsers)) {
  describe(name, () => {
    let started;
    before(async () => (started = await browsers[name]()));
    after(() => started?.close());

    test('a strict policy and all on one origin: nothing is forbidden', async (context) => {
      const policy = `${strict}; report-uri /csp-report`;
      const { origin, reports } = await servePage(context, page, {
        headers: (path) => (isFrame(path) ? {} : { 'content-security-policy': policy }),
        api: server.origin,
      });
      assert.deepEqual(await checkConsumerPage(started.browser, origin), []);
      assert.deepEqual(reports, []);
    });
  });
}
