import { Hono, type Context } from 'hono';
import { byteStream } from '../byte-stream.js';
import { HttpError } from '../errors.js';
import { required } from '../request.js';
import { assetBytes, type AssetRow } from '../store/assets.js';
import type { Store } from '../store/database.js';
import { modelsOf } from '../store/models.js';
import { findExperiment } from '../store/queries.js';
import { zipStream } from '../zip-stream.js';
import { assetAnswer } from './assets.js';

/** The models of an experiment. */
export function modelRoutes(store: Store): Hono {
  const routes = new Hono();
  const models = (c: Context): Promise<Map<string, AssetRow[]>> => {
    const key = required(c, 'experimentKey');
    return store.use((database) => modelsOf(database, findExperiment(database, key).key));
  };
  const files = async (c: Context): Promise<AssetRow[]> => {
    const name = required(c, 'modelName');
    const found = (await models(c)).get(name);
    if (!found) throw new HttpError(404, `the experiment has no model ${name}`);
    return found;
  };
  routes.get('/experiment/model', async (c) => {
    const key = required(c, 'experimentKey');
    const names = [...(await models(c)).keys()];
    return c.json({ models: await Promise.all(names.map((name) => modelAnswer(key, name))) });
  });
  routes.get('/experiment/model/asset/list', async (c) =>
    c.json({ assets: (await files(c)).map((row) => assetAnswer(c, row)) }),
  );
  routes.get('/experiment/model/download', async (c) => {
    const stored = (await files(c)).filter(({ remoteUri }) => remoteUri === null);
    // Of files with one name the last counts.
    const byName = new Map(stored.map((row) => [memberName(row), row]));
    const members = [...byName].map(([name, row]) => ({
      name,
      bytes: byteStream(assetBytes(store, row)),
    }));
    return new Response(zipStream(members), { headers: { 'Content-Type': 'application/zip' } });
  });
  return routes;
}

/** The id is made from key and name, and so is the same in every store. */
async function modelAnswer(key: string, name: string): Promise<object> {
  const text = new TextEncoder().encode(`${key}/${name}`);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', text)).subarray(0, 16);
  const id = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { experimentModelId: id, experimentKey: key, modelName: name, registryRecords: [] };
}

/** A path that stays in the folder where the zip is unpacked. */
function memberName({ fileName, id }: AssetRow): string {
  const parts = fileName.split(/[\\/]/).filter((part) => !/^(\.{0,2}|[a-z]:)$/i.test(part));
  return parts.join('/') || id;
}
