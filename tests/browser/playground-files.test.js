import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { parsePanelFile } from 'perihelion/panel';
import { sampleArchives } from '../support/archive-reader.js';
import { browsers } from '../support/browsers.js';
import { runCommand, temporaryFolder } from '../support/command.js';
import { PlaygroundPage, until } from '../support/playground-page.js';
import { startServer } from '../support/serve.js';

const mine = {
  version: 1,
  name: 'Mine',
  description: 'About it.',
  code: `
    const { color } = getComputedStyle(document.querySelector('#title'));
    ui.displayText(['said', options.text, options.size ?? '-', color].join(' '));`,
  html: '<b id="title">Title</b>',
  css: '#title { color: rgb(1, 2, 3); }',
  options: { text: 'one' },
  optionsSchema: {
    type: 'object',
    properties: {
      text: { type: 'string', title: 'Text' },
      size: { type: 'integer', title: 'Size', maximum: 9 },
    },
  },
};
const comet = {
  version: 1,
  code: `class Mine extends Comet.Panel {
    draw() { this.print('said ' + this.options.text); }
  }`,
  options: { text: 'in Comet' },
};

for (const [name, launch] of Object.entries(browsers)) {
  describe(`panel files in the playground in ${name}`, () => {
    let server, started, playground, folder;
    before(async () => {
      server = await startServer({ archives: sampleArchives() });
      started = await launch();
    });
    after(async () => {
      await started?.close();
      await server?.stop();
    });
    beforeEach(async (t) => {
      folder = await temporaryFolder(t);
      playground = await PlaygroundPage.open(started.browser, server.origin);
      await playground.page.evaluate(() => localStorage.clear());
      await playground.close();
      playground = await PlaygroundPage.open(started.browser, server.origin);
    });
    afterEach(() => playground.close());

    const write = async (file, content) => {
      await writeFile(join(folder, file), content);
      return join(folder, file);
    };
    /** Chooses a file as a viewer does in the browser's own window, which only Chromium can be made to. */
    const choose = async (file, content) => {
      const bytes = [...Buffer.from(content)];
      const input = await until('the chooser', () =>
        playground.page.$('[aria-label="Panel files"]'),
      );
      await input.evaluate(
        (node, title, given) => {
          const chosen = new DataTransfer();
          chosen.items.add(new File([new Uint8Array(given)], title));
          node.files = chosen.files;
          node.dispatchEvent(new Event('change', { bubbles: true }));
        },
        file,
        bytes,
      );
    };
    const says = (text) =>
      playground.inPanel(`"${text}"`, (wanted) => document.body.innerText.includes(wanted), text);
    const field = (label) =>
      until(`the field ${label}`, async () => {
        const found = await playground.page.evaluateHandle((text) => {
          const form = document.querySelector('perihelion-options');
          const labels = [...(form?.shadowRoot.querySelectorAll('label') ?? [])];
          return labels.find((one) => one.textContent === text)?.control;
        }, label);
        return found.asElement();
      });
    const retype = async (label, text) => {
      const input = await field(label);
      await input.focus();
      await input.evaluate((node) => node.select());
      await playground.page.keyboard.type(text);
    };
    const saved = async (file) => {
      const { downloads } = started;
      await until(file, async () => (await readdir(downloads)).includes(file));
      return until(`the content of ${file}`, async () => {
        const bytes = await readFile(join(downloads, file));
        return bytes.length > 0 && bytes;
      });
    };

    it('says that changes are not kept where the storage is full', async () => {
      await playground.page.evaluate(() => {
        for (let size = 1 << 23, n = 0; size >= 1; size >>= 1) {
          try {
            localStorage.setItem(`fill ${n++}`, 'x'.repeat(size));
          } catch {
            // The next one is half as long.
          }
        }
      });
      await playground.insert('Panel code', '// more than there is room for\n'.repeat(10));
      await playground.textMatches('[role="alert"]', /storage is full.*Save the panel as a file/);
    });

    it('opens a panel file, which stays over a reload, and saves it as it was edited', async () => {
      await choose('mine.panel.json', JSON.stringify(mine));
      await playground.textMatches('[role="tab"][aria-selected="true"]', /^Mine$/);
      await says('said one - rgb(1, 2, 3)');
      await retype('Text', 'two');
      await says('said two - rgb(1, 2, 3)');
      await playground.reload();
      await says('said two - rgb(1, 2, 3)');
      await playground.click('[aria-label="Save as a panel file"]');
      const file = parsePanelFile((await saved('Mine.panel.json')).toString());
      assert.deepEqual(file, { language: 'javascript', ...mine, options: { text: 'two' } });
      await playground.click('[aria-label="Close this panel"]');
      await playground.textMatches('[role="tab"][aria-selected="true"]', /^Metric lines$/);
      assert.equal(await playground.page.$('#tab-file-1'), null);
      assert.deepEqual(playground.errors, []);
    });

    it('undoes nothing of a closed panel in the next one', async () => {
      const title = '[role="tab"][aria-selected="true"]';
      const open = async (name) => {
        const code = `ui.displayText('${name}');`;
        await choose(`${name}.panel.json`, JSON.stringify({ version: 1, name, code }));
        await playground.textMatches(title, new RegExp(`^${name}$`));
        await says(name);
      };
      await open('first');
      // Brought back by the page, a tab has its number too.
      await playground.reload();
      await playground.insert('Panel code', '// changed\n');
      await playground.click('[aria-label="Close this panel"]');
      await open('second');
      await playground.click('.cm-content[aria-label="Panel code"]');
      await playground.press('Control+z');
      await playground.textMatches('.cm-content[aria-label="Panel code"]', /second/);
      await playground.textMatches(title, /^second$/);
    });

    it("opens Comet's zip, and saves one that its command reads", async () => {
      const path = await write('chart.panel.json', JSON.stringify({ ...comet, name: 'Chart' }));
      const zip = join(folder, 'chart.zip');
      const packed = await runCommand(['panel', 'pack', path, zip]);
      assert.equal(packed.code, 0, packed.stderr);
      await choose('chart.zip', await readFile(zip));
      await playground.textMatches('[role="tab"][aria-selected="true"]', /^Chart$/);
      await says('said in Comet');
      await playground.click('[title="Save as a zip for Comet"]');
      const back = await write('back.zip', await saved('Chart.zip'));
      const unpacked = await runCommand(['panel', 'pack', back, join(folder, 'back.panel.json')]);
      assert.equal(unpacked.code, 0, unpacked.stderr);
      const file = parsePanelFile(await readFile(join(folder, 'back.panel.json'), 'utf8'));
      assert.deepEqual([file.name, file.code, file.options], ['Chart', comet.code, comet.options]);
    });

    it('takes files that are dropped, and says what is wrong with one', async () => {
      const drop = (files) =>
        playground.page.evaluate((given) => {
          const dataTransfer = new DataTransfer();
          for (const [file, text] of given) dataTransfer.items.add(new File([text], file));
          const settings = { dataTransfer, bubbles: true, cancelable: true };
          const over = new DragEvent('dragover', settings);
          document.body.dispatchEvent(over);
          document.body.dispatchEvent(new DragEvent('drop', settings));
          return over.defaultPrevented;
        }, files);
      const nameless = JSON.stringify({ ...mine, name: undefined });
      assert.equal(await drop([['other.panel.json', nameless]]), true);
      await playground.textMatches('[role="tab"][aria-selected="true"]', /^other$/);
      await says('said one - rgb(1, 2, 3)');
      await drop([['bad.panel.json', '{"version": 1, "code": 3}']]);
      await playground.textMatches(
        '.file-problem',
        /^bad\.panel\.json: panel file: code has to be a text, not 3/,
      );
      await drop([['bad.zip', 'no zip']]);
      await playground.textMatches('.file-problem', /^bad\.zip: /);
      assert.equal(await playground.page.$('#tab-file-2'), null);
    });

    it('shows the form beside the options, and each follows the other', async () => {
      await choose('mine.panel.json', JSON.stringify(mine));
      await says('said one - rgb(1, 2, 3)');
      await playground.setOptions({ text: 'typed', size: 3, more: true });
      await says('said typed 3');
      assert.equal(await (await field('Size')).evaluate((node) => node.value), '3');
      await retype('Size', '5');
      await says('said typed 5');
      await playground.textMatches('.options-section .cm-content', /"size": 5.*"more": true/s);
      await retype('Size', '12');
      const problem = () => {
        const { shadowRoot } = document.querySelector('perihelion-options');
        return [...shadowRoot.querySelectorAll('[role=alert]')]
          .map((node) => node.textContent)
          .join('');
      };
      await until(
        'the mark',
        async () => (await playground.page.evaluate(problem)) === 'must be 9 or less',
      );
      await says('said typed 5');
      await playground.setOptions({ text: 3 });
      await playground.textMatches(
        '.console-line.level-error .text',
        /options\.text must be a text, not 3/,
      );
      await playground.textMatches('.run-status', /^Error$/);
      await playground.setOptions({ text: 'mended' });
      await says('said mended - ');
      await playground.textMatches('.run-status', /^Drawn/);
      assert.deepEqual(playground.errors, []);
    });
  });
}
