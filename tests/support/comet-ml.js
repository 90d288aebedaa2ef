// Runs Python scripts with the real comet_ml.
import { execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const python = fileURLToPath(new URL('../../.venv/bin/python', import.meta.url));
const apiKey = 'conformance'.padEnd(25, '0');

/** The environment that makes comet_ml ask one server, and none of the developer's own Comet set-up. */
function environmentFor(origin) {
  const foreign = Object.entries(process.env).filter(([key]) => !key.startsWith('COMET_'));
  return {
    ...Object.fromEntries(foreign),
    COMET_URL_OVERRIDE: `${origin}/clientlib/`,
    COMET_API_KEY: apiKey,
  };
}

const scriptOf = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/**
 * Runs a script of tests/conformance with Comet's settings for one server.
 * @param {string} name the script's file name
 * @param {{origin?: string, args?: string[], cwd?: string}} options `origin` of the server; none for a script that asks none
 * @returns {Promise<object[]>} the JSON objects that it printed, one a line
 */
export async function runCometMl(name, { origin = 'http://127.0.0.1:9', args = [], cwd } = {}) {
  const options = { env: environmentFor(origin), cwd, maxBuffer: 2 ** 28 };
  const command = [scriptOf(`conformance/${name}`), ...args];
  const { stdout } = await promisify(execFile)(python, command, options);
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

/** Starts a script, by its path below tests/, that is spoken to; the caller ends it. */
export function startCometMl(path, origin) {
  const stdio = ['pipe', 'pipe', 'inherit'];
  return spawn(python, [scriptOf(path)], { env: environmentFor(origin), stdio });
}
