import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { browsers } from '../support/browsers.js';
import { PanelPage } from '../support/panel-page.js';

// The guard sees no loop in text that is made at run time.
const endless = `new Function('for (;;);')();`;
const patience = 1500;

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
