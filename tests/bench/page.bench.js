// Twelve panels on one page in Chromium, against the same charts by a plain script of the page's own.
import { fileURLToPath } from 'node:url';
import { readArchive, sampleArchives } from '../support/archive-reader.js';
import { browsers } from '../support/browsers.js';
import { startPageServer } from '../support/page-server.js';
import { startServer } from '../support/serve.js';
import { until } from '../support/until.js';
import { rowOf } from './workloads/compare.js';

const folder = fileURLToPath(new URL('./', import.meta.url));
const PROJECT = 'digits-classifier';
const METRICS = ['train_loss', 'train_accuracy', 'validate_loss', 'validate_accuracy'];
const RUNS = 9;
/** Not counted: files come to be in memory, and the server's code to be compiled. */
const WARM_UP = 2;
const PEER = 'plain script: fetch, json, same drawing';

const isApi = (path) => path.startsWith('/api/');

/** Loads the page in a browser that has kept nothing; what it measured, and what it asked for. */
async function load(browser, server, mode) {
  const query = new URLSearchParams({ mode, project: PROJECT });
  for (const metric of METRICS) query.append('metric', metric);
  for (const { key, experiment } of sampleArchives().map(readArchive)) {
    if (experiment.project_name === PROJECT) query.append('key', key);
  }
  const context = await browser.createBrowserContext();
  try {
    const tab = await context.newPage();
    await tab.setViewport({ width: 1600, height: 1000 });
    server.requests.length = 0;
    await tab.goto(`${server.origin}/pages/charts.html?${query}`);
    const outcome = await until('the outcome', () => tab.evaluate(() => window.outcome), 60_000);
    if (outcome.error) throw new Error(`${mode}: ${outcome.error}`);
    const { requests } = server;
    return {
      ...outcome,
      asked: requests.filter(isApi).length,
      cores: requests.filter((path) => path.endsWith('.wasm')).length,
      workers: tab.workers().length,
    };
  } finally {
    await context.close();
  }
}

/** The three in turn, so that all meet the same moods of the machine. */
async function measure(browser, server) {
  const found = { panels: [], plain: [], idle: [] };
  for (let run = 0; run < WARM_UP + RUNS; run++) {
    for (const mode of Object.keys(found)) {
      const one = await load(browser, server, mode);
      if (run >= WARM_UP) found[mode].push(one);
    }
  }
  return found;
}

/** A count that is the same in every run, or else the worst. */
function counted(name, unit, ours, goal, peer) {
  const worst = (numbers) => numbers && Math.max(...numbers);
  return { name, unit, ours: worst(ours), peer: worst(peer), peerName: peer && PEER, goal };
}

export async function run() {
  const store = await startServer({ archives: sampleArchives() });
  const server = await startPageServer(folder, { api: store.origin });
  const { browser, close } = await browsers.chromium();
  try {
    const { panels, plain, idle } = await measure(browser, server);
    const of = (runs, member) => runs.map((one) => one[member]);
    const against = (name, member, peer, peerName) =>
      rowOf({ name, peerName }, of(panels, member), of(peer, member), 'ours over peer');
    return [
      against('first of twelve charts drawn', 'first', plain, PEER),
      against('all twelve charts drawn', 'all', plain, PEER),
      against('longest gap of the page, twelve charts', 'longest', plain, PEER),
      against('the same against no charts', 'longest', idle, 'the same page idle'),
      counted(
        `requests for twelve charts of ${METRICS.length} questions`,
        'requests',
        of(panels, 'asked'),
        `≤ ${METRICS.length} requests`,
        of(plain, 'asked'),
      ),
      counted('data workers of twelve panels', 'workers', of(panels, 'workers'), '≤ 1 workers'),
      counted('cores that they load', 'instances', of(panels, 'cores'), '≤ 1 instances'),
    ];
  } finally {
    await close();
    server.close();
    await store.stop();
  }
}
