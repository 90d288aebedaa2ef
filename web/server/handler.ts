import { Hono } from 'hono';
import { HttpError } from './errors.js';
import { HostCheck } from './host-check.js';
import { accountRoutes } from './routes/account.js';
import { artifactRoutes } from './routes/artifacts.js';
import { assetRoutes } from './routes/assets.js';
import { chartRoutes } from './routes/chart.js';
import { documentRoutes } from './routes/documents.js';
import { experimentRoutes } from './routes/experiments.js';
import { gitRoutes } from './routes/git.js';
import { metricRoutes } from './routes/metrics.js';
import { modelRoutes } from './routes/models.js';
import { projectRoutes } from './routes/projects.js';
import { queryRoutes } from './routes/query.js';
import { systemRoutes } from './routes/system-details.js';
import { StoreBusyError, type Store } from './store/database.js';

/** The Comet release whose answers are given; clients choose by it what they ask. */
const COMET_VERSION = '4.40.10';

/**
 * Comet's REST v2 read API over a store, for any place that has `Request` and `Response`. Every request is
 * answered, with or without an `Authorization` header.
 * @param allowedHosts names under which the server is reached, besides `localhost` and the loopback addresses
 */
export function createHandler(store: Store, allowedHosts: string[] = []): Hono {
  const app = new Hono();
  const hosts = new HostCheck(allowedHosts);
  app.use('*', async (c, next) => {
    hosts.check(c.req.header('Host'));
    if (c.req.method === 'OPTIONS')
      return preflight(c.req.header('Access-Control-Request-Headers'));
    await next();
    c.res.headers.set('Access-Control-Allow-Origin', '*');
    c.res.headers.set('Access-Control-Expose-Headers', 'Retry-After');
    return undefined;
  });
  app.get('/clientlib/isAlive/ver', (c) => c.json({ version: COMET_VERSION }));
  for (const routes of [
    accountRoutes,
    projectRoutes,
    experimentRoutes,
    queryRoutes,
    metricRoutes,
    chartRoutes,
    assetRoutes,
    documentRoutes,
    gitRoutes,
    modelRoutes,
    systemRoutes,
    artifactRoutes,
  ]) {
    app.route('/api/rest/v2', routes(store));
  }
  app.notFound((c) =>
    c.json({ msg: `no such endpoint: ${c.req.method} ${c.req.path}`, code: 404 }, 404),
  );
  app.onError((error, c) => {
    if (error instanceof HttpError)
      return c.json({ msg: error.message, code: error.status }, error.status);
    if (error instanceof StoreBusyError) {
      return c.json({ msg: 'an import is using the store; try again', code: 503 }, 503, {
        'Retry-After': '1',
      });
    }
    console.error(error);
    return c.json({ msg: 'the server failed; its output says why', code: 500 }, 500);
  });
  return app;
}

/** `*` covers no Authorization header, and no browser knows a wildcard in a name: X-COMET-* as they were asked for. */
function preflight(asked: string | undefined): Response {
  const comet = (asked ?? '').split(',').map((name) => name.trim().toLowerCase());
  const allowed = [
    'Authorization',
    'Content-Type',
    ...comet.filter((name) => /^x-comet-[a-z0-9-]+$/.test(name)),
  ];
  return new Response(null, {
    status: 204,
    headers: {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
      'Access-Control-Allow-Headers': allowed.join(', '),
      'Access-Control-Max-Age': '86400',
      Vary: 'Access-Control-Request-Headers',
    },
  });
}
