import { Hono } from 'hono';
import { Callers } from './callers.js';
import { HttpError } from './errors.js';
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
 * Comet's REST v2 read API over a store, for any place that has `Request` and `Response`. A request is
 * answered with or without an `Authorization` header, but see {@link Callers}.
 * @param allowedOrigins of pages that may use the server besides those of this machine
 */
export function createHandler(store: Store, allowedOrigins: string[] = []): Hono {
  const app = new Hono();
  const callers = new Callers(allowedOrigins);
  app.use('*', async (c, next) => {
    callers.check(c.req.raw);
    if (c.req.method === 'OPTIONS') return callers.preflight(c.req.raw);
    await next();
    callers.share(c.req.raw, c.res);
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
