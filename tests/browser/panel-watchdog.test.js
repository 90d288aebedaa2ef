import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { browsers } from '../support/browsers.js';
import { context, endless, takeControl } from '../support/hostile-code.js';
import { PanelPage } from '../support/panel-page.js';
import { until } from '../support/until.js';

const patience = 1500;

/** Where panel code can hang. */
const hangs = {
  'in a timer of text': `setTimeout('for (;;);', 500);`,
  'in an animation frame': `requestAnimationFrame(() => requestAnimationFrame(() => { ${endless} }));`,
  'in a mutation observer, when the page changes something': `new MutationObserver(() => { ${endless} })
       .observe(document.documentElement, { attributes: true });`,
  'in a resize observer': `
    const box = document.createElement('div');
    ui.display(box);
    new ResizeObserver(() => { if (box.style.height) { ${endless} } }).observe(box);
    setTimeout(() => (box.style.height = '50px'), 500);`,
  'in an intersection observer': `
    const box = document.createElement('div');
    box.textContent = 'box';
    ui.display(box);
    new IntersectionObserver(() => { ${endless} }).observe(box);`,
  'in a port of its own': `
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { ${endless} };
    setTimeout(() => port2.postMessage(1), 500);`,
  'in a message of its worker': `
    const text = 'setTimeout(() => postMessage(1), 500)';
    new Worker(URL.createObjectURL(new Blob([text]))).onmessage = () => { ${endless} };`,
  'in a custom element': `
    customElements.define('x-hang', class extends HTMLElement {
      connectedCallback() { ${endless} }
    });
    setTimeout(() => document.body.append(document.createElement('x-hang')), 500);`,
  'in an event of its own': `
    addEventListener('own', { handleEvent() { ${endless} } });
    setTimeout(() => dispatchEvent(new Event('own')), 500);`,
  'when an image was read': `
    const image = new Image();
    image.onerror = () => { ${endless} };
    setTimeout(() => (image.src = 'data:image/png,x'), 500);`,
  'while it writes to the console': `
    setTimeout(() => { new Function('for (;;) console.log("x");')(); }, 500);`,
  'while it says that it lives': `${takeControl}
    const again = () => forge({ kind: 'pong', nonce: 1 }).then(again);
    Math.floor = Math.random;
    setTimeout(again, 500);`,
};

/** Is entered and left all the time, and heard of just before another one hangs. */
const busyPanel = `
  setInterval(() => (document.title = performance.now()), 10);
  setInterval(() => ui.progress('busy', Math.random() * 100), 50);
`;

for (const name of Object.keys(browsers)) {
  describe(`a panel that never returns, in ${name}`, () => {
    let page;
    before(async () => (page = await PanelPage.open(name)));
    after(() => page?.close());
    beforeEach(() => page.reset());

    async function addInnocent(id) {
      await page.addPanel(id, `ui.display('fine'); console.log('${id} runs');`, { patience });
      await page.event(id, 'rendered');
    }

    const ways = {
      'at top level': endless,
      'in a timer': `setTimeout(() => { ${endless} }, 200);`,
      'after an answer': `await api.getPanelWorkspace(); ${endless}`,
      'in a chain of promises': `
        const again = () => Promise.resolve().then(again);
        again();`,
    };
    for (const [way, code] of Object.entries(ways)) {
      it(`is stopped when it hangs ${way}; the page and the other panels go on`, async () => {
        await addInnocent('left');
        await addInnocent('right');
        await page.page.evaluate(() => window.takeLongestGap());
        await page.addPanel('bad', code, { patience, context: { workspace: 'w' } });
        const { reason } = await page.event('bad', 'stopped');
        assert.match(reason, /did not answer for 1\.5 s/);
        for (const id of ['left', 'right']) await page.event(id, 'rendered', 2);
        const gap = await page.page.evaluate(() => window.takeLongestGap());
        assert.ok(gap < 1000, `the page stood still for ${gap} ms`);
        assert.match(await page.notice('bad'), /^Stopped: /);
        const frames = await page.page.evaluate(() =>
          ['left', 'bad', 'right'].map(
            (id) => document.getElementById(id).shadowRoot.querySelectorAll('iframe').length,
          ),
        );
        assert.deepEqual(frames, [1, 0, 1]);
      });
    }

    for (const [way, code] of Object.entries(hangs)) {
      it(`is stopped and no other one, when it hangs ${way}`, async () => {
        await page.addPanel('busy', busyPanel, { patience });
        await page.event('busy', 'rendered');
        await page.addPanel('bad', code, { patience, context });
        await page.event('bad', 'ready');
        await until(
          'bad to be stopped',
          async () => {
            // The page changes something: the frame's color scheme.
            for (const theme of ['dark', 'light']) await page.set('bad', { theme });
            return page.count('bad', 'stopped');
          },
          60_000,
        );
        await page.event('busy', 'rendered', 2);
        assert.equal(await page.count('busy', 'stopped'), 0);
      });
    }

    it('runs again by its button, with code that was mended', async () => {
      await page.addPanel('bad', endless, { patience });
      await page.event('bad', 'stopped');
      await page.page.evaluate(() => {
        const panel = document.getElementById('bad');
        panel.code = 'console.log("mended")';
        panel.shadowRoot.querySelector('button').click();
      });
      assert.equal((await page.event('bad', 'console')).text, 'mended');
    });
  });
}
