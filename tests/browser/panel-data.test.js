// How a panel's data comes: in parts, in turns with other panels, with progress for the page.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { browsers } from '../support/browsers.js';
import { PanelPage } from '../support/panel-page.js';
import { until } from '../support/until.js';
import { startWeatherComet } from '../support/weather-comet.js';

let last = 0;
/** Keys that nobody asked for yet; the first of each batch tells the weather. */
const newKeys = (count, weather = '200') =>
  Array.from({ length: count }, () => `${weather}#panel-data-${++last}`);

const barOf = (id) => {
  const bar = document.getElementById(id).shadowRoot.querySelector('[role=progressbar]');
  return bar.hidden ? 'none' : (bar.getAttribute('aria-valuenow') ?? 'unknown');
};

for (const name of Object.keys(browsers)) {
  describe(`the data of panels in ${name}`, () => {
    let comet;
    let page;
    before(async () => {
      comet = await startWeatherComet();
      page = await PanelPage.open(name, { connect: [comet.url] });
    });
    after(async () => {
      await page?.close();
      await comet.close();
    });
    beforeEach(() => {
      comet.requests.length = 0;
      return page.reset();
    });

    const asks = (experimentKeys, more) => ({
      baseUrl: comet.url,
      context: { experimentKeys },
      ...more,
    });

    it('comes in parts, which a panel may draw at once', async () => {
      const keys = newKeys(50);
      keys[0] = keys[0].replace('200', 'slow to begin');
      const code = `
        const onPart = (part, { done, all }) => console.log(done + ' of ' + all + ', ' + Object.keys(part).length + ' new');
        const chart = await api.getMetricsForChart(context.experimentKeys, ['loss'], { onPart });
        console.log(Object.keys(chart).length, Object.keys(chart)[0] === context.experimentKeys[0]);`;
      await page.addPanel('a', code, asks(keys));
      await page.event('a', 'rendered');
      const written = (await page.events('a')).filter(({ type }) => type === 'console');
      const texts = written.map(({ text }) => text);
      assert.equal(texts.length, 4);
      assert.deepEqual(texts.slice(2), ['50 of 50, 20 new', '50 true']);
      assert.ok(['20 of 50, 20 new', '10 of 50, 10 new'].includes(texts[0]), texts[0]);
    });

    it('comes no longer once the panel runs again', async () => {
      const keys = newKeys(40);
      keys[0] = keys[0].replace('200', 'slow to begin');
      const code = `
        const onPart = (part, { done }) => console.log(options.n + ': ' + done);
        await api.getMetricsForChart(context.experimentKeys.slice(0, options.n), ['loss'], { onPart });`;
      await page.addPanel('a', code, asks(keys, { options: { n: 40 } }));
      assert.equal(await page.written('a'), '40: 20');
      await page.set('a', { options: { n: 20 } });
      await page.event('a', 'rendered');
      const written = (await page.events('a')).filter(({ type }) => type === 'console');
      assert.deepEqual(
        written.map(({ text }) => text),
        ['40: 20', '20: 20'],
      );
      assert.equal(await page.count('a', 'error'), 0);
    });

    it('is asked for once for twelve panels that want the same', async () => {
      const keys = newKeys(50, 'slow to begin');
      const code = `
        const chart = await api.getMetricsForChart(context.experimentKeys, ['loss']);
        console.log(Object.values(chart).reduce((sum, { metrics }) => sum + metrics[0].values[1], 0));`;
      const ids = Array.from({ length: 12 }, (_, index) => `p${index}`);
      for (const id of ids) await page.addPanel(id, code, asks(keys));
      for (const id of ids) assert.equal(await page.written(id), '425');
      assert.equal(comet.requests.length, 3);
    });

    it('tells the page how far it is, in events and in a bar', async () => {
      const keys = newKeys(40);
      keys[20] = keys[20].replace('200', 'slow to begin');
      const code =
        "await api.getMetricsForChart(context.experimentKeys, ['loss']); ui.progress('x', 100);";
      await page.addPanel('a', code, asks(keys));
      const first = await page.event('a', 'progress');
      await page.event('a', 'rendered');
      const ended = async () =>
        (await page.events('a')).some(({ kind, active }) => kind === 'load' && !active);
      await until('the end of the progress', ended);
      assert.equal(await page.page.evaluate(barOf, 'a'), 'none');
      const events = (await page.events('a')).filter(({ type }) => type === 'progress');
      const loads = events.filter(({ kind }) => kind === 'load');
      assert.deepEqual([first.kind, first.active, first.all], ['load', true, 40]);
      assert.ok(loads.some(({ active, done }) => active && done === 20));
      const { done, all, received } = loads.at(-1);
      assert.deepEqual([done, all], [40, 40]);
      assert.ok(received > 1000);
      assert.ok(events.some(({ kind, label }) => kind === 'ui' && label === 'x'));
    });

    it('has a bar that ends with the panel', async () => {
      const keys = newKeys(40);
      keys[0] = keys[0].replace('200', 'never answered');
      await page.addPanel(
        'a',
        "await api.getMetricsForChart(context.experimentKeys, ['loss']);",
        asks(keys),
      );
      await until('half a bar', async () => (await page.page.evaluate(barOf, 'a')) === '50');
      await page.set('a', { code: '1' });
      await page.event('a', 'rendered');
      assert.equal(await page.page.evaluate(barOf, 'a'), 'none');
      await page.set('a', { code: 'await api.getExperimentTags(context.experimentKeys[0]);' });
      await until('a bar again', async () => (await page.page.evaluate(barOf, 'a')) !== 'none');
      await page.call('a', 'stop');
      assert.equal(await page.page.evaluate(barOf, 'a'), 'none');
    });

    it('of panels in sight comes before that of others', async () => {
      const hidden = newKeys(30, 'slow to begin');
      const shown = newKeys(3, 'slow to begin');
      const code =
        'await Promise.all(context.experimentKeys.map((key) => api.getExperimentTags(key)));';
      await page.addPanel(
        'hidden',
        code,
        asks(hidden, { style: 'position: absolute; top: 9000px' }),
      );
      await until('its requests', () => comet.requests.length >= 6);
      await page.addPanel('shown', code, asks(shown));
      await page.event('shown', 'rendered');
      await page.event('hidden', 'rendered');
      const order = comet.requests.map(({ query }) => query.get('experimentKey'));
      const places = shown.map((key) => order.indexOf(key)).sort((a, b) => a - b);
      const between = order.slice(places[0], places[2] + 1);
      assert.equal(between.length, 3, 'none of the hidden panel goes between');
    });

    it('says which answer is too large', async () => {
      const [key] = newKeys(1, 'very many points');
      const code = "await api.getExperimentMetric(context.experimentKeys[0], 'loss');";
      await page.addPanel('a', code, asks([key], { maxSeriesBytes: 1_000_000 }));
      const { message } = await page.event('a', 'error');
      assert.match(message, /more than 1000000 bytes/);
    });
  });
}
