import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import {
  metricPoints,
  parameters,
  readArchive,
  sampleArchives,
} from '../support/archive-reader.js';
import { browsers } from '../support/browsers.js';
import { PlaygroundPage, until } from '../support/playground-page.js';
import { startServer } from '../support/serve.js';

const workspace = 'perihelion-samples';
const project = 'digits-classifier';
const label = 'Query of the project';
const editor = `.cm-content[aria-label="${label}"]`;

const runs = sampleArchives()
  .map(readArchive)
  .filter(({ experiment }) => experiment.project_name === project);
const keysOf = (archives) => archives.map(({ key }) => key).sort();
const tagged = (tag) => runs.filter(({ experiment }) => experiment.tags.includes(tag));
const lastLoss = (archive) => metricPoints(archive, 'train_loss').at(-1).value;

for (const [name, launch] of Object.entries(browsers)) {
  describe(`the query box in ${name}`, () => {
    let server, started, playground;

    before(async () => {
      server = await startServer({ archives: sampleArchives() });
      started = await launch();
    });
    after(async () => {
      await started?.close();
      await server?.stop();
    });
    beforeEach(() => openAnew(server.origin));
    afterEach(() => playground.close());

    /** Opens the page for somebody who was never here. */
    async function openAnew(url) {
      if (playground && !playground.page.isClosed()) await playground.close();
      playground = await PlaygroundPage.open(started.browser, server.origin);
      await playground.page.evaluate(() => {
        localStorage.clear();
        location.hash = '';
      });
      await playground.close();
      playground = await PlaygroundPage.open(started.browser, url);
      await until('the query box', () => playground.page.$(editor));
    }

    const says = (pattern) => playground.textMatches('.query-status:not(.is-old)', pattern);
    const completes = (option) =>
      until(`the completion ${option}`, async () => {
        const chosen = await playground.text('.cm-tooltip-autocomplete [aria-selected="true"]');
        return chosen?.startsWith(option);
      });
    const completions = () =>
      playground.page.$$eval('.cm-tooltip-autocomplete .cm-completionLabel', (found) =>
        found.map((node) => node.textContent).sort(),
      );

    const underlines = (wrong) =>
      until(`an underlined ${wrong}`, async () => {
        const texts = await playground.page.$$eval('.query .cm-lintRange-error', (marks) =>
          marks.map((mark) => mark.textContent),
        );
        return texts.join('') === wrong;
      });

    /** Waits until the tree shows just these experiments of the project. */
    function shows(archives) {
      const wanted = String(keysOf(archives));
      const rows = `[data-id="p/${workspace}/${project}"] ~ [data-key]`;
      return until(`the experiments ${wanted}`, async () => {
        const keys = await playground.page.$$eval(rows, (found) =>
          found.map((row) => row.dataset.key),
        );
        return String(keys.sort()) === wanted;
      });
    }
    const chosen = (count) =>
      playground.textMatches('.chosen-count', new RegExp(`^${count} chosen$`));

    it('counts while one types, shows and chooses what matches, and brings back what was', async () => {
      const linear = tagged('linear');
      const [first] = tagged('mlp');
      await chosen(runs.length);
      await playground.click('.tree-pane .pane-head .button');
      await playground.tick(first.key);
      await playground.retype(label, 'Tag("linear")');
      await says(new RegExp(`^${linear.length} of ${runs.length} match`));
      await chosen(1);
      await playground.press('Enter');
      await says(/only matches are shown/);
      await shows(linear);
      await chosen(linear.length);
      await playground.inPanel(
        'a line for each',
        (count) => document.querySelectorAll('path[data-experiment-key]').length === count,
        linear.length,
      );
      await playground.retype(label, 'Tag("mlp")');
      await playground.press('Enter');
      await shows(tagged('mlp'));
      await playground.click('.query-clear');
      await shows(runs);
      await chosen(1);
      assert.equal(await playground.text('.query-status'), '');
      assert.deepEqual(playground.errors, []);
    });

    it('takes the last of queries that overtake each other', async () => {
      await playground.retype(label, 'Tag("linear")');
      await playground.press('Enter');
      await playground.retype(label, '~Tag("linear") & ~Tag("mlp")');
      await playground.press('Enter');
      await shows(runs.filter((run) => !tagged('linear').concat(tagged('mlp')).includes(run)));
    });

    it('completes builders, columns, methods and values by keyboard', async () => {
      await playground.retype(label, 'Met');
      await completes('Metric');
      await playground.press('Enter');
      await completes('f1_macro');
      await playground.page.keyboard.type('train_lo');
      await completes('train_loss');
      await playground.press('Tab');
      await playground.textMatches(editor, /^Metric\("train_loss"\)$/);
      await playground.page.keyboard.type('.');
      await completes('between');
      await playground.press('Enter');
      await playground.page.keyboard.type('0, 0.1');
      const [low, high] = [0, 0.1];
      const between = runs.filter((run) => lastLoss(run) >= low && lastLoss(run) <= high);
      assert.ok(between.length > 0 && between.length < runs.length);
      await says(new RegExp(`^${between.length} of ${runs.length} match`));

      await playground.retype(label, 'Tag("');
      await completes('best');
      const tags = new Set(runs.flatMap(({ experiment }) => experiment.tags));
      assert.deepEqual(await completions(), [...tags].sort());

      await playground.retype(label, 'Parameter("optimizer") == "');
      await completes('adam');
      const optimizers = new Set(runs.map((run) => parameters(run).get('optimizer')));
      optimizers.delete(undefined);
      assert.deepEqual(await completions(), [...optimizers].sort());
      await playground.press('ArrowDown', 'Enter', 'Enter');
      await playground.textMatches(editor, /^Parameter\("optimizer"\) == "sgd"$/);
      await shows(runs.filter((run) => parameters(run).get('optimizer') === 'sgd'));
      assert.deepEqual(playground.errors, []);
    });

    it('completes names that need escapes so that the query finds them', async () => {
      await playground.page.select('.query-project select', `p/${workspace}/tabular-baselines`);
      await playground.retype(label, 'Other("double');
      await completes('double"quote');
      await playground.press('Tab');
      await playground.page.keyboard.type(' != None');
      await says(/^1 of \d+ matches/);
      await playground.textMatches(editor, /^Other\("double\\"quote"\) != None$/);
    });

    it('points at the column of a mistake, and says what is expected', async () => {
      await playground.retype(label, '(Metric("train_loss") < 0.1) & Tagg("mlp")');
      await says(/^Column 32: there is no 'Tagg'; a query is made of/);
      await underlines('Tagg("mlp")');
      assert.ok(await playground.page.$(`${editor}[aria-invalid="true"]`));
      await playground.press('Enter');
      await says(/^Column 32/);
      await shows(runs);
      await playground.retype(label, '(Metric("train_loss") < 100) & Tag("mlp")');
      await says(new RegExp(`^${tagged('mlp').length} of`));
      await underlines('');
      assert.ok(await playground.page.$(`${editor}[aria-invalid="false"]`));
    });

    it('points at the right place after characters beyond the basic plane', async () => {
      await playground.retype(label, '~Tag("🚀") & x');
      await says(/^Column 13: there is no 'x'/);
      await underlines('x');
    });

    it('warns of a column that the project does not have', async () => {
      await playground.retype(label, 'Metric("train_los") < 0.1');
      await says(
        /^None of 9 match.*no column Metric\("train_los"\); the nearest is Metric\("train_loss"\)/,
      );
      await playground.retype(label, 'Metric("train_loss") < 100');
      await says(/^9 of 9 match(?!.*no column)/);
    });

    it('keeps query and choice over a reload, also what clearing brings back', async () => {
      const mlp = tagged('mlp');
      await playground.retype(label, 'Tag("mlp")');
      await playground.press('Enter');
      await shows(mlp);
      await playground.tick(mlp[0].key);
      await chosen(mlp.length - 1);
      await playground.reload();
      await playground.textMatches(editor, /^Tag\("mlp"\)$/);
      await shows(mlp);
      await chosen(mlp.length - 1);
      await playground.retype(label, 'x');
      await playground.press('Backspace');
      await shows(runs);
      await chosen(runs.length);
    });

    it('brings a query along in a link', async () => {
      const linear = tagged('linear');
      await playground.retype(label, 'Tag("linear")');
      await playground.press('Enter');
      await shows(linear);
      await openAnew(playground.page.url());
      await playground.textMatches(editor, /^Tag\("linear"\)$/);
      await shows(linear);
      await chosen(linear.length);
    });

    it('is about another project when the viewer says so', async () => {
      await playground.retype(label, 'Tag("linear")');
      await playground.press('Enter');
      await shows(tagged('linear'));
      await playground.page.select('.query-project select', `p/${workspace}/tabular-baselines`);
      await shows(runs);
      await says(/^3 of \d+ match/);
      await playground.click('.query-status .link');
      await chosen(3);
      await playground.textMatches(
        `[data-id="p/${workspace}/tabular-baselines"] .count`,
        /^3 \/ 3$/,
      );
    });
  });
}
