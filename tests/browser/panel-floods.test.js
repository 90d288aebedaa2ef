import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { browsers } from '../support/browsers.js';
import { context, goodPanel, takeControl, takeDataPort } from '../support/hostile-code.js';
import { PanelPage } from '../support/panel-page.js';

const settings = { patience: 4000, context };

/** Sends a call that has `fields` a hundred thousand times. */
const calls = (fields) => `${takeDataPort}
  const flood = new Function('send', \`
    for (let n = 0; n < 100_000; n++) send({ kind: 'call', id: 1000 + n, args: [], ${fields} });
  \`);
  flood(send);`;

/** Sends a message with these fields twelve thousand times, giving way to others now and then. */
const messages = (fields) => `${takeControl}
  for (let n = 0; n < 12_000; n++) {
    await forge(${fields});
    if (n % 500 === 0) await new Promise((done) => setTimeout(done));
  }`;

/** What a panel floods with, and what it is stopped with. */
const floods = {
  'calls whose answers nobody reads': [
    calls(`method: 'getPanelWorkspace'`),
    'too many calls: 1,000 a second are allowed, and 10,000 at once',
  ],
  'calls of unknown methods': [calls(`method: 'nothing'`), 'too many calls'],
  cancellations: [calls(`kind: 'cancel'`), 'too many calls'],
  'arguments of 50 MB': [
    `${takeDataPort}
     send({ kind: 'call', id: 1000, method: 'getExperimentName', args: ['x'.repeat(50e6)] });`,
    'a call of more than 4 MB',
  ],
  'a method name of 50 MB': [
    `${takeDataPort} send({ kind: 'call', id: 1000, method: 'x'.repeat(50e6), args: [] });`,
    'a call of more than 4 MB',
  ],
  'arguments of a billion holes': [
    `${takeDataPort}
     send({ kind: 'call', id: 1000, method: 'getExperimentName', args: [new Array(1e9)] });`,
    'a call of more than 4 MB',
  ],
  'arguments that share their parts': [
    `${takeDataPort}
     let list = ['x'];
     for (let n = 0; n < 40; n++) list = [list, list];
     send({ kind: 'call', id: 1000, method: 'getExperimentName', args: [list] });`,
    'a call of more than 4 MB',
  ],
  'large calls without end': [
    `${takeDataPort}
     const args = ['x'.repeat(3e6)];
     for (let n = 0; n < 100; n++) {
       send({ kind: 'call', id: 1000 + n, method: 'getExperimentName', args });
     }`,
    'too many bytes of arguments: 4,000,000 a second',
  ],
  'console messages': [
    messages(`{ kind: 'console', level: 'log', text: 'x' }`),
    'too many messages "console": 200 a second are allowed, and 2,000 at once',
  ],
  errors: [
    messages(`{ kind: 'error', revision: 1, message: 'x', line: 0, column: 0, stack: '' }`),
    'too many messages "error"',
  ],
  progress: [
    messages(`{ kind: 'progress', label: 'x', percent: n % 100 }`),
    'too many messages "progress"',
  ],
  highlights: [messages(`{ kind: 'highlight' }`), 'too many messages "highlight"'],
  heights: [messages(`{ kind: 'size', height: n % 1000 }`), 'too many messages "size"'],
  needs: [
    messages(`{ kind: 'need', source: 'library', name: 'x' + n }`),
    'too many messages "need"',
  ],
  links: [messages(`{ kind: 'link', url: 'https://localhost/' }`), 'too many messages "link"'],
  'ends of runs': [messages(`{ kind: 'rendered', revision: 1 }`), 'too many messages "rendered"'],
  'messages of unknown kinds': [
    messages(`{ kind: 'x' + n }`),
    'too many messages of unknown kinds: 10 a second',
  ],
  'long messages': [
    messages(`{ kind: 'x', selectedExperiments: ['x'.repeat(900_000)] }`),
    'too many characters: 4,000,000 a second',
  ],
  'messages to the window of the page': [
    `setInterval(() => { for (let n = 0; n < 1000; n++) top.postMessage(n, '*'); }, 10);`,
    'too many window messages: 20 a second are allowed, and 200 at once',
  ],
  'clicks on a link': [
    `const link = document.createElement('a');
     link.href = 'https://localhost/';
     document.body.append(link);
     setInterval(() => { for (let n = 0; n < 50; n++) link.click(); }, 10);`,
    'too many messages "link": 10 a second are allowed, and 100 at once',
  ],
};

for (const name of Object.keys(browsers)) {
  describe(`a panel that floods, in ${name}`, () => {
    let page;
    before(async () => (page = await PanelPage.open(name)));
    after(() => page?.close());
    beforeEach(() => page.reset());

    for (const [what, [code, reason]] of Object.entries(floods)) {
      it(`is stopped, and the others go on: ${what}`, async () => {
        await page.addPanel('good', goodPanel, settings);
        await page.event('good', 'console');
        await page.staysSmooth(async () => {
          await page.addPanel('bad', code, settings);
          const stopped = await page.event('bad', 'stopped');
          assert.ok(stopped.reason.includes(reason), stopped.reason);
          const answered = await page.count('good', 'console');
          await page.event('good', 'console', answered + 2);
        });
        assert.equal(await page.count('good', 'stopped'), 0);
        assert.match(await page.notice('bad'), /^Stopped: the panel sent /);
      });
    }

    it('is followed only now and then when its height never rests, and to the last', async () => {
      const code = `
        const box = document.createElement('div');
        ui.display(box);
        for (let n = 0; n < 400; n++) {
          box.style.height = (n % 2 ? 100 : 400) + 'px';
          await new Promise(requestAnimationFrame);
        }
        box.style.height = '321px';
        console.log('rests');`;
      await page.staysSmooth(async () => {
        await page.addPanel('a', code, settings);
        await page.event('a', 'console', 1, 60_000);
      });
      await page.whole('a');
      assert.ok((await page.count('a', 'resize')) < 150);
      assert.equal(await page.count('a', 'stopped'), 0);
    });

    it('is none that asks for much, tells much and draws much', async () => {
      const code = `
        const all = await Promise.all(Array.from({ length: 500 }, () => api.getPanelWorkspace()));
        for (let n = 0; n < 1000; n++) await api.getPanelWorkspace();
        for (let n = 0; n < 60; n++) {
          ui.progress('works', n);
          ui.hoverExperiment('k' + (n % 2));
          for (let line = 0; line < 5; line++) console.log('line');
          await new Promise((done) => setTimeout(done, 50));
        }
        ui.display(all.length);`;
      await page.addPanel('a', code, settings);
      await page.event('a', 'rendered', 1, 60_000);
      assert.equal(await page.count('a', 'stopped'), 0);
      assert.equal(await page.count('a', 'console'), 300);
      assert.ok((await page.count('a', 'progress')) > 1);
    });
  });
}
