// Runs a file of workloads/ in Node, and the same file in a page.
import downsample from 'downsample';
import { build } from 'esbuild';
import { load } from 'perihelion';
import { fileURLToPath } from 'node:url';

import { browsers } from '../support/browsers.js';
import { startPageServer } from '../support/page-server.js';

export const folder = fileURLToPath(new URL('./', import.meta.url));

/** A script that gives a page npm's `downsample`, which is no module, as `downsample`. */
async function downsampleScript() {
  const { outputFiles } = await build({
    stdin: { contents: "export { LTTB } from 'downsample'", resolveDir: folder },
    bundle: true,
    format: 'iife',
    globalName: 'downsample',
    write: false,
  });
  return outputFiles[0].text;
}

async function inChromium(name) {
  const server = await startPageServer(folder);
  const { browser, close } = await browsers.chromium();
  try {
    const tab = await browser.newPage();
    await tab.goto(`${server.origin}/pages/empty.html`);
    await tab.addScriptTag({ content: await downsampleScript() });
    const measure = async (workload) => {
      const [{ run }, { load }] = await Promise.all([import(workload), import('/dist/index.js')]);
      return run({ load, LTTB: window.downsample.LTTB, place: 'Chromium' });
    };
    return await tab.evaluate(measure, `/workloads/${name}.js`);
  } finally {
    await close();
    server.close();
  }
}

/** Resolves to the rows of both. */
export async function runInNodeAndChromium(name) {
  const { run } = await import(`./workloads/${name}.js`);
  const rows = await run({ load, LTTB: downsample.LTTB, place: 'Node' });
  return [...rows, ...(await inChromium(name))];
}
