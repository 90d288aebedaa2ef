import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { staticFiles } from './static-files.js';

/** A running server. */
export interface Running {
  port: number;
  close(): Promise<void>;
}

/** Answers the calls of Comet's API. */
export interface Handler {
  fetch(request: Request): Response | Promise<Response>;
}

/**
 * Serves an API and the playground on both loopback addresses: `127.0.0.1` and `localhost` are two sites to a
 * browser, and panels run in frames of the one that the page is not on.
 * @param port 0 for any free one.
 */
export async function serve(api: Handler, folder: string, port: number): Promise<Running> {
  const files = staticFiles(folder);
  const isApi = /^\/(api|clientlib)(\/|$)/;
  const app = new Hono();
  app.all('*', (c) =>
    isApi.test(c.req.path) ? api.fetch(c.req.raw) : files.fetch(c.req.raw, c.env),
  );
  const listener = getRequestListener(app.fetch);
  const first = await listen(createServer(listener), '127.0.0.1', port);
  const chosen = (first.address() as AddressInfo).port;
  const servers = [first];
  try {
    servers.push(await listen(createServer(listener), '::1', chosen));
  } catch (error) {
    // A machine without IPv6 has `localhost` on 127.0.0.1 alone.
    if (!['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      await close(first);
      throw error;
    }
  }
  return { port: chosen, close: async () => void (await Promise.all(servers.map(close))) };
}

function listen(server: Server, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, ipv6Only: host === '::1' }, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
