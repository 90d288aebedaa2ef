// What cannot be sent to the data worker that all of a page shares fails by name, and nothing else does.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, beforeEach, describe, it } from 'node:test';
import { browsers } from '../support/browsers.js';
import { startFakeComet } from '../support/fake-comet-server.js';
import { PanelPage } from '../support/panel-page.js';
import { until } from '../support/until.js';

const packageFile = new URL('../../js/dist/perihelion.wasm', import.meta.url);

for (const name of Object.keys(browsers)) {
  describe(`the data worker in ${name}`, () => {
    let comet;
    let page;
    /** What the server answers for the core. */
    let core;
    before(async () => {
      comet = await startFakeComet(({ path }) =>
        path === '/core.wasm' ? core : { body: { tags: ['fair'] } },
      );
      page = await PanelPage.open(name, { connect: [comet.url] });
    });
    after(async () => {
      await page?.close();
      await comet.close();
    });
    beforeEach(() => page.reset());

    /** Runs a function in the page: with the package, and what gives the code and message of an error. */
    const inPage = (work, ...given) =>
      page.page.evaluate(
        `(async () => {
          const { load } = await import('/dist/index.js');
          const failure = (promise) =>
            promise.then(
              () => 'none',
              (error) => error.name + ' ' + error.code + ': ' + error.message,
            );
          return (${work})({ load, failure }, ...${JSON.stringify(given)});
        })()`,
      );

    it('refuses an API whose settings cannot be sent, and serves the others', async () => {
      const { wrong, headers, tags } = await inPage(async ({ load, failure }, baseUrl) => {
        const { API } = await load({ worker: true });
        const context = { experimentKeys: ['k'], options: { axis: { format: () => '' } } };
        context.options.self = context.options;
        const api = new API({ baseUrl, context });
        const wrong = [await failure(api.getPanelOptions()), await failure(api.getWorkspaces())];
        const proxied = new API({ baseUrl, headers: { deep: new Proxy({}, {}) } });
        const good = new API({ baseUrl, context: { experimentKeys: ['k'] } });
        return {
          wrong,
          headers: await failure(proxied.getWorkspaces()),
          tags: await good.getExperimentTags('k'),
        };
      }, comet.url);
      const expected =
        /^PerihelionError invalid_argument: context\.options\.axis\.format cannot be sent/;
      for (const message of wrong) assert.match(message, expected);
      assert.match(headers, /^PerihelionError invalid_argument: headers\.deep cannot be sent/);
      assert.deepEqual(tags, ['fair']);
    });

    it('refuses a context of a panel that cannot be sent; a better one and other panels run', async () => {
      const code = `console.log((await api.getExperimentTags('k')).join(), options.n);`;
      const settings = { baseUrl: comet.url, context: { experimentKeys: ['k'] } };
      await page.addPanel('a', code, { ...settings, options: { n: 1 } });
      assert.equal(await page.written('a'), 'fair 1');
      await page.page.evaluate(() => {
        document.getElementById('a').options = { n: 2, format: () => '' };
      });
      const { message } = await page.event('a', 'error');
      assert.match(message, /context\.options\.format cannot be sent/);
      await page.addPanel('b', code, { ...settings, options: { n: 3 } });
      assert.equal(await page.written('b'), 'fair 3');
      await page.set('a', { options: { n: 4 } });
      assert.equal(await page.written('a', 2), 'fair 4');
    });

    it('starts for a panel that is run again, once its files can be loaded', async () => {
      core = { status: 503 };
      const code = `console.log((await api.getExperimentTags('k')).join());`;
      const wasm = `${comet.url}/core.wasm`;
      const settings = { baseUrl: comet.url, wasm, context: { experimentKeys: ['k'] } };
      await page.addPanel('a', code, settings);
      assert.match((await page.event('a', 'error')).message, /core\.wasm.*503/);
      core = { body: await readFile(packageFile), headers: { 'content-type': 'application/wasm' } };
      await page.call('a', 'run');
      assert.equal(await page.written('a'), 'fair');
    });

    it('goes on saying what keeps a panel that polls from starting, and then starts', async () => {
      core = { status: 503 };
      const code = `console.log((await api.getExperimentTags('k')).join());`;
      const context = { experimentKeys: ['k'] };
      const wasm = `${comet.url}/core.wasm?2`;
      const tries = () => comet.requests.filter(({ rawQuery }) => rawQuery === '?2').length;
      await page.addPanel('a', code, { baseUrl: comet.url, wasm, context, refreshSeconds: 1 });
      await until('two polls', () => tries() >= 3);
      const shown = () =>
        page.page.evaluate(
          () => document.getElementById('a').shadowRoot.querySelector('[role="alert"]').textContent,
        );
      await until('the reason', async () => /503/.test(await shown()));
      assert.equal(await page.count('a', 'error'), 1);
      core = { body: await readFile(packageFile), headers: { 'content-type': 'application/wasm' } };
      assert.equal(await page.written('a'), 'fair');
    });

    it('does not start from what is no core, says why, and starts at the next call', async () => {
      const [address, method, tags] = await inPage(async ({ load, failure }, baseUrl) => {
        const messages = [];
        for (const wasm of ['http://', () => '']) {
          messages.push(await failure(load({ worker: true, wasm })));
        }
        const { API } = await load({ worker: true });
        return [...messages, await new API({ baseUrl }).getExperimentTags('k')];
      }, comet.url);
      assert.equal(address, 'PerihelionError invalid_argument: wasm is no address: "http://"');
      assert.match(method, /^PerihelionError invalid_argument: wasm cannot be sent/);
      assert.deepEqual(tags, ['fair']);
    });
  });
}
