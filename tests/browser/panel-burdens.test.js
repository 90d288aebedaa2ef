import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { browsers } from '../support/browsers.js';
import { startFakeComet } from '../support/fake-comet-server.js';
import { context, goodPanel } from '../support/hostile-code.js';
import { PanelPage } from '../support/panel-page.js';
import { until } from '../support/until.js';

const settings = { patience: 2000, context };

/** What a panel may do to itself: the page does not notice, and the others go on or come back. */
const burdens = {
  'a table of a million rows': `
    ui.table(Array.from({ length: 1e6 }, (_, row) => ({ row, text: 'row ' + row })));`,
  'a hundred thousand nodes': `
    const parts = Array.from({ length: 1e5 }, (_, n) => '<p>' + n);
    document.body.insertAdjacentHTML('beforeend', parts.join(''));`,
  'styles that are costly to draw': `
    ui.setCss('@keyframes a { to { filter: blur(60px); transform: rotate(360deg) } } ' +
      '.a { animation: a 1s infinite; position: absolute; width: 900px; height: 900px; ' +
      'background: conic-gradient(red, blue, red); mix-blend-mode: difference }');
    for (let n = 0; n < 20; n++) {
      document.body.append(Object.assign(document.createElement('div'), { className: 'a' }));
    }
    ui.display('drawn');`,
  'promises that never settle': `for (let n = 0; n < 1e5; n++) new Promise(() => {});`,
  'a debugger statement': `debugger;`,
  dialogs: `for (const ask of [alert, confirm, prompt, print]) ask('x');`,
  'a lock on shared memory': `
    const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    Atomics.wait(new Int32Array(buffer), 0, 0);`,
};

/** Ways to make more frames than anybody needs. */
const frames = {
  'one after the other': `
    setInterval(() => document.body.append(document.createElement('iframe')), 5);`,
  'all at once': `
    const make = () => document.body.append(document.createElement('iframe'));
    new Function('make', 'for (let n = 0; n < 100; n++) make();')(make);`,
  'with documents of their own': `
    setInterval(() => {
      const frame = document.createElement('iframe');
      frame.srcdoc = '<iframe srcdoc="<p>inner"></iframe>';
      document.body.append(frame);
    }, 20);`,
};

/** A million points of a metric. */
function manyPoints() {
  const point = (step) => `{"metricName":"m","metricValue":"0.5","step":${step},"timestamp":1}`;
  return `{"metrics":[${Array.from({ length: 1e6 }, (_, step) => point(step)).join()}]}`;
}

function answer({ path, query }) {
  if (path.endsWith('get-asset')) return { body: Buffer.alloc(1 << 20), weather: 'without end' };
  if (query.get('metricName') === 'large') return { body: manyPoints(), weather: 'gzip' };
  return { body: { metrics: [] }, weather: 'slow to begin' };
}

for (const name of Object.keys(browsers)) {
  describe(`a panel that is a burden, in ${name}`, () => {
    let page;
    let comet;
    before(async () => {
      comet = await startFakeComet(answer);
      page = await PanelPage.open(name);
    });
    after(async () => {
      await page?.close();
      await comet?.close();
    });
    beforeEach(() => page.reset());

    /** Adds a panel that goes on and on, and then this one; gives when the first has been seen to go on after `done`. */
    async function besideGood(code, done) {
      await page.addPanel('good', goodPanel, settings);
      await page.event('good', 'console');
      await page.staysSmooth(async () => {
        await page.addPanel('bad', code, { ...settings, baseUrl: comet.url });
        await done();
        const answered = await page.count('good', 'console');
        await page.event('good', 'console', answered + 2);
      });
    }

    for (const [what, code] of Object.entries(burdens)) {
      it(`leaves the page smooth, and the others go on: ${what}`, () =>
        besideGood(code, () => page.event('bad', 'ready')));
    }

    for (const [way, code] of Object.entries(frames)) {
      it(`is stopped when it makes many frames ${way}`, () =>
        besideGood(code, async () => {
          const { reason } = await page.event('bad', 'stopped');
          assert.equal(reason, 'the panel made too many frames: 50 are allowed');
        }));
    }

    it('is stopped when it asks for gigabytes', () =>
      besideGood(`await api.getExperimentAsset('k0', 'a');`, async () => {
        const { reason } = await page.event('bad', 'stopped', 1, 100_000);
        assert.equal(reason, 'the panel asked for an answer of more than 500 MB');
        await until('the request to be broken off', () => comet.requests.at(-1).closedEarly);
      }));

    it('may ask for a million points and for a hundred metrics: others are answered between', async () => {
      const code = `
        const [large, ...others] = await Promise.all([
          api.getExperimentMetric('k0', 'large'),
          ...Array.from({ length: 100 }, (_, n) => api.getExperimentMetric('k0', 'm' + n)),
        ]);
        console.log(large.length, others.length);`;
      const asks = `await api.getExperimentMetric('k0', 'other'); console.log('answered');`;
      await page.addPanel('much', code, { context, baseUrl: comet.url });
      await page.event('much', 'ready');
      await page.addPanel('little', asks, { context, baseUrl: comet.url });
      assert.equal(await page.written('little'), 'answered');
      assert.equal(await page.count('much', 'console'), 0);
      assert.equal(await page.written('much'), '1000000 100');
    });
  });
}

describe('a panel that takes memory without end, in chromium', () => {
  let page;
  // What a browser lets a page have is more than the machine of a test may have.
  before(async () => {
    page = await PanelPage.open('chromium', {}, ['--js-flags=--max-old-space-size=150']);
  });
  after(() => page?.close());

  it('loses its process: it is stopped, and the others come back', async () => {
    await page.addPanel('good', goodPanel, settings);
    await page.event('good', 'console');
    const code = `
      const kept = [];
      setInterval(() => kept.push(Array.from({ length: 100_000 }, (_, n) => ({ n }))), 10);`;
    await page.staysSmooth(async () => {
      await page.addPanel('bad', code, settings);
      await page.event('good', 'rendered', 2);
      const answered = await page.count('good', 'console');
      await page.event('good', 'console', answered + 2);
    });
    assert.match((await page.event('bad', 'stopped')).reason, /did not answer/);
  });
});
