import { Hono } from 'hono';
import { byteStream, peekFirst } from '../byte-stream.js';
import { required } from '../request.js';
import { assetBytes, assetsOf } from '../store/assets.js';
import type { Store } from '../store/database.js';
import { documentOf } from '../store/documents.js';
import { findExperiment } from '../store/queries.js';
import { zipStream } from '../zip-stream.js';

const MEMBERS = ['user', 'root', 'branch', 'parent', 'origin'];

/** The state of the source repository when an experiment ran. */
export function gitRoutes(store: Store): Hono {
  const routes = new Hono();
  routes.get('/experiment/git/metadata', async (c) => {
    const key = required(c, 'experimentKey');
    const body = await store.use((database) =>
      documentOf(database, findExperiment(database, key).key, 'git_metadata'),
    );
    const logged = JSON.parse(body ?? '{}') as Record<string, unknown>;
    return c.json(Object.fromEntries(MEMBERS.map((name) => [name, logged[name] ?? null])));
  });
  routes.get('/experiment/git/patch', async (c) => {
    const key = required(c, 'experimentKey');
    const patch = await store.use((database) =>
      assetsOf(database, findExperiment(database, key).key)
        .filter(({ type, remoteUri }) => type === 'git-patch' && remoteUri === null)
        .at(-1),
    );
    // Clients tell "no patch" by this beginning, and take any other status for a failure.
    if (!patch) return c.json({ msg: 'the experiment has no git patch', code: 404 });
    const { first, all } = await peekFirst(assetBytes(store, patch));
    const isZip = first[0] === 0x50 && first[1] === 0x4b;
    const bytes = byteStream(all);
    return new Response(isZip ? bytes : zipStream([{ name: 'git_diff.patch', bytes }]), {
      headers: { 'Content-Type': 'application/zip' },
    });
  });
  return routes;
}
