// An https server whose certificate nobody trusts by default.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createSecureServer } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Serves by HTTP/2, and by HTTP/1.1 to who knows no other, until the test `t` ends.
 * @param {(request: import('node:http2').Http2ServerRequest, response: import('node:http2').Http2ServerResponse) => void} listener
 * @returns {Promise<{origin: string, port: number, certificate: string, requests: {version: string,
 *   authorization: string | undefined}[]}>} `certificate` is the path of the one for 127.0.0.1, to be trusted or not
 */
export async function startTlsServer(t, listener) {
  const folder = await mkdtemp(join(tmpdir(), 'perihelion-tls-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-keyout', key, '-out', certificate, '-days', '2', '-subj', '/CN=test'],
    ...['-addext', 'subjectAltName=IP:127.0.0.1'],
  ]);
  const requests = [];
  const options = { key: await readFile(key), cert: await readFile(certificate), allowHTTP1: true };
  const sessions = new Set();
  const server = createSecureServer(options, (request, response) => {
    const { httpVersion: version, headers } = request;
    requests.push({ version, authorization: headers.authorization });
    listener(request, response);
  });
  server.on('secureConnection', (socket) => {
    sessions.add(socket);
    socket.on('error', () => undefined).on('close', () => sessions.delete(socket));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sessions) socket.destroy();
    await closed;
  });
  const { port } = server.address();
  return { origin: `https://127.0.0.1:${port}`, port, certificate, requests };
}
