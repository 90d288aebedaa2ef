import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { sampleArchives } from '../support/archive-reader.js';
import { browsers } from '../support/browsers.js';
import { PanelPage } from '../support/panel-page.js';
import { startServer } from '../support/serve.js';

for (const name of Object.keys(browsers)) {
  describe(`a panel in ${name}`, () => {
    let page;
    before(async () => (page = await PanelPage.open(name)));
    after(() => page?.close());
    beforeEach(() => page.reset());

    it('draws, and its frame follows the height of the content', async () => {
      const code = `
        const box = document.createElement('div');
        box.style.height = '321px';
        ui.display(box, 'text', [{ a: 1, b: 'x' }]);
        await new Promise((done) => setTimeout(done, 100));
        console.info(document.querySelectorAll('td').length, document.body.textContent);`;
      await page.addPanel('a', code);
      await page.event('a', 'rendered');
      const { text } = await page.event('a', 'console');
      assert.match(text, /^2 textab1x/);
      const height = await page.page.evaluate(
        () => document.getElementById('a').getBoundingClientRect().height,
      );
      assert.ok(height > 321, `${height} px`);
      await page.whole('a');
      assert.equal(await page.notice('a'), '');
    });

    it('gives the panel its context and options, frozen', async () => {
      const code = `
        console.log(context.workspace, options.depth, Object.isFrozen(context.experimentKeys));`;
      const context = { workspace: 'w', experimentKeys: ['k'], options: { depth: 1 } };
      await page.addPanel('a', code, { context, options: { depth: 2 } });
      assert.equal((await page.event('a', 'console')).text, 'w 2 true');
    });

    it('answers api calls from the context', async () => {
      const code = `console.log(await api.getPanelWorkspace(), await api.getPanelExperimentKeys());`;
      await page.addPanel('a', code, { context: { workspace: 'w', experimentKeys: ['k1'] } });
      assert.equal((await page.event('a', 'console')).text, 'w [\n  "k1"\n]');
    });

    it('has the builders of queries, and queries its own project only', async () => {
      const server = await startServer({ archives: sampleArchives() });
      try {
        const code = `
          const best = Tag('best').and(Metric('train_loss').lt(0.1));
          for (const project of ['digits-classifier', 'tabular-baselines']) {
            try {
              const found = await api.query('perihelion-samples', project, best);
              console.log(found.length > 0, found.every(({ key }) => key.length === 32));
            } catch ({ code }) {
              console.log(code);
            }
          }
          console.log((await api.getQueryVariables()).some((one) => String(one) === 'Tag("best")'));`;
        await page.addPanel('a', code, {
          baseUrl: server.origin,
          context: { workspace: 'perihelion-samples', projectName: 'digits-classifier' },
        });
        await page.event('a', 'rendered');
        const logs = (await page.events('a')).filter(({ type }) => type === 'console');
        assert.deepEqual(
          logs.map(({ text }) => text),
          ['true true', 'forbidden', 'true'],
        );
      } finally {
        await server.stop();
      }
    });

    it('shows an error in place, at the line and column of the code', async () => {
      const code = 'let n = 0;\nfor (const i of [1]) n += i; null.x;\n';
      await page.addPanel('a', code);
      const { message, line, column } = await page.event('a', 'error');
      assert.match(message, /^TypeError: /);
      assert.equal(line, 2);
      assert.ok(column >= 30 && column <= 35, `column ${column}`);
      assert.match(await page.notice('a'), /TypeError: .*panel\.js, line 2/);
    });

    it('shows a syntax error at its line', async () => {
      await page.addPanel('a', 'const a = 1;\nconst b = (;\n');
      const { message, line, column } = await page.event('a', 'error');
      assert.match(message, /^SyntaxError: /);
      assert.deepEqual([line, column], [2, 12]);
    });

    it('reports errors of callbacks and promises nobody waits for', async () => {
      const code = `setTimeout(() => {\n  throw new Error('late'); });\nPromise.reject(new Error('alone'));`;
      await page.addPanel('a', code);
      const errors = [await page.event('a', 'error', 1), await page.event('a', 'error', 2)];
      const late = errors.find(({ message }) => message === 'Error: late');
      assert.equal(late.line, 2);
      assert.ok(errors.some(({ message }) => message === 'Error: alone'));
    });

    it('runs again when code or context change, and cancels what the run before waits for', async () => {
      const code = `
        signal.addEventListener('abort', () => console.log('aborted'));
        window.runs = (window.runs ?? 0) + 1;
        console.log('run ' + window.runs + ' in ' + context.workspace);
        if (window.runs === 1) {
          window.old = api;
        } else {
          await window.old.getPanelWorkspace().catch((error) => console.log(error.name));
        }`;
      await page.addPanel('a', code, { context: { workspace: 'one' } });
      await page.event('a', 'rendered');
      await page.page.evaluate(() => {
        document.getElementById('a').context = { workspace: 'two' };
      });
      await page.event('a', 'rendered', 2);
      const all = await page.events('a');
      const texts = all.filter(({ type }) => type === 'console').map(({ text }) => text);
      assert.deepEqual(texts, ['run 1 in one', 'aborted', 'run 2 in two', 'AbortError']);
    });

    it('keeps the choice of a drop-down over the run that it causes', async () => {
      const code = `
        const chosen = ui.dropdown('Which', ['a', 'b', 'c'], { index: 1 });
        console.log(chosen);
        const select = document.querySelector('select');
        if (chosen === 'b') {
          select.selectedIndex = 2;
          select.dispatchEvent(new Event('change'));
        }`;
      await page.addPanel('a', code);
      assert.equal((await page.event('a', 'console')).text, 'b');
      assert.equal((await page.event('a', 'console', 2)).text, 'c');
    });

    it('ends an endless loop with an error at its line, and runs on', async () => {
      await page.addPanel('a', '\nwhile (true) Math.random();', { patience: 1000 });
      const { message, line } = await page.event('a', 'error');
      assert.equal(message, 'Error: the panel ran longer than 0.6 s without a pause');
      assert.equal(line, 2);
      await page.page.evaluate(() => {
        document.getElementById('a').code = 'console.log("well")';
      });
      assert.equal((await page.event('a', 'console')).text, 'well');
    });
  });
}
