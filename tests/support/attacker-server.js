import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';

/**
 * A server that no panel may reach, on a port of its own (a pooled connection would hide the next
 * attempt). It answers everything, also across origins, and counts.
 * @returns its URL, connections(), requests() and close()
 */
export async function startAttacker() {
  const requests = [];
  let connections = 0;
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.end('taken');
  });
  server.on('connection', () => (connections += 1));
  await new Promise((done) => server.listen(0, done));
  const { port } = server.address();
  return {
    url: `http://127.0.0.1:${port}/`,
    port,
    connections: () => connections,
    requests: () => [...requests],
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

/** The same for UDP: counts packets. */
export async function startUdpAttacker() {
  const socket = createSocket('udp4');
  let packets = 0;
  socket.on('message', () => (packets += 1));
  await new Promise((done) => socket.bind(0, '127.0.0.1', done));
  return { port: socket.address().port, packets: () => packets, close: () => socket.close() };
}
