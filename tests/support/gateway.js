// The command `perihelion serve --upstream` as a process, on a free port.
import { createServer } from 'node:http';
import { startCommand } from './command.js';

/** The API key of every gateway that is started here. */
export const apiKey = 'SecretSecretSecretSecret1';

/**
 * Starts a gateway that is stopped after the test `t`.
 * @param {string} upstream address of the Comet server
 * @param {string[]} args more of the command line
 * @param {object} env more environment variables
 * @returns {Promise<{origin: string, port: number, pid: number, output: {stdout: string, stderr: string},
 *   get: (path: string, headers?: object) => Promise<Response>}>} `get` takes paths under /api/rest/v2/
 */
export async function startGateway(t, upstream, args = [], env = {}) {
  process.env.COMET_API_KEY = apiKey;
  const child = startCommand(['serve', '--upstream', upstream, '--port', '0', ...args], { env });
  const closed = new Promise((resolve) => child.once('close', resolve));
  t.after(async () => {
    child.kill('SIGTERM');
    await closed;
  });
  const port = await new Promise((resolve, reject) => {
    child.stdout.on('data', () => {
      const match = /127\.0\.0\.1:(\d+)\/$/m.exec(child.output.stdout);
      if (match) resolve(Number(match[1]));
    });
    closed.then(() => reject(new Error(`the gateway ended: ${child.output.stderr}`)));
  });
  const origin = `http://127.0.0.1:${port}`;
  const get = (path, headers = {}) => fetch(`${origin}/api/rest/v2/${path}`, { headers });
  return { origin, port, pid: child.pid, output: child.output, get };
}

/**
 * An upstream that answers by `listener`, closed after the test `t`.
 * @param {import('node:http').RequestListener} listener
 * @returns {Promise<string>} its origin
 */
export async function startUpstream(t, listener) {
  const server = createServer(listener);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${server.address().port}`;
}
