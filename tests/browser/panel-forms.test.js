import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, beforeEach, describe, it } from 'node:test';
import { sampleArchives } from '../support/archive-reader.js';
import { browsers } from '../support/browsers.js';
import { PanelPage } from '../support/panel-page.js';
import { startServer } from '../support/serve.js';

const example = (name) =>
  readFile(new URL(`../../examples/panels/${name}`, import.meta.url), 'utf8');
const project = { workspace: 'perihelion-samples', projectName: 'digits-classifier' };

/** A panel as people wrote them for Comet: its three parts, and members that its documentation names. */
const written = {
  html: '<h3 id="title">Tags</h3><script>window.injected = true</script>',
  css: '#title { color: rgb(1, 2, 3); }',
  code: `
    class TagPanel extends Comet.Panel {
      setup() {
        this.options = { heading: 'Keys', limit: 2 };
        this.draws = 0;
      }
      async draw(experimentKeys, projectId) {
        this.draws += 1;
        this.api.store('last', experimentKeys);
        this.print('<b>' + this.options.heading + '</b> <img src="x" onerror="window.injected = true">');
        this.print('of ' + projectId, false);
        const rows = experimentKeys.slice(0, this.options.limit).map((key) => {
          const cell = document.createElement('i');
          cell.textContent = key;
          return { key: cell, length: key.length };
        });
        new Table(rows, ['key', 'length'], ['Key', 'Length'], 'keys', 'table table-striped').appendTo(this.id);
        console.log(this.draws, this.api.getVersion(), this.getOption('none', 'else'));
        console.log(new Comet.API('a key').getStore());
      }
    }`,
};

for (const name of Object.keys(browsers)) {
  describe(`the forms of panels in ${name}`, () => {
    let page;
    let server;
    before(async () => {
      server = await startServer({ archives: sampleArchives() });
      page = await PanelPage.open(name, { connect: [server.origin] });
    });
    after(async () => {
      await page?.close();
      await server?.stop();
    });
    beforeEach(() => page.reset());

    const change = (properties) =>
      page.page.evaluate((given) => Object.assign(document.getElementById('a'), given), properties);

    it('evaluates a module once, and calls its default export in each run', async () => {
      const code = `
        let evaluated = 0;
        evaluated += 1;
        let calls = 0;
        export default async function ({ api, ui, context, options, signal }) {
          calls += 1;
          ui.display(String(calls));
          console.log(evaluated, calls, options.n, await api.getPanelWorkspace(), signal.aborted,
            typeof context, this === undefined);
        }`;
      await page.addPanel('a', code, { options: { n: 1 }, context: { workspace: 'w' } });
      assert.equal(await page.written('a'), '1 1 1 w false object true');
      await change({ options: { n: 2 } });
      assert.equal(await page.written('a', 2), '1 2 2 w false object true');
      await page.event('a', 'rendered', 2);
      const frame = await page.frame('a');
      assert.equal(await frame.evaluate(() => document.body.textContent.trim()), '2');
    });

    it('says what is wrong with a module, and where', async () => {
      await page.addPanel('a', 'export default 7;');
      assert.match(
        (await page.event('a', 'error')).message,
        /default export.*function, not number/,
      );
      await change({ code: '\nexport default () => { delete x; };' });
      const strict = await page.event('a', 'error', 2);
      assert.match(strict.message, /^SyntaxError: /);
      assert.equal(strict.line, 2);
      await change({ code: 'export default () => 1;\nexport default () => {\n  null.x; };' });
      assert.equal((await page.event('a', 'error', 3)).line, 2);
      await change({ code: 'export default () => {\n  null.x; };' });
      const thrown = await page.event('a', 'error', 4);
      assert.match(thrown.message, /^TypeError: /);
      assert.equal(thrown.line, 2);
    });

    it('runs a panel written for Comet unchanged, with its HTML and CSS', async () => {
      const context = { experimentKeys: ['one', 'two', 'three'], projectId: 'p' };
      await page.addPanel('a', written.code, { ...written, context, options: { heading: 'Mine' } });
      assert.equal(await page.written('a'), '1 v2 else');
      assert.match(await page.written('a', 2), /"last": \[\s+"one"/);
      await page.event('a', 'rendered');
      const read = () => ({
        title: getComputedStyle(document.getElementById('title')).color,
        text: document.getElementById('comet-panel').innerText.replace(/\s+/g, ' ').trim(),
        table: document.getElementById('keys').className,
        cells: document.querySelectorAll('#keys td i').length,
        injected: String(window.injected),
      });
      const frame = await page.frame('a');
      assert.deepEqual(await frame.evaluate(read), {
        title: 'rgb(1, 2, 3)',
        text: 'Mine of p Key Length one 3 two 3',
        table: 'table table-striped',
        cells: 2,
        injected: 'undefined',
      });
      await change({ context: { ...context, experimentKeys: ['four'] } });
      assert.equal(await page.written('a', 3), '2 v2 else');
      await page.event('a', 'rendered', 2);
      const { text } = await frame.evaluate(read);
      assert.equal(text, 'Mine of p Key Length four 4', 'what the draw before appended is gone');
      await change({ code: 'class Other extends Comet.Panel { draw() { this.print("other"); } }' });
      await page.event('a', 'rendered', 3);
      const others = () => document.querySelector('main').innerText.replace(/\s+/g, ' ').trim();
      assert.equal(await frame.evaluate(others), 'Tags other');
    });

    it('gives a panel its classic scripts and style sheets first, and each once', async () => {
      const code = `
        class Shouting extends Comet.Panel {
          draw([key]) {
            this.print('<p class="shouted">' + shout(key) + '</p>');
            const style = getComputedStyle(document.querySelector('.shouted'));
            console.log(window.order.join(), style.letterSpacing, document.body.innerText.trim());
          }
        }`;
      const resources = ['/resource.css', '/resource.js'];
      await page.addPanel('a', code, { resources, context: { experimentKeys: ['one'] } });
      assert.equal(await page.written('a'), 'script 7px ONE');
      await change({ context: { experimentKeys: ['two'] } });
      assert.equal(await page.written('a', 2), 'script 7px TWO');
      await change({ resources: ['/lost.js'] });
      const { message } = await page.event('a', 'error');
      assert.match(message, /the resource "\/lost\.js" could not be loaded: .* answered 404/);
    });

    it('answers the methods of the JavaScript Comet.API', async () => {
      const code = `
        class All extends Comet.Panel {
          async draw([key], projectId) {
            const { api } = this;
            const metadata = await api.experimentMetadata(key);
            const [parameter] = await api.experimentParameters(key, 'optimizer');
            const points = await api.experimentMetric(key, 'train_loss');
            const chart = await api.experimentMetricsForChart([key], ['train_loss'], [], true, true);
            const raw = await api.experimentMetricsRaw(key, ['train_loss'], 'metricValue');
            const [asset] = await api.experimentAssets(key);
            console.log(JSON.stringify({
              name: metadata.experimentName === await api.experimentName(key),
              parameter: typeof parameter.valueCurrent,
              summary: (await api.experimentMetricsSummary(key, 'train_loss')).length,
              tags: Array.isArray(await api.experimentTags(key)),
              others: (await api.experimentOther(key)).length > 0,
              point: typeof points[0].metricValue,
              chart: Array.isArray(chart[key].metrics[0].values),
              sameLength: chart[key].metrics[0].values.length === raw.length && raw.length === points.length,
              project: (await api.projectMetadata(projectId)).projectName,
              listed: (await api.experimentsByProjectId(projectId)).some((one) => one.experimentKey === key),
              url: api.experimentURL(key).includes(key),
              asset: typeof await api.experimentAsset(key, asset.assetId),
              code: typeof await api.experimentCode(key),
              curves: Array.isArray(await api.experimentCurves(key)),
              images: (await api.experimentImages(key)).every(({ imagePath }) => imagePath.startsWith('blob:')),
            }));
          }
        }`;
      const context = { ...project, experimentKeys: ['d2930c2efea7ed1d3516499109a4399c'] };
      await page.addPanel('a', code, { baseUrl: server.origin, scope: 'project', context });
      const text = await page.written('a');
      assert.deepEqual(JSON.parse(text), {
        name: true,
        parameter: 'string',
        summary: 1,
        tags: true,
        others: true,
        point: 'number',
        chart: true,
        sameLength: true,
        project: project.projectName,
        listed: true,
        url: true,
        asset: 'string',
        code: 'string',
        curves: true,
        images: true,
      });
    });

    for (const file of ['best-runs.module.js', 'tags.comet.js', 'widgets.js']) {
      it(`draws the example ${file}`, async () => {
        const context = { ...project };
        const settings = { baseUrl: server.origin, scope: 'project', context };
        await page.addPanel('a', await example(file), settings);
        await page.event('a', 'rendered');
        const frame = await page.frame('a');
        assert.ok((await frame.$$('tbody tr')).length >= 5);
        assert.equal(await page.notice('a'), '');
      });
    }
  });
}
