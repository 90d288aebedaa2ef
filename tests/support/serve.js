// The real server as a process, on a free port, over a data folder of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand, startCommand } from './command.js';

/**
 * Imports the archives into a new data folder, or `data`, and serves it.
 * @param {{archives?: string[], data?: string, path?: string, port?: number, args?: string[]}} options
 *   `path` of another copy of the command; `port` 0 for a free one; `args` more of the command line
 * @returns {Promise<{origin: string, port: number, data: string, stop: () => Promise<void>,
 *   get: (path: string, query?: object) => Promise<Response>,
 *   json: (path: string, query?: object) => Promise<any>,
 *   post: (path: string, body: unknown) => Promise<Response>}>} `get`, `json` and `post` take paths under
 *   /api/rest/v2/; `stop` also removes a data folder that was made here
 * @throws {Error} with the command's output when an import or the start fails
 */
export async function startServer({ archives = [], data, path, port: wanted = 0, args = [] } = {}) {
  const folder = data ?? (await mkdtemp(join(tmpdir(), 'perihelion-data-')));
  if (archives.length > 0) {
    const { code, stderr } = await runCommand(['import', '--data', folder, ...archives], { path });
    if (code !== 0) throw new Error(`the import failed: ${stderr}`);
  }
  const child = startCommand(['serve', '--data', folder, '--port', String(wanted), ...args], {
    path,
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  const port = await new Promise((resolve, reject) => {
    child.stdout.on('data', () => {
      const match = /^Perihelion playground: http:\/\/127\.0\.0\.1:(\d+)\/$/m.exec(
        child.output.stdout,
      );
      if (match) resolve(Number(match[1]));
    });
    closed.then(() => reject(new Error(`the server ended: ${child.output.stderr}`)));
  });
  const origin = `http://127.0.0.1:${port}`;
  const url = (endpoint, query = {}) =>
    `${origin}/api/rest/v2/${endpoint}?${new URLSearchParams(query)}`;
  const get = (endpoint, query) => fetch(url(endpoint, query));
  return {
    origin,
    port,
    data: folder,
    get,
    json: async (endpoint, query) => {
      const response = await get(endpoint, query);
      if (response.status !== 200)
        throw new Error(`${endpoint}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    post: (endpoint, body) =>
      fetch(url(endpoint), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    stop: async () => {
      child.kill('SIGTERM');
      await closed;
      if (!data) await rm(folder, { recursive: true, force: true });
    },
  };
}
