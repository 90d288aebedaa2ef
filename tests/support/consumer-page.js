// The page of tests/package/consumer, built and served in many ways: what has to be true of it in all of them.
import assert from 'node:assert/strict';
import { readArchive, sampleArchives } from './archive-reader.js';
import { panelNames } from './page-server.js';
import { until } from './until.js';

const { experiment, key } = sampleArchives()
  .map(readArchive)
  .find((archive) => archive.experiment.project_name === 'digits-classifier');

/** The frame in which the code of a panel runs, once the panel that matches the selector has it. */
export function frameOf(tab, selector) {
  const find = (text) => document.querySelector(text)?.shadowRoot.querySelector('iframe');
  return until(`the frame of ${selector}`, async () => {
    const element = (await tab.evaluateHandle(find, selector)).asElement();
    return (await element?.contentFrame())?.childFrames()[0];
  });
}

/** The same frame, once the panel has drawn `count` elements of that kind. */
export async function drawn(tab, panel, selector, count) {
  const frame = await frameOf(tab, panel);
  const found = async () => (await frame.$$(selector)).length === count;
  await until(`${count} ${selector} in ${panel}`, found);
  return frame;
}

/**
 * Opens the page: its clients read from the server, and it draws every example.
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} origin of the page
 * @param {{ server?: string, assets?: string }} options origin of the server where it is not the page's; `assetBase`
 * @returns {Promise<{ violations: string[], isolated: boolean }>} what the page's content security policy forbade, and
 *   whether it has a process of its own, as an embedder policy gives it
 */
export async function checkConsumerPage(browser, origin, { server = origin, assets } = {}) {
  const { workspace, project_name: project } = experiment;
  const query = new URLSearchParams({ server, workspace, project, key });
  for (const name of panelNames) query.append('panel', name);
  if (assets) query.set('assets', assets);
  const tab = await browser.newPage();
  try {
    await tab.goto(`${origin}/?${query}`);
    const outcome = await until('the outcome', () => tab.evaluate(() => window.outcome), 60_000);
    assert.equal(outcome.error, undefined);
    assert.ok(outcome.inline >= 1, 'the client in the page');
    assert.equal(outcome.worker, outcome.inline, 'the client in the worker');
    assert.ok(outcome.points > 100, 'a series that crossed the worker');
    assert.deepEqual(outcome.panels, Array(panelNames.length).fill('rendered'));
    await checkDrawn(tab);
    return await tab.evaluate(() => ({
      violations: window.violations,
      isolated: window.crossOriginIsolated,
    }));
  } finally {
    await tab.close();
  }
}

/** The chart has lines, and the panel of widgets has its Markdown and its widgets in their style. */
async function checkDrawn(tab) {
  const lines = await frameOf(tab, '[id="metric-lines.js"]');
  await until('a line', () => lines.$('svg path'));
  const widgets = await frameOf(tab, '[id="widgets.js"]');
  const outcome = await widgets.evaluate(() => ({
    bold: document.querySelector('.perihelion-rich strong')?.textContent,
    inputs: document.querySelectorAll('input').length > 2,
    styled: getComputedStyle(document.querySelector('main')).display,
  }));
  assert.deepEqual(outcome, { bold: 'save', inputs: true, styled: 'flow-root' });
}
