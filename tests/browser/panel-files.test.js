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
    const load = (text, options, id = 'a') =>
      page.page.evaluate(
        async (json, own, to) => {
          const { parsePanelFile } = await import('/dist/panel.js');
          const panel = document.getElementById(to);
          panel.load(parsePanelFile(json));
          if (own) panel.options = { ...panel.options, ...own };
        },
        text,
        options,
        id,
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

    it('gives the panel as a file, wherever it comes from', async () => {
      const exported = (id) =>
        page.page.evaluate(async (panel) => {
          const made = await document.getElementById(panel).export();
          return JSON.stringify(made);
        }, id);
      const whole = {
        version: 1,
        language: 'javascript',
        name: 'Losses',
        description: 'Of **all** runs.',
        ...file,
        optionsSchema: { type: 'object', required: ['metric'] },
      };
      const { version, language, name: title, description, code, html, css, ...rest } = whole;
      const { resources, options, query, optionsSchema } = rest;
      await page.addPanel('whole', undefined);
      await load(JSON.stringify(whole), undefined, 'whole');
      const text = JSON.stringify({
        ...{ version, language, name: title, description, code, html, css },
        ...{ resources, options, optionsSchema, query },
      });
      assert.equal(await exported('whole'), text);

      await page.addPanel('b', code, { html, css, resources, options, optionsSchema, query });
      const own = { version, language, code, html, css, resources, options, optionsSchema, query };
      assert.equal(await exported('b'), JSON.stringify(own));

      await page.addPanel('c', undefined, { attributes: { src: 'note.panel.js' } });
      const fetched = JSON.parse(await exported('c'));
      assert.deepEqual(Object.keys(fetched), ['version', 'language', 'code']);
      assert.match(fetched.code, /ui\.displayText\('from a file'\);/);

      await page.addPanel('d', undefined);
      await assert.rejects(exported('d'), /the panel has neither code nor src/);
      await page.addPanel('e', undefined, { attributes: { src: 'missing.js' } });
      await assert.rejects(exported('e'), /missing\.js answered 404, not panel code/);
    });

    it('gives a picture of what it shows', async () => {
      const code = `
        ui.setCss('#panel { margin: 0; } body { margin: 0; background: rgb(0, 0, 255); } .css { height: 40px; background: rgb(1, 200, 3); }');
        const box = document.createElement('div');
        box.className = 'css';
        const canvas = document.createElement('canvas');
        canvas.height = 30;
        canvas.style.display = 'block';
        const pen = canvas.getContext('2d');
        pen.fillStyle = 'rgb(200, 1, 3)';
        pen.fillRect(0, 0, 300, 30);
        ui.display(box, canvas, 'text & <b>more</b>');
        ui.input('Name', 'typed');`;
      await page.addPanel('drawn', code);
      await page.event('drawn', 'rendered');
      const found = await page.page.evaluate(async () => {
        const panel = document.getElementById('drawn');
        const picture = await panel.export({ as: 'png' });
        const bitmap = await createImageBitmap(picture);
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        const context = canvas.getContext('2d');
        context.drawImage(bitmap, 0, 0);
        const { width, height, data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
        const colors = {};
        for (let at = 0; at < data.length; at += 4) {
          const color = data.slice(at, at + 3).join();
          colors[color] = (colors[color] ?? 0) + 1;
        }
        return { type: picture.type, width, height, colors, inner: panel.clientWidth };
      });
      assert.equal(found.type, 'image/png');
      assert.equal(found.width, found.inner);
      assert.ok(found.height > 100, `${found.height} pixels high`);
      assert.equal(found.colors['1,200,3'], 40 * found.width);
      assert.equal(found.colors['200,1,3'], 30 * 300);
      assert.ok(found.colors['0,0,255'] > 1000);
    });

    it('says why there is no picture', async () => {
      await page.addPanel('waits', 'await new Promise(() => {});');
      await page.event('waits', 'running');
      const why = (id, as) =>
        page.page.evaluate(
          (panel, form) =>
            document
              .getElementById(panel)
              .export({ as: form })
              .catch((error) => error.message),
          id,
          as,
        );
      assert.equal(await why('waits', 'png'), 'there is no picture: the panel is not drawn yet');
      const other = 'a panel is exported as "file" or "png", not "gif"';
      assert.equal(await why('waits', 'gif'), other);
      const code =
        'HTMLCanvasElement.prototype.toBlob = (give) => give(new Blob(["<svg onload=alert(1)>"]));';
      await page.addPanel('lies', code);
      await page.event('lies', 'rendered');
      const lie = 'there is no picture: the panel sent something else';
      assert.equal(await why('lies', 'png'), lie);
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
