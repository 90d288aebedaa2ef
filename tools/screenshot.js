// Writes docs/playground.png, docs/playground-dark.png and docs/widgets.png from the running playground.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { sampleArchives } from '../tests/support/archive-reader.js';
import { browsers } from '../tests/support/browsers.js';
import { PanelPage } from '../tests/support/panel-page.js';
import { PlaygroundPage } from '../tests/support/playground-page.js';
import { startServer } from '../tests/support/serve.js';

const workspace = 'perihelion-samples';
const project = 'digits-classifier';
const query = '(Metric("train_loss") < 0.2) & ~Tag("unstable")';
const maxBytes = 300_000;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

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
  const image = await page.screenshot();
  if (image.length > maxBytes) throw new Error(`${file} has ${image.length} bytes`);
  await writeFile(file, image);
  console.log(`${file}: ${image.length} bytes`);
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
    const image = await panel.screenshot();
    await writeFile(file, image);
    console.log(`${file}: ${image.length} bytes`);
  } finally {
    await panels.close();
  }
}

await mkdir(here('../docs'), { recursive: true });
const server = await startServer({ archives: sampleArchives() });
const { browser, close } = await browsers.chromium();
try {
  await shoot(browser, server.origin, 'light', here('../docs/playground.png'));
  await shoot(browser, server.origin, 'dark', here('../docs/playground-dark.png'));
  await shootWidgets(server.origin, here('../docs/widgets.png'));
} finally {
  await close();
  await server.stop();
}
