// Runs the built command `perihelion` as a user does: as a process.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Path of the built command. */
export const commandPath = fileURLToPath(new URL('../../web/dist/server/cli.js', import.meta.url));

/**
 * Starts the command without waiting for it.
 * @param {string[]} args
 * @param {{cwd?: string, path?: string, env?: object}} options `path` of another copy of the command; `env` more
 *   environment variables
 * @returns {import('node:child_process').ChildProcess & {output: {stdout: string, stderr: string}}}
 * @throws {Error} when the command is not built
 */
export function startCommand(args, { cwd, path = commandPath, env } = {}) {
  if (!existsSync(path)) throw new Error('the command is not built: run node web/build.js');
  const child = spawn(process.execPath, [path, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (text) => (child.output[name] += text));
  }
  return child;
}

/**
 * Runs the command to its end.
 * @returns {Promise<{code: number | null, signal: string | null, stdout: string, stderr: string}>}
 */
export function runCommand(args, options) {
  const child = startCommand(args, options);
  return new Promise((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal, ...child.output })),
  );
}

/** A new empty folder, removed after the test `t`. */
export async function temporaryFolder(t) {
  const folder = await mkdtemp(join(tmpdir(), 'perihelion-test-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
