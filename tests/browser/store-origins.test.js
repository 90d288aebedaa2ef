// What pages of other origins get from a store: in real browsers, which send and check more than a test would think of.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { sampleArchives } from '../support/archive-reader.js';
import { browsers } from '../support/browsers.js';
import { startServer } from '../support/serve.js';

const api = (server) => `${server.origin}/api/rest/v2`;

/** What the page gets: the names of the workspaces, a chart by POST, and the size of an image. */
async function read(url, imageUrl) {
  const outcome = (promise) => promise.catch((error) => error.name);
  const chart = { targetedExperiments: [], metrics: [] };
  const headers = { Authorization: 'any key', 'Content-Type': 'application/json' };
  const image = new Image();
  const loaded = new Promise((resolve) => (image.onload = image.onerror = resolve));
  image.src = imageUrl;
  await loaded;
  return {
    get: await outcome(fetch(`${url}/workspaces`).then((response) => response.text())),
    post: await outcome(
      fetch(`${url}/experiments/multi-metric-chart`, {
        method: 'POST',
        headers,
        body: JSON.stringify(chart),
      }).then((response) => response.text()),
    ),
    blind: await outcome(fetch(`${url}/workspaces`, { mode: 'no-cors' }).then(({ type }) => type)),
    image: image.naturalWidth,
  };
}

/** The same from a sandboxed frame, whose origin is "null". */
async function readInSandbox(source, ...args) {
  const frame = document.createElement('iframe');
  frame.sandbox = 'allow-scripts';
  frame.srcdoc = `<script>(${source})(...${JSON.stringify(args)}).then((got) => parent.postMessage(got, '*'))</script>`;
  const got = new Promise((resolve) => addEventListener('message', ({ data }) => resolve(data)));
  document.body.append(frame);
  return got;
}

for (const name of Object.keys(browsers)) {
  describe(`a store, asked by pages in ${name}`, () => {
    let store;
    let pages;
    let started;
    let page;
    let imageUrl;

    before(async () => {
      store = await startServer({ archives: sampleArchives() });
      imageUrl = await anImage(store);
      pages = createServer((_, response) =>
        response.setHeader('Content-Type', 'text/html').end('<!doctype html><body>a page'),
      );
      await new Promise((done) => pages.listen(0, '0.0.0.0', done));
      started = await browsers[name]();
      page = await started.browser.newPage();
    });
    after(async () => {
      await started?.close();
      pages?.closeAllConnections();
      await Promise.all([store?.stop(), new Promise((done) => pages?.close(done))]);
    });
    const visit = (host) => page.goto(`http://${host}:${pages.address().port}/`);

    it('a page of another port of this machine reads', async () => {
      for (const host of ['127.0.0.1', 'localhost']) {
        await visit(host);
        const got = await page.evaluate(read, api(store), imageUrl);
        assert.deepEqual(JSON.parse(got.get), { workspaceNames: ['perihelion-samples'] });
        assert.deepEqual(JSON.parse(got.post), { experiments: {}, empty: true });
      }
    });

    it('the page of the server itself reads, and shows images', async () => {
      // A plain file: driven away while the playground's frames start, Firefox 153 loses the navigation.
      await page.goto(`${store.origin}/libraries/d3.js`);
      const got = await page.evaluate(read, api(store), imageUrl);
      assert.deepEqual(JSON.parse(got.get), { workspaceNames: ['perihelion-samples'] });
      assert.ok(got.image > 0);
    });

    it('a foreign page reads nothing', async () => {
      // To the store this address is as foreign as any website's.
      await visit('127.0.0.2');
      const got = await page.evaluate(read, api(store), imageUrl);
      assert.deepEqual([got.get, got.post, got.image], ['TypeError', 'TypeError', 0]);
      assert.ok(['opaque', 'TypeError'].includes(got.blind));
    });

    it('a sandboxed frame reads nothing, whatever page it is in', async () => {
      await visit('127.0.0.1');
      const got = await page.evaluate(readInSandbox, String(read), api(store), imageUrl);
      assert.deepEqual([got.get, got.post, got.image], ['TypeError', 'TypeError', 0]);
    });
  });
}

/** The address of a logged image. */
async function anImage(store) {
  const [workspaceName] = (await store.json('workspaces')).workspaceNames;
  const { projects } = await store.json('projects', { workspaceName });
  for (const { projectName } of projects) {
    const { experiments } = await store.json('experiments', { workspaceName, projectName });
    for (const { experimentKey } of experiments) {
      const { assets } = await store.json('experiment/asset/list', {
        experimentKey,
        type: 'image',
      });
      if (assets.length > 0) return assets[0].link;
    }
  }
  throw new Error('the samples have no image');
}
