import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { libraries, libraryFile } from '../../web/libraries.js';
import { browsers } from '../support/browsers.js';
import { PanelPage } from '../support/panel-page.js';

for (const name of Object.keys(browsers)) {
  describe(`libraries of panels in ${name}`, () => {
    let page;
    let offered;
    before(async () => {
      page = await PanelPage.open(name);
      offered = Object.fromEntries(
        Object.keys(libraries).map((library) => [library, `/libraries/${libraryFile(library)}`]),
      );
    });
    after(() => page?.close());
    beforeEach(() => {
      page.server.requests.length = 0;
      return page.reset();
    });

    const fetched = () => page.server.requests.filter((path) => path.startsWith('/libraries/'));

    async function drawn(code, settings = {}) {
      await page.addPanel('a', code, { libraries: offered, ...settings });
      await page.event('a', 'rendered');
      return page.frame('a');
    }

    it('draws with Observable Plot, imported by a declaration', async () => {
      const frame = await drawn(`
        import * as Plot from '@observablehq/plot';
        ui.display(Plot.lineY([1, 3, 2]).plot());`);
      assert.equal(
        await frame.$$eval('svg path[fill=none], svg [aria-label=line]', (all) => all.length > 0),
        true,
      );
      assert.deepEqual(fetched(), ['/libraries/observablehq-plot.js'], 'nothing else is fetched');
    });

    it('draws with d3, imported by names, and by a call', async () => {
      const frame = await drawn(`
        import { extent as range, select } from 'd3';
        const { max } = await import('d3');
        const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
        select(svg).append('circle').attr('r', 7);
        ui.display(svg);
        console.log(range([3, 1, 2]).join(), max([1, 2]));`);
      assert.equal(await page.written('a'), '1,3 2');
      assert.equal(await frame.$eval('circle', (node) => node.getAttribute('r')), '7');
    });

    it('displays a Plotly figure, and keeps its zoom when the panel runs again', async () => {
      const code = `
        const again = ui.checkbox('Again');
        ui.display({
          data: [{ x: [1, 2, 3], y: again ? [1, 1, 1] : [2, 1, 3] }],
          layout: { height: 250, title: { text: String(again) } },
        });`;
      const frame = await drawn(code, { patience: 20_000 });
      const state = () => {
        const { layout } = document.querySelector('.js-plotly-plot');
        return { title: layout.title.text, range: layout.xaxis.range.map((at) => at.toFixed(3)) };
      };
      const { range: whole } = await frame.evaluate(state);
      await page.drag('a', '.nsewdrag', 100);
      await page.inside(
        'a',
        'the zoom',
        (before) => {
          const [from] = document.querySelector('.js-plotly-plot').layout.xaxis.range;
          return from.toFixed(3) !== before;
        },
        whole[0],
      );
      const { range: zoomed } = await frame.evaluate(state);
      await page.click('a', 'input');
      await page.event('a', 'rendered', 2);
      assert.deepEqual(await frame.evaluate(state), { title: 'true', range: zoomed });
    });

    it('draws with uPlot and its style sheet', async () => {
      const frame = await drawn(`
        import uPlot, { css } from 'uplot';
        ui.addCss(css);
        const place = document.createElement('div');
        ui.display(place);
        new uPlot({ width: 300, height: 150, series: [{}, { stroke: 'red' }] }, [[1, 2], [3, 4]], place);`);
      assert.equal(await frame.$$eval('.uplot canvas', (all) => all.length), 1);
    });

    it('shows an Arrow table', async () => {
      const frame = await drawn(`
        const { tableFromArrays } = await import('apache-arrow');
        ui.table(tableFromArrays({ step: [1, 2], value: new Float64Array([0.5, 0.25]) }));`);
      const cells = await frame.$$eval('td', (all) => all.map((cell) => cell.textContent));
      assert.deepEqual(cells, ['1', '0.5', '2', '0.25']);
    });

    it('names what is offered where something else is imported, at its place', async () => {
      const all = Object.keys(libraries).join(', ');
      const expected = `the page offers no library "lodash": it offers ${all}`;
      await page.addPanel('a', `ui;\nimport x from 'lodash';`, { libraries: offered });
      const declared = await page.event('a', 'error');
      assert.equal(declared.message, `SyntaxError: ${expected}`);
      assert.deepEqual([declared.line, declared.column], [2, 15]);
      await page.addPanel('b', `const name = 'lodash';\n\nawait import(name);`, {
        libraries: offered,
      });
      const called = await page.event('b', 'error');
      assert.equal(called.message, `Error: ${expected}`);
      assert.equal(called.line, 3);
      await page.addPanel('c', `await import('constructor');`);
      assert.match((await page.event('c', 'error')).message, /"constructor": it offers none$/);
      assert.deepEqual(fetched(), []);
    });

    it('says what an import lacks, and what could not be loaded', async () => {
      await page.addPanel('a', `import { nothing } from 'd3';`, { libraries: offered });
      assert.match(
        (await page.event('a', 'error')).message,
        /"d3" has no export "nothing": it has /,
      );
      await page.addPanel('b', `import 'lost';`, { libraries: { lost: '/libraries/lost.js' } });
      const lost = await page.event('b', 'error');
      assert.match(
        lost.message,
        /"lost" could not be loaded: .*\/libraries\/lost\.js answered 404/,
      );
      await page.addPanel('c', `import 'page';`, { libraries: { page: '/panels.html' } });
      assert.match((await page.event('c', 'error')).message, /"page" could not be loaded: /);
    });

    it('is fetched once for all panels and runs, and can be offered later', async () => {
      const code = `import { max } from 'd3'; console.log(max([1, 2]));`;
      for (const id of ['a', 'b', 'c']) await page.addPanel(id, code, { libraries: offered });
      for (const id of ['a', 'b', 'c']) assert.equal(await page.written(id), '2');
      await page.addPanel('d', code);
      await page.event('d', 'error');
      await page.page.evaluate((given) => {
        document.getElementById('d').libraries = given;
      }, offered);
      assert.equal(await page.written('d'), '2');
      assert.deepEqual(fetched(), ['/libraries/d3.js']);
    });
  });
}
