// Charts of many experiments in Chromium: the client in its worker against what one writes without it.
import { browsers } from '../support/browsers.js';
import { startPageServer } from '../support/page-server.js';
import { folder } from './run-workload.js';
import { chartEntry } from './workloads/answers.js';

/** Answers charts of any experiments from memory. */
function chartsOf(points) {
  const entries = new Map();
  const entryOf = (key) => {
    if (!entries.has(key)) entries.set(key, Buffer.from(`,${chartEntry(key, points)}`));
    return entries.get(key);
  };
  return async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const { targetedExperiments } = JSON.parse(body);
    const list = Buffer.concat(targetedExperiments.map(entryOf)).subarray(1);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"empty":false,"experiments":{');
    response.write(list);
    response.end('}}');
  };
}

async function inChromium(workload, points) {
  const server = await startPageServer(folder, { api: chartsOf(points) });
  const { browser, close } = await browsers.chromium();
  try {
    const tab = await browser.newPage();
    await tab.goto(`${server.origin}/pages/empty.html`);
    const measure = async (name, points) => {
      const [workloads, { load }] = await Promise.all([
        import('/workloads/load.js'),
        import('/dist/index.js'),
      ]);
      return workloads[name]({ load, points });
    };
    return await tab.evaluate(measure, workload, points);
  } finally {
    await close();
    server.close();
  }
}

export async function run() {
  return [...(await inChromium('runHundred', 5000)), ...(await inChromium('runGrowth', 1000))];
}
