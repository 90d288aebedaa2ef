// Writes the pictures in docs/ from the running playground and the example dashboard: `node tools/screenshot.js`, after
// `npm run build`; names of files after it choose some.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { sampleArchives } from '../tests/support/archive-reader.js';
import { browsers } from '../tests/support/browsers.js';
import { drawn } from '../tests/support/consumer-page.js';
import { startPageServer } from '../tests/support/page-server.js';
import { PanelPage } from '../tests/support/panel-page.js';
import { PlaygroundPage } from '../tests/support/playground-page.js';
import { startServer } from '../tests/support/serve.js';

const workspace = 'perihelion-samples';
const project = 'digits-classifier';
const query = '(Metric("train_loss") < 0.2) & ~Tag("unstable")';
const maxBytes = 300_000;
const maxDashboardBytes = 150_000;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

async function save(file, image, limit) {
  if (image.length > limit) throw new Error(`${file} has ${image.length} bytes`);
  await writeFile(file, image);
  console.log(`${file}: ${image.length} bytes`);
}

async function shoot(browser, origin, scheme, file) {
  // A context of its own: nothing chosen in the other picture is kept.
  const context = await browser.createBrowserContext();
  const playground = await PlaygroundPage.open(context, origin);
  const { page } = playground;
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await playground.openProject(workspace, project);
  // Whoever comes first finds all of a project chosen.
  await playground.textMatches('.chosen-count', /^\d+ chosen$/);
  await playground.retype('Query of the project', query);
  await playground.press('Enter');
  const shown = await playground.textMatches('.query-status', /only matches are shown/);
  const experiments = Number.parseInt(shown);
  await playground.setOptions('{"metric": "validate_accuracy", "xAxis": "epoch"}');
  await playground.chart({
    metric: 'validate_accuracy',
    experiments,
    xAxis: 'epoch',
  });
  await playground.textMatches('.run-status', /^Drawn/);
  await page.click('#tab-metric-lines');
  await save(file, await page.screenshot(), maxBytes);
  await context.close();
}

/** The example panel that shows the widgets, alone on a page. */
async function shootWidgets(origin, file) {
  const panels = await PanelPage.open('chromium', { connect: [origin] });
  try {
    await panels.page.setViewport({ width: 760, height: 640 });
    const code = await readFile(here('../examples/panels/widgets.js'), 'utf8');
    const context = { workspace, projectName: project };
    await panels.addPanel('widgets', code, { baseUrl: origin, scope: 'project', context });
    await panels.event('widgets', 'rendered');
    await panels.whole('widgets');
    const panel = await panels.page.$('#widgets');
    await save(file, await panel.screenshot(), maxBytes);
  } finally {
    await panels.close();
  }
}

/** The example dashboard, with one experiment pointed at. */
async function shootDashboard(browser, origin, scheme, file) {
  const pages = await startPageServer(here('../examples'), { server: origin });
  const page = await browser.newPage();
  try {
    await page.setViewport({ width: 1080, height: 976 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.goto(`${pages.origin}/dashboard/`);
    for (const chart of ['#accuracy', '#validation']) await drawn(page, chart, 'path', 9);
    await drawn(page, '#trade-off', 'circle', 9);
    await drawn(page, '#table', 'tbody tr', 9);
    await page.hover('#runs li:nth-child(7)');
    await drawn(page, '#trade-off', '.faded', 8);
    // The first picture makes frames paint that the browser took to be out of sight.
    await page.screenshot();
    await save(file, await page.screenshot(), maxDashboardBytes);
  } finally {
    await page.close();
    pages.close();
  }
}

/** How each picture is made. */
const pictures = {
  'playground.png': (browser, origin, file) => shoot(browser, origin, 'light', file),
  'playground-dark.png': (browser, origin, file) => shoot(browser, origin, 'dark', file),
  'widgets.png': (browser, origin, file) => shootWidgets(origin, file),
  'dashboard.png': (browser, origin, file) => shootDashboard(browser, origin, 'light', file),
  'dashboard-dark.png': (browser, origin, file) => shootDashboard(browser, origin, 'dark', file),
};

const chosen = process.argv.slice(2);
const server = await startServer({ archives: sampleArchives() });
const { browser, close } = await browsers.chromium();
try {
  for (const [name, make] of Object.entries(pictures)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    await make(browser, server.origin, here(`../docs/${name}`));
  }
} finally {
  await close();
  await server.stop();
}
