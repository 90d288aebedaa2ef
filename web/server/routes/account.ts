import { Hono } from 'hono';
import type { Store } from '../store/database.js';
import { workspaceNames } from '../store/queries.js';

/** Who asks, and which workspaces there are. The store is one person's own: nobody is turned away. */
export function accountRoutes(store: Store): Hono {
  const routes = new Hono();
  routes.get('/account-details', async (c) => {
    const [first] = await store.use(workspaceNames);
    return c.json({ userName: 'local', defaultWorkspaceName: first ?? 'default' });
  });
  routes.get('/workspaces', async (c) =>
    c.json({ workspaceNames: await store.use(workspaceNames) }),
  );
  return routes;
}
