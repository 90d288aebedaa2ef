// The example pages, with the packed package: they draw, and what the viewer does in one place shows in the others.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PerihelionOptions, PerihelionPanel } from 'perihelion/panel';
import * as vite from 'vite';
import { sampleArchives } from '../support/archive-reader.js';
import { browsers } from '../support/browsers.js';
import { drawn, frameOf } from '../support/consumer-page.js';
import { installPacked, linkTools } from '../support/packed-package.js';
import { servePage } from '../support/page-server.js';
import { startServer } from '../support/serve.js';
import { until } from '../support/until.js';

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));
const isSource = (path) =>
  !/\/(dist|node_modules|data)(\/|$)/.test(path.slice(examples.length - 1));
/** How many experiments the project of the examples has. */
const count = 9;

let folder;
let remove;
let server;
let chromium;

before(async () => {
  ({ folder, remove } = await installPacked());
  await linkTools(folder);
  await cp(examples, join(folder, 'examples'), { recursive: true, filter: isSource });
  server = await startServer({ archives: sampleArchives() });
  chromium = await browsers.chromium();
});
after(async () => {
  await chromium?.close();
  await server?.stop();
  await remove?.();
});

/** Opens a page, and fails with what went wrong on it. */
async function openPage(context, path, address = '/') {
  const { origin } = await servePage(context, path, { server: server.origin });
  const tab = await chromium.browser.newPage();
  // All panels in sight: out of it they do not load.
  await tab.setViewport({ width: 1280, height: 1500 });
  const errors = [];
  tab.on('pageerror', (error) => errors.push(String(error)));
  tab.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  context.after(async () => {
    await tab.close();
    assert.deepEqual(errors, []);
  });
  await tab.goto(`${origin}${address}`);
  return tab;
}

async function checkDashboard(tab) {
  const chart = await drawn(tab, 'perihelion-panel:nth-of-type(1)', '[data-metric] path', count);
  const table = await drawn(tab, 'perihelion-panel:nth-of-type(2)', 'tbody tr', count);
  assert.ok(await chart.$('[data-metric="validate_accuracy"]'));

  const row = await table.$('tbody tr:nth-child(2)');
  const name = await row.evaluate(({ cells }) => cells[0].textContent);
  await row.hover();
  const status = () => tab.$eval('[role="status"]', ({ textContent }) => textContent);
  await until('the name on the page', async () => (await status()).trim() === name);
  await drawn(tab, 'perihelion-panel:nth-of-type(1)', 'path.faded', count - 1);

  await tab.select('select', 'validate_loss');
  await drawn(tab, 'perihelion-panel:nth-of-type(1)', '[data-metric="validate_loss"] path', count);
}

for (const [name, config] of [
  ['react', 'vite.config.ts'],
  ['vue', 'vite.config.js'],
]) {
  test(`the example in ${name}`, async (context) => {
    const root = join(folder, 'examples', name);
    await vite.build({ root, logLevel: 'error', configFile: join(root, config) });
    await checkDashboard(await openPage(context, join(root, 'dist')));
  });
}

/** A component that sets every property of these elements that can be set, and none that cannot. */
function everySetting() {
  const settings = ({ prototype }) =>
    Object.entries(Object.getOwnPropertyDescriptors(prototype))
      .filter(([, { set }]) => set)
      .map(([name]) => name);
  const panel = settings(Object.getPrototypeOf(PerihelionPanel));
  assert.ok(panel.includes('hosts') && panel.includes('code'), panel.join());
  const set = (names, element) => names.map((name) => `${name}={${element}.${name}}`).join(' ');
  return `
    import type { PerihelionOptions, PerihelionPanel } from 'perihelion/panel';
    import type {} from 'perihelion/react';
    export const every = (panel: PerihelionPanel, form: PerihelionOptions) => (
      <perihelion-dashboard context={panel.context} onrendered={() => undefined}>
        <perihelion-panel ${set(panel, 'panel')} />
        <perihelion-options ${set(settings(PerihelionOptions), 'form')}
          onchange={({ detail }) => console.log(detail.options)} />
        {/* @ts-expect-error: it can be read and not set. */}
        <perihelion-panel currentOptions={{}} />
      </perihelion-dashboard>
    );`;
}

test('the types of the example in React, and of all that a page may set', async () => {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const project = join(folder, 'examples/react');
  await writeFile(join(project, 'src/every-setting.tsx'), everySetting());
  await promisify(execFile)(process.execPath, [tsc, '-p', project]).catch(({ stdout }) =>
    assert.fail(stdout),
  );
});

test('the dashboard without a build', async (context) => {
  const tab = await openPage(context, join(folder, 'examples'), '/dashboard/');
  for (const id of ['loss', 'accuracy', 'validation'])
    await drawn(tab, `#${id}`, 'path.line', count);
  await drawn(tab, '#trade-off', 'circle', count);
  await tab.hover('#runs li:nth-child(3)');
  await drawn(tab, '#accuracy', 'path.faded', count - 1);
  await drawn(tab, '#trade-off', 'circle.faded', count - 1);

  await (await (await frameOf(tab, '#trade-off')).$('circle')).hover();
  const inHeader = () => tab.$$eval('#runs li:not(.faded)', (runs) => runs.length === 1);
  await until('one run in the header', inHeader);
  await tab.select('#x-axis', 'epoch');
  await drawn(tab, '#accuracy', '[data-x-axis="epoch"] path', count);
});
