import { Hono } from 'hono';
import { required } from '../request.js';
import { assetBytes, assetsOf, type AssetRow } from '../store/assets.js';
import type { Store } from '../store/database.js';
import { documentOf } from '../store/documents.js';
import { findExperiment } from '../store/queries.js';

/** The texts of which an experiment has one each. What was not logged is an empty object, as clients expect. */
export function documentRoutes(store: Store): Hono {
  const routes = new Hono();
  const text = (kind: string, key: string): Promise<string | undefined> =>
    store.use((database) => documentOf(database, findExperiment(database, key).key, kind));
  for (const kind of ['html', 'output', 'graph']) {
    routes.get(`/experiment/${kind}`, async (c) => {
      const body = await text(kind, required(c, 'experimentKey'));
      return c.json(body === undefined ? {} : { [kind]: body });
    });
  }
  routes.get('/experiment/code', async (c) => {
    const key = required(c, 'experimentKey');
    const code = (await text('code', key)) ?? (await uploadedCode(store, key));
    return c.json(code === undefined ? {} : { code });
  });
  return routes;
}

/** Newer SDKs upload the script as a file: the one that the experiment is named after, else the first. */
async function uploadedCode(store: Store, key: string): Promise<string | undefined> {
  const script = await store.use((database) => {
    const sources = assetsOf(database, key).filter(isStoredSource);
    const main = findExperiment(database, key).fileName;
    return sources.find(({ fileName }) => fileName === main) ?? sources[0];
  });
  if (!script) return undefined;
  const decoder = new TextDecoder();
  let code = '';
  for await (const bytes of assetBytes(store, script))
    code += decoder.decode(bytes, { stream: true });
  return code + decoder.decode();
}

function isStoredSource({ type, remoteUri }: AssetRow): boolean {
  return type === 'source_code' && remoteUri === null;
}
