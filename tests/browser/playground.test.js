import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import {
  metricNames,
  metricPoints,
  readArchive,
  sampleArchives,
} from '../support/archive-reader.js';
import { browsers } from '../support/browsers.js';
import { invertPath, PlaygroundPage, until } from '../support/playground-page.js';
import { startServer } from '../support/serve.js';

const archives = sampleArchives().map(readArchive);
const withMetric = (name) => archives.filter((archive) => metricNames(archive).includes(name));
const placeOf = ({ experiment }) => [experiment.workspace, experiment.project_name];

/** Two experiments of one project that logged the metric. */
function pairWith(metric) {
  const [first, ...others] = withMetric(metric);
  const second = others.find((other) => String(placeOf(other)) === String(placeOf(first)));
  return [first, second];
}

/** What a line over steps must go through. */
function expectedPoints(archive, metric) {
  return metricPoints(archive, metric)
    .filter(({ step, value }) => step !== null && Number.isFinite(value))
    .map(({ step, value }) => ({ x: Number(step), y: value }))
    .sort((a, b) => a.x - b.x);
}

function assertSamePoints(actual, expected, plot) {
  assert.equal(actual.length, expected.length);
  const extents = { x: Math.abs(plot.xMax - plot.xMin), y: Math.abs(plot.yMax - plot.yMin) };
  actual.forEach((point, at) => {
    for (const axis of ['x', 'y']) {
      const wanted = expected[at][axis];
      const limit = 1e-9 * Math.max(Math.abs(wanted), plot.yScale === 'log' ? 0 : extents[axis]);
      const off = Math.abs(point[axis] - wanted);
      assert.ok(off <= limit, `point ${at}: ${axis} is ${point[axis]}, not ${wanted}`);
    }
  });
}

for (const [name, launch] of Object.entries(browsers)) {
  describe(`the playground in ${name}`, () => {
    let server, started, playground;
    const pair = pairWith('train_loss');

    before(async () => {
      server = await startServer({ archives: sampleArchives() });
      started = await launch();
    });
    after(async () => {
      await started?.close();
      await server?.stop();
    });
    beforeEach(async () => {
      playground = await PlaygroundPage.open(started.browser, server.origin);
      await playground.page.evaluate(() => {
        // Somebody who was here before, and had chosen nothing.
        localStorage.setItem('perihelion-playground', '{"choices":[]}');
        location.hash = '';
      });
      await playground.close();
      playground = await PlaygroundPage.open(started.browser, server.origin);
    });
    afterEach(() => playground.close());

    async function choosePair() {
      await playground.openProject(...placeOf(pair[0]));
      for (const { key } of pair) await playground.tick(key);
      await playground.textMatches('.chosen-count', /^2 chosen$/);
    }

    it('shows whoever comes first the curves of a whole project', async () => {
      await playground.page.evaluate(() => {
        localStorage.clear();
        location.hash = '';
      });
      await playground.close();
      playground = await PlaygroundPage.open(started.browser, server.origin);
      await playground.textMatches('.chosen-count', /^9 chosen$/);
      await playground.inPanel('nine lines', () =>
        document.querySelectorAll('path[data-experiment-key]').length === 9 ? true : undefined,
      );
    });

    it('says what to do while nothing is chosen', async () => {
      await playground.inPanel('the hint', () =>
        document.body.textContent.includes('Choose experiments on the left'),
      );
      await playground.textMatches('.chosen-count', /^none chosen$/);
    });

    it('offers libraries to its panels', async () => {
      await choosePair();
      await playground.click('#tab-smoothed-lines');
      await playground.inPanel(
        'a line and its mean for each of two',
        () => document.querySelectorAll('[aria-label=line] path').length === 4,
      );
      assert.deepEqual(playground.errors, []);
    });

    it('draws a metric that stays in the data worker', async () => {
      await choosePair();
      await playground.click('#tab-zoom');
      await playground.inPanel('a chart', () => document.querySelector('.u-over') !== null);
      assert.deepEqual(playground.errors, []);
    });

    for (const yScale of ['linear', 'log']) {
      it(`draws every logged point of the chosen experiments, ${yScale}`, async () => {
        await choosePair();
        await playground.setOptions({ metric: 'train_loss', fetchFull: true, yScale });
        const wanted = { metric: 'train_loss', experiments: 2, yScale };
        const isFull = ({ lines }) =>
          lines.every(([key, d]) => {
            const archive = pair.find((one) => one.key === key);
            return d.match(/[ML]/g).length === expectedPoints(archive, 'train_loss').length;
          });
        const chart = await until('all points', async () => {
          const drawn = await playground.chart(wanted);
          return isFull(drawn) && drawn;
        });
        for (const [key, d] of chart.lines) {
          const archive = pair.find((one) => one.key === key);
          const { points } = invertPath(d, chart.plot);
          assertSamePoints(points, expectedPoints(archive, 'train_loss'), chart.plot);
        }
        assert.deepEqual(playground.errors, []);
      });
    }

    it('leaves gaps for values that are not finite', async () => {
      const [archive] = withMetric('numbers');
      await playground.openProject(...placeOf(archive));
      await playground.tick(archive.key);
      await playground.setOptions({ metric: 'numbers', fetchFull: true });
      const { plot, lines } = await playground.chart({ metric: 'numbers', experiments: 1 });
      const { points, strokes } = invertPath(lines[0][1], plot);
      assertSamePoints(points, expectedPoints(archive, 'numbers'), plot);
      assert.ok(strokes > 1, `${strokes} strokes`);
    });

    it('shows an error at its line, goes on, and draws again when it is mended', async () => {
      await choosePair();
      await playground.textMatches('.run-status', /^Drawn/);
      await playground.goToLine('Panel code', 3);
      await playground.insert('Panel code', 'missingThing.x; ');
      await playground.textMatches('.run-status', /^Error in line 3$/);
      await playground.textMatches('.console-line.level-error .text', /missingThing.*\(line 3\)/);
      await playground.click(`[data-key="${pair[0].key}"]`);
      await playground.textMatches('.chosen-count', /^1 chosen$/);
      await playground.goToLine('Panel code', 3);
      await playground.press(...Array('missingThing.x; '.length).fill('Delete'));
      await playground.textMatches('.run-status', /^Drawn/);
      await playground.chart({ metric: 'train_loss', experiments: 1 });
      assert.deepEqual(playground.errors, []);
    });

    it('keeps the last good options while those typed are malformed', async () => {
      await choosePair();
      await playground.setOptions({ metric: 'validate_loss', xAxis: 'step' });
      await playground.chart({ metric: 'validate_loss', experiments: 2 });
      await playground.setOptions('{"metric": "train_loss" "xAxis": 1}');
      await playground.textMatches('.options-problem', /^Line 1, column 25: a comma is expected/);
      await playground.click('.preview-pane .pane-head .button');
      await playground.textMatches('.run-status', /^Drawn/);
      await playground.chart({ metric: 'validate_loss', experiments: 2 });
      await playground.reload();
      await playground.textMatches('.options-section .cm-content', /"train_loss" "xAxis": 1/);
      await playground.chart({ metric: 'validate_loss', experiments: 2 });
    });

    it('keeps choice, panel and edits over a reload, and Reset brings the example back', async () => {
      await choosePair();
      await playground.click('#tab-summary-table');
      await playground.goToLine('Panel code', 1);
      await playground.insert('Panel code', '// mine ');
      await until('the mark of a change', () => playground.page.$('#tab-summary-table .edited'));
      await playground.reload();
      await playground.textMatches('.chosen-count', /^2 chosen$/);
      await playground.textMatches('.code-section .cm-line', /^\/\/ mine /);
      const names = await playground.inPanel('the table', () => {
        const rows = [...document.querySelectorAll('tr[data-experiment-key]')];
        return rows.length === 2 && rows.map((row) => row.dataset.experimentKey).sort();
      });
      assert.deepEqual(names, pair.map(({ key }) => key).sort());
      await playground.click('.editor-pane .pane-head .button');
      await playground.textMatches('.code-section .cm-line', /^\/\/ The chosen experiments/);
    });

    it('can be worked by keyboard alone', async () => {
      await playground.openProject(...placeOf(pair[0]));
      await until('the tree', () => playground.page.$('[role="treeitem"][tabindex="0"]'));
      await playground.page.focus('[role="treeitem"][tabindex="0"]');
      await playground.press('Home', 'ArrowDown', ' ');
      const checked = await until('a ticked project', () =>
        playground.page.$('[aria-level="2"][aria-checked="true"]'),
      );
      const count = await checked.evaluate((node) => node.querySelector('.count').textContent);
      const [chosen, all] = count.split(' / ');
      assert.equal(chosen, all);
      await playground.press('ArrowRight', 'ArrowRight', ' ');
      await until('a half-ticked project', () => playground.page.$('[aria-checked="mixed"]'));
    });
  });

  it(`the playground in ${name} says that the server is down, and tries again`, async (t) => {
    const data = await mkdtemp(join(tmpdir(), 'perihelion-playground-'));
    t.after(() => rm(data, { recursive: true, force: true }));
    const started = await launch();
    t.after(() => started.close());
    let server = await startServer({ archives: sampleArchives(), data });
    t.after(() => server.stop());
    const playground = await PlaygroundPage.open(started.browser, server.origin);
    const closed = '[aria-level="2"][aria-expanded="false"]';
    await until('a closed project', () => playground.page.$(closed));
    await server.stop();
    await playground.click(`${closed} .disclosure`);
    await playground.textMatches('.row-note.is-failed .label', /^The server at .* does not answer/);
    server = await startServer({ data, port: server.port });
    const before = await playground.page.$$eval('[data-key]', (rows) => rows.length);
    await playground.click('.row-note.is-failed');
    await until('more experiments', async () => {
      const rows = await playground.page.$$eval('[data-key]', (found) => found.length);
      return rows > before;
    });
  });
}
