import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { browsers } from '../support/browsers.js';
import { startFakeComet } from '../support/fake-comet-server.js';
import { PanelPage } from '../support/panel-page.js';

/** Says what is highlighted, and points at experiments as its buttons say. */
const pointing = (...keys) => `
  let calls = 0;
  ui.onHighlight(({ hoveredExperiment, selectedExperiments }) => {
    if (calls++ > 0) console.log(hoveredExperiment, selectedExperiments.join('+'));
  });
  for (const key of ${JSON.stringify(keys)}) {
    ui.button('hover ' + key, { onClick: () => ui.hoverExperiment(key) });
  }
  console.log('ran', context.workspace, context.experimentKeys.join('+'), context.hoveredExperiment);`;

const listening = `
  ui.onHighlight(({ hoveredExperiment, selectedExperiments }) =>
    console.log(hoveredExperiment, selectedExperiments.join('+')));`;

for (const name of Object.keys(browsers)) {
  describe(`a dashboard in ${name}`, () => {
    let comet;
    let page;
    before(async () => {
      comet = await startFakeComet(() => ({ body: { tags: ['fair'] } }));
      page = await PanelPage.open(name, { connect: [comet.url] });
    });
    after(async () => {
      await page?.close();
      await comet.close();
    });
    beforeEach(async () => {
      comet.requests.length = 0;
      await page.reset();
      await page.page.evaluate(() => {
        const dashboard = document.createElement('perihelion-dashboard');
        dashboard.id = 'board';
        document.body.append(dashboard);
        window.panelPlace = dashboard;
      });
    });

    const context = { workspace: 'w', experimentKeys: ['a', 'b', 'c'] };
    const logs = async (id) =>
      (await page.events(id)).filter(({ type }) => type === 'console').map(({ text }) => text);

    it('gives its context to the panels within, whose own goes before', async () => {
      await page.set('board', { context });
      await page.addPanel('one', pointing());
      await page.addPanel('two', pointing(), { context: { experimentKeys: ['b'] } });
      assert.equal(await page.written('one'), 'ran w a+b+c null');
      assert.equal(await page.written('two'), 'ran w b null');
      await page.call('board', 'update', { workspace: 'v' });
      assert.equal(await page.written('one', 2), 'ran v a+b+c null');
      assert.equal(await page.written('two', 2), 'ran v b null');
    });

    it('tells the other panels what is hovered in one, without running them', async () => {
      await page.set('board', { context });
      const hover = `ui.hoverExperiment(null); ui.hoverExperiment('b'); ui.selectExperiments(['a', 'b']);`;
      await page.addPanel('listener', listening);
      await page.event('listener', 'rendered');
      await page.addPanel('pointer', `${listening}\n${hover}`);
      const { hoveredExperiment, selectedExperiments } = await page.event('pointer', 'selection');
      assert.deepEqual([hoveredExperiment, selectedExperiments], ['b', ['a', 'b']]);
      assert.equal(await page.written('listener', 2), 'b a+b');
      assert.deepEqual(await logs('listener'), ['null ', 'b a+b']);
      assert.deepEqual(await logs('pointer'), ['null ', 'b ', 'b a+b']);
      assert.equal(await page.count('listener', 'rendered'), 1);
      const kept = await page.page.evaluate(() => document.getElementById('board').highlight);
      assert.deepEqual(kept, { hoveredExperiment: 'b', selectedExperiments: ['a', 'b'] });
    });

    it('tells a panel of none but its own experiments, and keeps those of others selected', async () => {
      await page.set('board', { context: { ...context, selectedExperiments: ['c'] } });
      await page.addPanel(
        'narrow',
        `${listening} console.log(context.selectedExperiments.length)`,
        {
          context: { experimentKeys: ['a', 'b'] },
        },
      );
      await page.event('narrow', 'rendered');
      assert.deepEqual(await logs('narrow'), ['null ', '0']);
      await page.set('narrow', { code: "ui.selectExperiments(['b']);" });
      await page.event('narrow', 'selection');
      const kept = await page.page.evaluate(() => document.getElementById('board').highlight);
      assert.deepEqual(kept.selectedExperiments, ['c', 'b']);
    });

    it('passes on nothing that is no experiment of the panel', async () => {
      await page.set('board', { context });
      await page.addPanel('listener', listening);
      await page.event('listener', 'rendered');
      await page.addPanel('bad', `ui.hoverExperiment('<b>secret</b>');`);
      const text = await page.written('bad');
      assert.match(text, /^a highlight was refused: .* context\.experimentKeys$/);
      assert.equal(await page.count('bad', 'selection'), 0);
      await page.call('board', 'update', { hoveredExperiment: 'a' });
      assert.equal(await page.written('listener', 2), 'a ');
    });

    it('bears a panel that points without end', async () => {
      await page.set('board', { context });
      const code = `
        for (let n = 0; n < 20_000; n++) ui.hoverExperiment('abc'[n % 3]);
        try { ui.hoverExperiment('x'.repeat(1000)); } catch (error) { console.log(error.message); }`;
      await page.addPanel('busy', code);
      await page.event('busy', 'rendered');
      assert.equal(
        await page.written('busy'),
        'an experiment key is a text of at most 200 characters',
      );
      assert.equal((await page.event('busy', 'selection')).hoveredExperiment, 'b');
      assert.equal(await page.count('busy', 'stopped'), 0);
    });

    it('keeps what is hovered over the runs of a widget, outside a dashboard too', async () => {
      await page.page.evaluate(() => delete window.panelPlace);
      await page.addPanel('alone', pointing('a', 'b'), { context });
      assert.equal(await page.written('alone'), 'ran w a+b+c null');
      await page.click('alone', 'button', 2);
      assert.equal(await page.written('alone', 2), 'b ');
      assert.equal(await page.written('alone', 3), 'ran w a+b+c b');
      await page.call('alone', 'update', { hoveredExperiment: 'a' });
      assert.equal(await page.written('alone', 4), 'a ');
    });

    it('names what is wrong in what is pointed at, and a version that it does not know', async () => {
      await page.page.evaluate(() => delete window.panelPlace);
      await page.addPanel('a', '1', { context: { ...context, selectedExperiments: 'a' } });
      const first = await page.event('a', 'error');
      assert.equal(first.message, 'TypeError: context.selectedExperiments must be a list of texts');
      await page.set('a', { context: { ...context, version: 2 } });
      const second = await page.event('a', 'error', 2);
      assert.equal(second.message, 'TypeError: context.version must be 1, not 2');
      await page.set('a', { context: { ...context, version: 1 } });
      await page.event('a', 'rendered');
    });

    it('runs twelve panels on one data worker and one request for each distinct question', async () => {
      await page.set('board', { context });
      const before = page.server.requests.length;
      const loads = (file) =>
        page.server.requests.slice(before).filter((path) => path === `/dist/${file}`).length;
      const ids = Array.from({ length: 12 }, (_, n) => `panel${n}`);
      for (const [n, id] of ids.entries()) {
        const code = `
          const tags = await api.getExperimentTags('${'abc'[n % 3]}');
          ui.display(tags);
          console.log(tags.length);`;
        await page.addPanel(id, code, { baseUrl: comet.url });
      }
      for (const id of ids) assert.equal(await page.written(id), '1');
      const asked = comet.requests.map(({ query }) => query.get('experimentKey'));
      assert.deepEqual(asked.sort(), ['a', 'b', 'c']);
      assert.equal(page.page.workers().length, 1);
      assert.deepEqual([loads('data-worker.js'), loads('perihelion.wasm')], [1, 1]);
    });
  });
}
