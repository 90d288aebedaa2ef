// Runs scripts of the conformance tests with the real comet_ml.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const python = fileURLToPath(new URL('../../.venv/bin/python', import.meta.url));
const apiKey = 'conformance'.padEnd(25, '0');

/**
 * Runs a script of tests/conformance with Comet's settings for one server.
 * @param {string} name the script's file name
 * @param {{origin?: string, args?: string[], cwd?: string}} options `origin` of the server; none for a script that asks none
 * @returns {Promise<object[]>} the JSON objects that it printed, one a line
 */
export async function runCometMl(name, { origin = 'http://127.0.0.1:9', args = [], cwd } = {}) {
  const script = fileURLToPath(new URL(`../conformance/${name}`, import.meta.url));
  // Nothing of the developer's own Comet set-up may decide which server is read.
  const foreign = Object.entries(process.env).filter(([key]) => !key.startsWith('COMET_'));
  const env = {
    ...Object.fromEntries(foreign),
    COMET_URL_OVERRIDE: `${origin}/clientlib/`,
    COMET_API_KEY: apiKey,
  };
  const options = { env, cwd, maxBuffer: 2 ** 28 };
  const { stdout } = await promisify(execFile)(python, [script, ...args], options);
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}
