import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { browsers } from '../support/browsers.js';
import { PanelPage } from '../support/panel-page.js';

for (const name of Object.keys(browsers)) {
  describe(`widgets of panels in ${name}`, () => {
    let page;
    before(async () => (page = await PanelPage.open(name)));
    after(() => page?.close());
    beforeEach(() => page.reset());

    const press = (...keys) => page.press('a', ...keys);

    /** Chooses the next option of a drop-down by the keyboard. */
    async function chooseNext(count = 1, steps = 1) {
      await page.focus('a', 'select', count);
      await press(...Array(steps).fill('ArrowDown'));
    }

    it('have their values at once, and new ones after clicks and keys', async () => {
      const code = `
        const values = [
          ui.dropdown('Metric', ['loss', 'acc', 'lr'], { index: 1 }),
          ui.input('Name', 'abc'),
          ui.checkbox('Log'),
          ui.slider('Smooth', { min: 0, max: 10, value: 4 }),
          ui.multiselect('Columns', ['a', 'b', 'c'], { value: ['c', 'a'] }).join('+'),
          ui.button('Go'),
        ];
        console.log(values.join(' '));`;
      await page.addPanel('a', code);
      assert.equal(await page.written('a'), 'acc abc false 4 a+c false');

      await chooseNext();
      assert.equal(await page.written('a', 2), 'lr abc false 4 a+c false');

      await page.click('a', 'input[type=text]');
      await press('End', 'x', ' ', 'y', 'Enter');
      assert.equal(await page.written('a', 3), 'lr abcx y false 4 a+c false');

      await page.click('a', 'input[type=checkbox]');
      assert.equal(await page.written('a', 4), 'lr abcx y true 4 a+c false');

      await page.focus('a', 'input[type=range]');
      await press('ArrowRight');
      assert.equal(await page.written('a', 5), 'lr abcx y true 5 a+c false');
      await press('ArrowRight');
      assert.equal(await page.written('a', 6), 'lr abcx y true 6 a+c false', 'the focus stayed');

      await page.click('a', 'summary');
      await page.click('a', '.choices label', 2);
      assert.equal(await page.written('a', 7), 'lr abcx y true 6 a+b+c false');
      await press('Escape');
      const frame = await page.frame('a');
      assert.equal(await frame.$eval('details', ({ open }) => open), false);

      await page.click('a', 'button');
      assert.equal(await page.written('a', 8), 'lr abcx y true 6 a+b+c true');
      await page.click('a', 'input[type=checkbox]');
      assert.equal(await page.written('a', 9), 'lr abcx y false 6 a+b+c false');
    });

    it('call back first, and then run the panel', async () => {
      const code = `
        const onClick = (...args) => console.log('called ' + JSON.stringify(args));
        const pressed = ui.button('Go', { onClick, args: [1, 'x'], kwargs: { k: 2 } });
        console.log('ran ' + pressed);`;
      await page.addPanel('a', code);
      assert.equal(await page.written('a'), 'ran false');
      await page.click('a', 'button');
      assert.equal(await page.written('a', 2), 'called [1,"x",{"k":2}]');
      assert.equal(await page.written('a', 3), 'ran true');
    });

    it('keep their values by key, or by their place in the code', async () => {
      const code = `
        if (ui.checkbox('More')) ui.dropdown('Letter', ['x', 'y']);
        const at = ui.dropdown('Letter', ['a', 'b']);
        const keyed = ui.dropdown(ui.sessionState.label ?? 'First', ['p', 'q'], { key: 'k' });
        ui.sessionState.label = 'Second';
        console.log(at + keyed);`;
      await page.addPanel('a', code);
      assert.equal(await page.written('a'), 'ap');
      await chooseNext(1);
      assert.equal(await page.written('a', 2), 'bp');
      await chooseNext(2);
      assert.equal(await page.written('a', 3), 'bq');
      await page.click('a', 'input');
      assert.equal(await page.written('a', 4), 'bq');
      // Whoever edits the code above a widget does not lose what was chosen in it.
      await page.page.evaluate((text) => {
        document.getElementById('a').code = text;
      }, `// a line more\n${code}`);
      assert.equal(await page.written('a', 5), 'bq');
    });

    it('find what was chosen among other options', async () => {
      const code = `
        const letters = ui.checkbox('More') ? ['new', 'a', 'b'] : ['a', 'b'];
        const which = ui.dropdown('Which', letters);
        const many = ui.dropdown('Many', letters, {
          multiple: true, index: [0, 1], formatFunc: (text) => text.toUpperCase() });
        console.log(which, many.join(''));`;
      await page.addPanel('a', code);
      assert.equal(await page.written('a'), 'a ab');
      await chooseNext();
      assert.equal(await page.written('a', 2), 'b ab');
      await page.click('a', 'summary');
      await page.click('a', '.choices label');
      assert.equal(await page.written('a', 3), 'b b');
      await page.click('a', 'input[type=checkbox]');
      assert.equal(await page.written('a', 4), 'b b');
    });

    it('refuses two widgets with one key', async () => {
      await page.addPanel(
        'a',
        `ui.input('A', '', { key: 'k' });\nui.input('B', '', { key: 'k' });`,
      );
      const { message, line } = await page.event('a', 'error');
      assert.equal(message, 'Error: two widgets of one run have the key "k"');
      assert.equal(line, 2);
    });

    it('leave what is typed alone while the panel runs again', async () => {
      const code = `ui.input('Name', 'abc'); console.log(context.workspace);`;
      await page.addPanel('a', code, { context: { workspace: 'one' } });
      await page.event('a', 'rendered');
      await page.click('a', 'input');
      await press('End', '1', '2', '3');
      await page.page.evaluate(() => {
        document.getElementById('a').context = { workspace: 'two' };
      });
      assert.equal(await page.written('a', 2), 'two');
      await press('4');
      const input = await page.find('a', 'input');
      assert.match(await input.evaluate(({ value }) => value), /1234/);
    });

    it('stand in columns and tabs, which keys move through', async () => {
      const code = `
        const [left, right] = ui.columns([3, 1], { gap: '20px' });
        const n = left.slider('n', { value: 1 });
        right.displayText('right ' + n);
        const [one, two] = ui.tabs(['One', 'Two']);
        one.displayText('first');
        const ticked = two.checkbox('Tick');
        console.log(left.width > 2 * right.width, two.width > 0, ticked);`;
      await page.addPanel('a', code);
      assert.equal(await page.written('a'), 'true true false');
      await page.event('a', 'rendered');
      const read = () =>
        [...document.querySelectorAll('[role=tab], [role=tabpanel]')].map((node) =>
          node.role === 'tab'
            ? node.getAttribute('aria-selected')
            : getComputedStyle(node).display !== 'none',
        );
      const frame = await page.frame('a');
      assert.deepEqual(await frame.evaluate(read), ['true', 'false', true, false]);
      await page.click('a', '[role=tab]', 1);
      await press('ArrowRight');
      assert.deepEqual(await frame.evaluate(read), ['false', 'true', false, true]);
      await page.click('a', '[role=tabpanel] input');
      assert.equal(await page.written('a', 2), 'true true true');
      await page.event('a', 'rendered', 2);
      assert.deepEqual(await frame.evaluate(read), ['false', 'true', false, true]);
      await page.click('a', '[role=tab]', 2);
      await press('Home');
      assert.deepEqual(await frame.evaluate(read), ['true', 'false', true, false]);
    });

    it('show progress, and go on once it is seen', async () => {
      const code = `
        const at = Math.max(0, ui.getProgress());
        if (at < 100) ui.progress('Loading', at + 50, { onLoad: () => console.log('at ' + ui.getProgress()) });
        else console.log('done');
        for (const percent of [10, 60]) ui.progress('Other', percent);
        ui.resetProgress(at + 50);`;
      await page.addPanel('a', code);
      assert.equal(await page.written('a'), 'at 50');
      assert.equal(await page.written('a', 2), 'at 100');
      assert.equal(await page.written('a', 3), 'done');
      await page.event('a', 'rendered');
      const frame = await page.frame('a');
      const bars = await frame.$$eval('[role=progressbar]', (all) =>
        all.map((bar) => [bar.ariaLabel, bar.ariaValueNow]),
      );
      assert.deepEqual(bars, [['Other', '60']]);
    });

    it('have names for screen readers', async () => {
      const code = `
        ui.dropdown('Metric', ['loss']); ui.input('Name'); ui.checkbox('Log'); ui.slider('Smooth');
        ui.multiselect('Columns', ['a', 'b'], { value: ['b'] }); ui.button('Go');`;
      await page.addPanel('a', code);
      await page.event('a', 'rendered');
      const frame = await page.frame('a');
      const names = await frame.evaluate(() =>
        [...document.querySelectorAll('select, input:not(.choices *), summary, button')].map(
          (node) =>
            node.ariaLabel ?? (node.labels?.[0]?.querySelector('.label') ?? node).textContent,
        ),
      );
      assert.deepEqual(names, ['Metric', 'Name', 'Log', 'Smooth', 'Columns: b', 'Go']);
    });

    it('draw in place: what stays the same is the same node, and keeps its scroll position', async () => {
      const code = `
        ui.checkbox('Again');
        window.kept ??= document.createElement('canvas');
        ui.display(window.kept);
        ui.table(Array.from({ length: 1000 }, (_, at) => ({ at })), { height: 100 });
        const table = document.querySelector('.perihelion-table');
        console.log(table === window.table, window.kept.isConnected, table.scrollTop);
        window.table = table;`;
      await page.addPanel('a', code);
      await page.event('a', 'rendered');
      const frame = await page.frame('a');
      await frame.evaluate(() => void (window.table.scrollTop = 5000));
      await page.click('a', 'input');
      assert.equal(await page.written('a', 2), 'true true 5000');
    });
  });
}
