import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { browsers } from '../support/browsers.js';
import { startFakeComet } from '../support/fake-comet-server.js';
import { PanelPage } from '../support/panel-page.js';
import { until } from '../support/until.js';

const hasFrame = (id) => Boolean(document.getElementById(id).shadowRoot.querySelector('iframe'));

for (const name of Object.keys(browsers)) {
  describe(`the panel element in ${name}`, () => {
    let comet;
    let weather;
    let page;
    before(async () => {
      comet = await startFakeComet(() => ({ body: { tags: ['fair'] }, ...weather }));
      page = await PanelPage.open(name, { connect: [comet.url] });
    });
    after(async () => {
      await page?.close();
      await comet.close();
    });
    beforeEach(() => {
      weather = {};
      comet.requests.length = 0;
      return page.reset();
    });

    const tags = "await api.getExperimentTags('k'); console.log(options.n ?? 0);";
    const asks = (more) => ({ baseUrl: comet.url, context: { experimentKeys: ['k'] }, ...more });

    it('takes its code from src, once', async () => {
      await page.addPanel('a', undefined, { attributes: { src: 'note.panel.js' } });
      assert.equal(await page.written('a'), 'from a file ');
      await page.set('a', { options: { n: 2 } });
      assert.equal(await page.written('a', 2), 'from a file 2');
      const asked = page.server.requests.filter((path) => path === '/note.panel.js');
      assert.equal(asked.length, 1);
    });

    it('fetches a src that failed again when it is run or refreshed', async () => {
      weather = { status: 503 };
      const src = `${comet.url}/late.js`;
      await page.addPanel('a', undefined, { attributes: { src } });
      const { message } = await page.event('a', 'error');
      assert.equal(message, `Error: ${src} answered 503, not panel code`);
      await page.call('a', 'run');
      await page.event('a', 'error', 2);
      weather = { body: 'console.log("at last")' };
      await page.call('a', 'refresh');
      assert.equal(await page.written('a'), 'at last');
      await page.call('a', 'run');
      await page.event('a', 'rendered', 2);
      assert.equal(comet.requests.length, 3);
    });

    it('fetches nothing again for a viewer who scrolls', async () => {
      weather = { status: 503 };
      await page.addPanel('a', undefined, { attributes: { src: `${comet.url}/late.js` } });
      await page.event('a', 'error');
      await page.page.evaluate(async () => {
        const seen = () =>
          new Promise((done) => {
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));
          });
        document.body.append(
          Object.assign(document.createElement('p'), { style: 'height: 5000px' }),
        );
        for (const place of [4000, 0, 4000, 0]) {
          scrollTo(0, place);
          await seen();
        }
      });
      await page.call('a', 'run');
      await page.event('a', 'error', 2);
      assert.equal(comet.requests.length, 2);
    });

    it('tells once what keeps it from running, however often it is polled', async () => {
      await page.addPanel('good', tags, asks({ refreshSeconds: 1 }));
      await page.event('good', 'rendered');
      await page.addPanel('bad', 'console.log("ran")', { refreshSeconds: 1 });
      await page.event('bad', 'rendered', 2);
      await page.set('bad', { code: 'let = ;' });
      await page.event('bad', 'error');
      const count = await page.count('good', 'rendered');
      await page.event('good', 'rendered', count + 3);
      assert.equal(await page.count('bad', 'error'), 1);
      assert.match(await page.notice('bad'), /^SyntaxError: /);
      await page.call('bad', 'run');
      await page.event('bad', 'error', 2);
      const runs = await page.count('bad', 'console');
      await page.set('bad', { code: 'console.log("ran")' });
      await page.event('bad', 'console', runs + 2);
      assert.equal(await page.notice('bad'), '');
    });

    it('names a language that it does not run', async () => {
      await page.addPanel('a', '1', { attributes: { language: 'python' } });
      const { message } = await page.event('a', 'error');
      assert.equal(message, 'Error: the language of a panel must be "javascript", not "python"');
      await page.set('a', { language: 'javascript' });
      await page.event('a', 'rendered');
      assert.equal(await page.notice('a'), '');
    });

    it('puts the query into the context, and names what is wrong in it', async () => {
      const code = 'console.log(context.query)';
      const context = { query: 'Tag("left out")' };
      await page.addPanel('a', code, { context, attributes: { query: 'Tag("best")' } });
      assert.equal(await page.written('a'), 'Tag("best")');
      await page.set('a', { query: 'Tag("best' });
      const { message } = await page.event('a', 'error');
      assert.match(message, /^PerihelionError: .*quer/);
      await page.set('a', { query: '' });
      assert.equal(await page.written('a', 2), 'Tag("left out")');
    });

    it('names a member of the context that is wrong', async () => {
      await page.addPanel('a', 'console.log("ran")', { context: { experimentKeys: 'k' } });
      const { message } = await page.event('a', 'error');
      assert.match(message, /context\.experimentKeys must be a list of texts/);
      assert.equal(await page.count('a', 'console'), 0);
      await page.call('a', 'update', { experimentKeys: ['k'] });
      assert.equal(await page.written('a'), 'ran');
    });

    it('tells the frame its theme without running it', async () => {
      await page.addPanel('a', "console.log('ran')", { attributes: { theme: 'dark' } });
      await page.event('a', 'rendered');
      const isScheme = (scheme) =>
        getComputedStyle(document.documentElement).colorScheme === scheme;
      await page.inside('a', 'a dark frame', isScheme, 'dark');
      await page.set('a', { theme: 'auto' });
      await page.inside('a', 'a light frame', isScheme, 'light');
      assert.equal(await page.count('a', 'console'), 1);
    });

    it('loads once it comes near, or at once when eager or told to run', async () => {
      const style = 'margin-top: 5000px';
      await page.addPanel('eager', '1', { style, loading: 'eager' });
      await page.addPanel('lazy', '1', { style, loading: 'lazy' });
      await page.addPanel('told', '1', { style, loading: 'lazy' });
      await page.event('eager', 'rendered');
      assert.equal(await page.page.evaluate(hasFrame, 'lazy'), false);
      await page.call('told', 'run');
      await page.event('told', 'rendered');
      assert.equal(await page.page.evaluate(hasFrame, 'lazy'), false);
      await page.page.evaluate(() => document.getElementById('lazy').scrollIntoView());
      await page.event('lazy', 'rendered');
    });

    it('tells its height and its progress', async () => {
      const code = `
        ui.progress('Half', 50);
        await new Promise((done) => setTimeout(done, 200));
        for (let n = 0; n < 100_000; n++) ui.progress('Whole', n / 1000);
        ui.progress('Whole', 100);`;
      await page.addPanel('a', code);
      const half = await page.event('a', 'progress');
      assert.deepEqual([half.label, half.percent], ['Half', 50]);
      const isWhole = async () =>
        (await page.events('a')).some(({ label, percent }) => label === 'Whole' && percent === 100);
      await until('the whole progress', isWhole);
      assert.ok((await page.event('a', 'resize')).height > 0);
      assert.equal(await page.count('a', 'stopped'), 0);
    });

    it('keeps answers over runs, and asks anew when refreshed', async () => {
      await page.addPanel('a', tags, asks());
      await page.event('a', 'rendered', 1);
      await page.call('a', 'run');
      await page.event('a', 'rendered', 2);
      assert.equal(comet.requests.length, 1);
      await page.call('a', 'refresh');
      await page.event('a', 'rendered', 3);
      assert.equal(comet.requests.length, 2);
    });

    it('polls once for all panels of a page that ask the same', async () => {
      const ids = ['a', 'b', 'c'];
      for (const id of ids) await page.addPanel(id, tags, asks());
      for (const id of ids) await page.event(id, 'rendered');
      assert.equal(comet.requests.length, 1);
      await page.page.evaluate((all) => {
        for (const id of all) document.getElementById(id).refreshSeconds = 1;
      }, ids);
      for (const id of ids) await page.event(id, 'rendered', 4);
      await page.page.evaluate((all) => {
        for (const id of all) document.getElementById(id).refreshSeconds = 0;
      }, ids);
      const counts = await Promise.all(ids.map((id) => page.count(id, 'rendered')));
      const { length } = comet.requests;
      // One more where a poll is under way.
      assert.ok(length >= 4 && length <= Math.max(...counts) + 1, `${length} for ${counts}`);
    });

    it('warns of a refresh that it cannot keep', async () => {
      await page.addPanel('a', '1', { refreshSeconds: 0.1 });
      const text = 'refresh must be 0 or a number of seconds from 1, not "0.1"';
      assert.equal(await page.written('a'), text);
    });

    it('does not run again for a context and options that say the same', async () => {
      await page.addPanel('a', tags, asks({ options: { n: 1 } }));
      await page.event('a', 'rendered');
      await page.set('a', { context: { experimentKeys: ['k'] }, options: { n: 1 } });
      await page.set('a', { options: { n: 2 } });
      assert.equal(await page.written('a', 2), '2');
      assert.equal(comet.requests.length, 1);
    });

    it('does not run again for HTML, CSS and resources that say the same', async () => {
      const parts = { html: '<i></i>', css: 'i { color: red }', resources: ['/resource.js'] };
      await page.addPanel('a', tags, asks({ ...parts, options: { n: 1 } }));
      await page.event('a', 'rendered');
      await page.set('a', { ...parts, resources: [...parts.resources] });
      await page.set('a', { options: { n: 2 } });
      assert.equal(await page.written('a', 2), '2');
      await page.event('a', 'rendered', 2);
      assert.equal(await page.count('a', 'running'), 2);
      for (const [member, value] of Object.entries({ html: '', css: '', resources: [] })) {
        const runs = await page.count('a', 'rendered');
        await page.set('a', { [member]: value });
        await page.event('a', 'rendered', runs + 1);
      }
    });

    it('cancels the requests of a run that is overtaken', async () => {
      weather = { weather: 'never answered' };
      await page.addPanel('a', tags, asks());
      await until('a request', () => comet.requests.length === 1);
      weather = {};
      await page.set('a', { code: 'console.log("other")' });
      assert.equal(await page.written('a'), 'other');
      await until('its end', () => comet.requests[0].closedEarly);
      assert.equal(await page.count('a', 'error'), 0);
    });

    it('takes properties that were set before the element was defined', async () => {
      await page.page.evaluate(async () => {
        const frame = document.createElement('iframe');
        document.body.append(frame);
        const early = frame.contentDocument.createElement('perihelion-panel');
        early.code = 'console.log(options.n)';
        early.options = { n: 7 };
        early.frameBase = `http://localhost:${location.port}/dist/`;
        const logs = (window.events['early'] = []);
        early.addEventListener('console', ({ detail }) =>
          logs.push({ type: 'console', ...detail }),
        );
        // Adopted by this document, where the element is defined, it is upgraded.
        document.body.append(early);
      });
      assert.equal(await page.written('early'), '7');
    });
  });
}
