import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { browsers } from '../support/browsers.js';
import { startFakeComet } from '../support/fake-comet-server.js';
import { PanelPage } from '../support/panel-page.js';
import { until } from '../support/until.js';

const context = {
  workspace: 'w',
  projectName: 'p',
  experimentKeys: ['k'],
  metricsNames: ['loss'],
  options: { n: 1 },
  experimentColors: { k: { primary: 'red', light: 'pink' } },
  metricColors: { loss: { primary: 'blue', light: 'cyan' } },
  width: 100,
  height: 50,
};

/** Another value of each member. */
const other = {
  workspace: 'v',
  projectName: 'q',
  projectId: 'i',
  experimentKeys: ['k', 'l'],
  query: 'Tag("best")',
  metricsNames: ['loss', 'accuracy'],
  options: { n: 2 },
  experimentColors: {},
  metricColors: {},
  width: 200,
  height: 60,
};
const project = ['workspace', 'projectName', 'projectId'];
const place = [...project, 'experimentKeys'];

/** Panel code, and the members of the context that it depends on. */
const dependencies = [
  ['', []],
  ['context.width;', ['width']],
  ['const { query, metricColors } = context;', ['query', 'metricColors']],
  ['({ ...context });', Object.keys(other)],
  ['JSON.stringify(context);', Object.keys(other)],
  ['options.n;', ['options']],
  ['await api.getPanelOptions();', ['options']],
  ['await api.getPanelExperimentColors();', ['experimentColors']],
  ['await api.getPanelMetricColors();', ['metricColors']],
  ['await api.getPanelSize();', ['width', 'height']],
  ['await api.getPanelWorkspace();', project],
  ['await api.getPanelMetricsNames();', [...project, 'metricsNames']],
  ['await api.getPanelExperimentKeys().catch(() => []);', [...place, 'query']],
  ['await api.getExperimentTags("k");', place],
  ['await api.getPanelReport();', Object.keys(other)],
];

for (const name of Object.keys(browsers)) {
  describe(`the context of a panel in ${name}`, () => {
    let comet;
    let page;
    let weather;
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

    const settings = () => ({ baseUrl: comet.url, context });
    const logs = async (id) =>
      (await page.events(id)).filter(({ type }) => type === 'console').map(({ text }) => text);
    /** Settles once the frame has dealt with all that it was told: it tells what the viewer points at in turn. */
    const settle = async (id) => {
      const before = (await logs(id)).filter((text) => text === 'pointed').length;
      await page.call(id, 'update', { hoveredExperiment: before % 2 ? null : 'k' });
      await until(
        'an answer',
        async () => (await logs(id)).filter((text) => text === 'pointed').length > before,
      );
    };
    const pointed = `
      let calls = 0;
      ui.onHighlight(() => { if (calls++ > 0) console.log('pointed'); });`;

    it('runs a panel when what it has read changes, and else not', async () => {
      const check = async ([code, members], index) => {
        const id = `panel${index}`;
        await page.addPanel(id, `${code}\n${pointed}`, settings());
        await page.event(id, 'rendered');
        let runs = 1;
        for (const [member, value] of Object.entries(other)) {
          await page.call(id, 'update', { [member]: value });
          if (members.includes(member)) await page.event(id, 'rendered', ++runs);
        }
        await settle(id);
        assert.equal(await page.count(id, 'rendered'), runs, code);
        assert.equal(await page.count(id, 'error'), 0, code);
      };
      await Promise.all(dependencies.map(check));
    });

    it('has the newest value for what is read late, and runs when that changes', async () => {
      const code = `
        let calls = 0;
        ui.onHighlight(async () => {
          if (calls++ === 0) return;
          console.log(context.width, (await api.getPanelMetricColors()).loss?.primary);
          console.log('pointed');
        });`;
      await page.addPanel('a', code, settings());
      await page.event('a', 'rendered');
      await page.call('a', 'update', {
        width: 300,
        metricColors: { loss: other.experimentColors },
      });
      await page.call('a', 'update', {
        metricColors: { loss: { primary: 'green', light: 'lime' } },
      });
      await settle('a');
      assert.deepEqual(await logs('a'), ['300 green', 'pointed']);
      assert.equal(await page.count('a', 'rendered'), 1);
      await page.call('a', 'update', { width: 301 });
      await page.event('a', 'rendered', 2);
    });

    it('counts what an earlier run of the same code has read, also in modules', async () => {
      const code = `
        let colors;
        export default async function ({ api, ui, context }) {
          ${pointed}
          colors ??= await api.getPanelExperimentColors();
          console.log(context.width);
        }`;
      await page.addPanel('a', code, settings());
      await page.event('a', 'rendered');
      await page.call('a', 'update', { width: 200 });
      await page.event('a', 'rendered', 2);
      await page.call('a', 'update', { experimentColors: {} });
      await page.event('a', 'rendered', 3);
      await page.set('a', { options: { n: 3 } });
      await settle('a');
      assert.equal(await page.count('a', 'rendered'), 3);
    });

    it('draws a class of Comet again for other experiments and options, not for colors', async () => {
      const code = `
        class Panel extends Comet.Panel {
          draw(keys) { console.log(keys.join(), this.options.n); }
        }`;
      const about = { ...context, projectId: 'i' };
      await page.addPanel('a', code, { baseUrl: comet.url, context: about });
      assert.equal(await page.written('a'), 'k 1');
      await page.call('a', 'update', { metricColors: {}, width: 7 });
      await page.call('a', 'update', { experimentKeys: ['l'] });
      assert.equal(await page.written('a', 2), 'l 1');
      await page.set('a', { options: { n: 2 } });
      assert.equal(await page.written('a', 3), 'l 2');
      assert.deepEqual(await logs('a'), ['k 1', 'l 1', 'l 2']);
      assert.equal(await page.count('a', 'rendered'), 3);
    });

    it('lets a run go on that has not read what changes, and cancels one that has', async () => {
      weather = { weather: 'never answered' };
      const code = `
        await api.getExperimentTags('k').catch((error) => {
          console.log(error.name);
          throw error;
        });`;
      await page.addPanel('a', code, settings());
      const [asked] = await until('a request', () => comet.requests.length > 0 && comet.requests);
      await page.call('a', 'update', { width: 200 });
      await page.call('a', 'update', { metricColors: {} });
      weather = {};
      await page.call('a', 'update', { workspace: 'v' });
      assert.equal(await page.written('a'), 'AbortError');
      await page.event('a', 'rendered');
      await until('the end of the request', () => asked.closedEarly);
      assert.equal(await page.count('a', 'error'), 0);
      assert.deepEqual(await logs('a'), ['AbortError']);
    });

    it('runs a panel that failed at any change', async () => {
      const code = `
        window.runs = (window.runs ?? 0) + 1;
        if (window.runs === 1) throw new Error('not yet');
        console.log('well');`;
      await page.addPanel('a', code, settings());
      await page.event('a', 'error');
      await page.call('a', 'update', { width: 200 });
      assert.equal(await page.written('a'), 'well');
      assert.equal(await page.notice('a'), '');
    });
  });
}
