import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sampleArchives } from '../support/archive-reader.js';
import { browsers } from '../support/browsers.js';
import { PanelPage } from '../support/panel-page.js';
import { startServer } from '../support/serve.js';

const file = {
  version: 1,
  code: `
    const title = document.getElementById('title');
    const keys = await api.getPanelExperimentKeys();
    console.log(title && getComputedStyle(title).color, JSON.stringify(options), keys.length > 0, keys.length < 18,
      typeof shout, await api.getPanelWorkspace());`,
  html: '<h1 id="title">File</h1>',
  css: '#title { color: rgb(1, 2, 3); }',
  resources: ['/resource.js'],
  options: { metric: 'loss' },
  query: 'Metric("validate_accuracy") > 0.95',
};

for (const name of Object.keys(browsers)) {
  describe(`panel files in ${name}`, () => {
    let page;
    let server;
    before(async () => {
      server = await startServer({ archives: sampleArchives() });
      page = await PanelPage.open(name, { connect: [server.origin] });
    });
    after(async () => {
      await page?.close();
      await server?.stop();
    });

    /** Calls `load` as a page does, with the text of a file. */
    const load = (text, options) =>
      page.page.evaluate(
        async (json, own) => {
          const { parsePanelFile } = await import('/dist/panel.js');
          const panel = document.getElementById('a');
          panel.load(parsePanelFile(json));
          if (own) panel.options = { ...panel.options, ...own };
        },
        text,
        options,
      );

    it('shows a file with all its parts, and the next one without those of the first', async () => {
      const context = { workspace: 'perihelion-samples', projectName: 'digits-classifier' };
      const settings = { context, baseUrl: server.origin, scope: 'project' };
      await page.addPanel('a', undefined, settings);
      await load(JSON.stringify(file), { limit: 2 });
      const drawn =
        'rgb(1, 2, 3) {"metric":"loss","limit":2} true true function perihelion-samples';
      assert.equal(await page.written('a'), drawn);
      const code = `console.log(document.getElementById('title'), JSON.stringify(options), 'query' in context && context.query)`;
      await load(JSON.stringify({ version: 1, code }));
      assert.match(await page.written('a', 2), /^null \{\} (false|undefined)$/);
    });

    it('refuses what is no panel file', async () => {
      const wrong = await page.page.evaluate(() => {
        try {
          document.getElementById('a').load({ version: 1, code: 'ui.display(1)', css: 3 });
        } catch (error) {
          return `${error.code}: ${error.message}`;
        }
      });
      assert.equal(wrong, 'invalid_argument: panel file: css has to be a text, not 3');
    });
  });
}
