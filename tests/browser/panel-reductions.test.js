// Reductions in panel code: the work is the data worker's, and so are the limits.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { browsers } from '../support/browsers.js';
import { startFakeComet } from '../support/fake-comet-server.js';
import { PanelPage } from '../support/panel-page.js';

/** The longest series that an answer may hold. */
const MOST_POINTS = 6_000_000;
const longest = () => `{"metrics":[{"step":0}${',{"step":1}'.repeat(MOST_POINTS - 1)}]}`;

const POINTS = Array.from({ length: 20_000 }, (_, step) => ({ metricValue: String(step), step }));

for (const name of Object.keys(browsers)) {
  describe(`reductions of a panel in ${name}`, () => {
    let comet;
    let page;

    before(async () => {
      comet = await startFakeComet(({ query }) => ({
        body: query.get('metricName') === 'longest' ? longest() : { metrics: POINTS },
      }));
      page = await PanelPage.open(name);
    });
    after(async () => {
      await page?.close();
      await comet?.close();
    });
    beforeEach(() => page.reset());

    const addPanel = (code, id = 'a') =>
      page.addPanel(id, code, { baseUrl: comet.url, context: { experimentKeys: ['k'] } });

    it('come from a series, a handle and columns alike', async () => {
      await addPanel(`
        const series = await api.getExperimentMetric('k', 'loss');
        const handle = await api.holdMetric('k', 'loss');
        const range = { width: 100, from: 5000, to: 15000 };
        const columns = { x: series.step, y: series.value };
        const drawn = [
          await series.minMax(range),
          await handle.minMax(range),
          await api.minMax(columns, range),
        ];
        const same = drawn.every(({ x }) => String(x) === String(drawn[0].x));
        const { mean } = await api.meanAndBand([series, handle]);
        console.log(same, drawn[0].x.length, drawn[0].x[0], mean[7], series.value.length);`);
      assert.equal(await page.written('a'), 'true 202 4999 7 20000');
    });

    it('refuse messages that no api of ours would send', async () => {
      await addPanel(`
        const tell = (call) => call.then(() => console.log('taken'), ({ code, message }) => console.log(code, message));
        const line = { x: [1, 2], y: [3, 4] };
        await tell(api.minMax(line, { width: 1e9 }));
        await tell(api.lttb(line, { width: { valueOf: 7 } }));
        await tell(api.minMax({ x: [1], y: [] }, { width: 5 }));
        await tell(api.align(Array.from({ length: 10001 }, () => line)));
        await tell(api.align(Array.from({ length: 5000 }, (_, x) => ({ x: [x], y: [x] }))));
        await tell(api.holdMetric('another', 'loss'));
        console.log((await api.lttb(line, { width: 5 })).x.length);`);
      await page.event('a', 'rendered');
      const texts = (await page.events('a')).filter(({ type }) => type === 'console');
      for (const [index, wanted] of [
        /^invalid_argument width must be a whole number from 0 to 100000/,
        /^invalid_argument width must be a whole number/,
        /^invalid_argument line must have as many x as y: it has 1 and 0/,
        /^invalid_argument lines must be at most 10000: there are 10001/,
        /^invalid_argument 5000 lines at 5000 places are more than/,
        /^forbidden /,
        /^2$/,
      ].entries()) {
        assert.match(texts[index].text, wanted);
      }
    });

    it('take the longest series that there is', async () => {
      await addPanel(`
        const series = await api.getExperimentMetric('k', 'longest');
        const drawn = await series.minMax({ width: 2 });
        const smooth = await series.smooth(0.9);
        console.log(series.length, drawn.x.join(), smooth.y.length);`);
      const { text } = await page.event('a', 'console', 1, 60_000);
      assert.equal(text, `${MOST_POINTS} 0,1 ${MOST_POINTS}`);
    });

    it('refuse what is more than a call may have, and the panel goes on', async () => {
      await addPanel(`
        const tell = (call) => call.then(() => console.log('taken'), ({ code, message }) => console.log(code, message));
        const line = { x: new Float64Array(9e6), y: new Float64Array(9e6) };
        await tell(api.minMax(line, { width: 5 }));
        await tell(api.getMetricsForChart(Array.from({ length: 1e5 }, (_, at) => 'k'.repeat(50) + at), ['loss']));
        await tell(api.holdMetric('k', 'x'.repeat(5e6)));
        console.log((await api.getExperimentMetric('k', 'loss')).length);`);
      for (const [index, method] of ['minMax', 'getMetricsForChart', 'holdMetric'].entries()) {
        const expected = `too_large the arguments of ${method} are more than a panel may send`;
        const text = await page.written('a', index + 1);
        assert.ok(text.startsWith(expected), text);
      }
      assert.equal(await page.written('a', 4), '20000');
      assert.equal(await page.count('a', 'stopped'), 0);
    });

    it('end with their run, and make room for the next one', async () => {
      await addPanel(`
        ui.button('Again');
        globalThis.old ??= [];
        const handles = [];
        let refused;
        for (let count = 0; count < 250 && !refused; count++) {
          await api.holdMetric('k', 'loss').then(
            (handle) => handles.push(handle),
            (error) => (refused = error),
          );
        }
        console.log(handles.length, refused.code, refused.message.includes('dispose of handles'));
        handles[0]?.dispose();
        handles.push(await api.holdMetric('k', 'loss'));
        for (const handle of old) {
          console.log(await handle.lttb({ width: 5 }).catch(({ name }) => name));
        }
        old = [handles[5]];`);
      await page.event('a', 'rendered');
      await page.click('a', 'button');
      await page.event('a', 'rendered', 2);
      const texts = (await page.events('a')).filter(({ type }) => type === 'console');
      // 62 bytes a point, of 256 MB.
      const fits = Math.floor((256 * 1024 * 1024) / (62 * POINTS.length));
      const filled = `${fits} invalid_argument true`;
      assert.deepEqual(
        texts.map(({ text }) => text),
        [filled, filled, 'AbortError'],
      );
    });
  });
}
