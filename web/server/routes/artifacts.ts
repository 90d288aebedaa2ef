import { Hono } from 'hono';
import { optionalWord, required } from '../request.js';
import type { Store } from '../store/database.js';
import { findExperiment } from '../store/queries.js';

/** Artifacts of experiments. The store holds none: archives do not say which ones an experiment made or used. */
export function artifactRoutes(store: Store): Hono {
  const routes = new Hono();
  routes.get('/get/artifacts', async (c) => {
    const key = required(c, 'experimentKey');
    optionalWord(c, 'filter', ['all', 'input', 'output'] as const);
    await store.use((database) => findExperiment(database, key));
    return c.json({ artifacts: [] });
  });
  return routes;
}
