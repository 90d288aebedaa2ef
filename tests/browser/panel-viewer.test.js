import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { browsers } from '../support/browsers.js';
import { PanelPage } from '../support/panel-page.js';
import { until } from '../support/until.js';

const gesture = 'it takes a click or a key of the viewer in the panel';
const rate = 'one a second is enough';

for (const name of Object.keys(browsers)) {
  describe(`files and links of panels in ${name}`, () => {
    let page;
    before(async () => (page = await PanelPage.open(name)));
    after(() => page?.close());
    beforeEach(() => page.reset());

    const saved = async (file) => {
      const { downloads } = page.started;
      const whole = async () => (await readdir(downloads)).includes(file);
      await until(`the file ${file}`, whole);
      return until(`the content of ${file}`, () => readFile(join(downloads, file), 'utf8'));
    };
    const opened = async (mark) => {
      const pages = await page.started.browser.pages();
      return pages.find((one) => one.url().includes(mark));
    };
    const refusals = async (id = 'a') => {
      const events = await page.events(id);
      return events.filter(({ text }) => text?.includes('refused')).map(({ text }) => text);
    };
    const urlOf = (mark) => `${page.server.page}/panels.html?${mark}`;

    it('saves a file after a click, in the form that its name says', async () => {
      const code = `
        const rows = [{ name: 'a, "b"', value: 1 }, { name: 'c', value: NaN }];
        ui.download('CSV', rows, { fileName: '../../runs.csv' });
        ui.download('JSON', async () => ({ n: 2n, list: new Float64Array([1, 2]) }));`;
      await page.addPanel('a', code);
      await page.event('a', 'rendered');
      await page.click('a', 'button', 1);
      // What would leave the folder is taken out of the name.
      assert.equal(await saved('_.._runs.csv'), 'name,value\r\n"a, ""b""",1\r\nc,NaN\r\n');
      await until('the other file', async () => {
        await page.click('a', 'button', 2);
        return (await readdir(page.started.downloads)).includes('data.json');
      });
      assert.deepEqual(JSON.parse(await saved('data.json')), { n: '2', list: [1, 2] });
    });

    it('opens a link in a new window, which knows nothing of the page', async () => {
      const code = `ui.link('Go', '${urlOf('linked')}');`;
      await page.addPanel('a', code);
      await page.click('a', 'a');
      const other = await until('the window', () => opened('?linked'));
      assert.equal(await other.evaluate(() => String(window.opener)), 'null');
      await other.close();
      assert.deepEqual(await refusals(), []);
    });

    it('opens links of Markdown, and of elements that the panel makes', async () => {
      const code = `ui.display('[Go](${urlOf('markdown')})');`;
      await page.addPanel('a', code);
      await page.click('a', 'a');
      const other = await until('the window', () => opened('?markdown'));
      await other.close();
    });

    it('tells a panel what is too large for the page, and lets it go on', async () => {
      const code = `
        ui.link('Go', '${urlOf('far')}' + 'x'.repeat(2000));
        ui.download('Save', 'text', { fileName: 'x'.repeat(2001) });
        ui.button('Select', {
          onClick: () => ui.selectExperiments(Array.from({ length: 10_001 }, (_, at) => 'k' + at)),
        });
        console.log('drawn');`;
      await page.addPanel('a', code);
      await page.event('a', 'rendered');
      await page.click('a', 'a');
      assert.match((await page.event('a', 'error')).message, /"url": it must be .* most 2000 /);
      await page.click('a', 'button', 1);
      assert.match((await page.event('a', 'error', 2)).message, /"name": it must be .* most 2000 /);
      await page.click('a', 'button', 2);
      const { message } = await page.event('a', 'error', 3);
      assert.match(message, /"selectedExperiments": it must be a list of at most 10000 keys/);
      await page.written('a', 2);
      assert.equal(await page.count('a', 'stopped'), 0);
    });

    it('does neither without a gesture', async () => {
      const save = `
        ui.download('Save', 'text', { fileName: 'stolen.txt' });
        document.querySelector('button').click();`;
      const go = `
        ui.link('Go', '${urlOf('stolen')}');
        document.querySelector('a').dispatchEvent(
          new MouseEvent('click', { bubbles: true, cancelable: true }));
        document.querySelector('a').click();`;
      await page.addPanel('a', save);
      await until('a refusal', async () => (await refusals()).length === 1);
      assert.deepEqual(await refusals(), [`a download was refused: ${gesture}`]);
      await page.addPanel('b', go);
      await until('two refusals', async () => (await refusals('b')).length === 2);
      assert.deepEqual(await refusals('b'), [
        `a link was refused: ${rate}`,
        `a link was refused: ${gesture}`,
      ]);
      assert.equal(await opened('?stolen'), undefined);
      assert.ok(!(await readdir(page.started.downloads)).includes('stolen.txt'));
    });

    it('does neither after a gesture elsewhere on the page', async () => {
      const code = `
        ui.link('Go', '${urlOf('elsewhere')}');
        setInterval(() => document.querySelector('a').click(), 300);`;
      await page.addPanel('a', code);
      await page.event('a', 'rendered');
      await page.page.mouse.click(400, 400);
      assert.equal(await page.page.evaluate(() => navigator.userActivation.isActive), true);
      const count = (await refusals()).length;
      await until('refusals after it', async () => (await refusals()).length > count + 2);
      assert.equal(await opened('?elsewhere'), undefined);
    });

    it('does one thing a second', async () => {
      const code = `
        ui.download('Save', 'text', { fileName: 'many.txt' });
        ui.button('All', { onClick: () => {
          for (let at = 0; at < 4; at++) document.querySelector('button').click();
        } });`;
      await page.addPanel('a', code);
      await page.click('a', 'button', 2);
      await until('three refusals', async () => (await refusals()).length === 3);
      assert.deepEqual(await refusals(), Array(3).fill(`a download was refused: ${rate}`));
      assert.equal(await saved('many.txt'), 'text');
    });
  });
}
