// The packed package on pages whose hosts send strict headers, in both browsers.
import assert from 'node:assert/strict';
import { cp, mkdir, writeFile } from 'node:fs/promises';
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

let folder;
let page;
let remove;
let server;

before(async () => {
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
const onPage = (policy) => (path) => (isFrame(path) ? {} : { 'content-security-policy': policy });

const embedderPolicy = (policy) => ({
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': policy,
});

/** A sandboxed frame is of no origin, so of another one than its embedder. */
const forFrames = { 'cross-origin-resource-policy': 'cross-origin' };

/** The page without a build, with the modules that `perihelion serve` has. */
async function writePlainPage() {
  const plain = join(folder, 'plain');
  const imports = {
    perihelion: `${server.origin}/perihelion/index.js`,
    'perihelion/panel': `${server.origin}/perihelion/panel.js`,
  };
  await mkdir(plain, { recursive: true });
  await cp(join(folder, 'page-consumer.js'), join(plain, 'page-consumer.js'));
  const map = `<script type="importmap">${JSON.stringify({ imports })}</script>`;
  const scripts = `${map}<script type="module" src="page-consumer.js"></script>`;
  await writeFile(join(plain, 'index.html'), `<!doctype html><body>${scripts}`);
  return plain;
}

for (const name of Object.keys(browsers)) {
  describe(name, () => {
    let started;
    before(async () => (started = await browsers[name]()));
    after(() => started?.close());

    test('a strict policy and all on one origin: nothing is forbidden', async (context) => {
      const headers = onPage(`${strict}; report-uri /csp-report`);
      const { origin, reports } = await servePage(context, page, { headers, api: server.origin });
      const { violations } = await checkConsumerPage(started.browser, origin);
      assert.deepEqual([violations, reports], [[], []]);
    });

    test('a policy that names the server, which has the API and the files', async (context) => {
      const there = server.origin;
      const headers = onPage(
        `default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${there}; ` +
          `frame-src ${there}; worker-src blob: ${there}; report-uri /csp-report`,
      );
      const { origin, reports } = await servePage(context, page, { headers });
      const { violations } = await checkConsumerPage(started.browser, origin, {
        server: there,
        assets: `${there}/perihelion/`,
      });
      assert.deepEqual([violations, reports], [[], []]);
    });

    for (const policy of ['require-corp', 'credentialless']) {
      test(`COEP ${policy}, the API and the modules on the server's origin`, async (context) => {
        const headers = () => embedderPolicy(policy);
        const { origin } = await servePage(context, await writePlainPage(), { headers });
        const there = { server: server.origin };
        const { isolated } = await checkConsumerPage(started.browser, origin, there);
        assert.equal(isolated, true);
      });

      test(`COEP ${policy}, all on one origin`, async (context) => {
        const headers = (path) => ({ ...embedderPolicy(policy), ...(isFrame(path) && forFrames) });
        const { origin } = await servePage(context, page, { headers, api: server.origin });
        const { isolated } = await checkConsumerPage(started.browser, origin);
        assert.equal(isolated, true);
      });
    }
  });
}
