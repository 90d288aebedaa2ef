import { Hono, type Context } from 'hono';
import { contentType, listedType } from '../asset-types.js';
import { byteStream, peekFirst } from '../byte-stream.js';
import { optionalBoolean, required } from '../request.js';
import { assetBytes, assetsOf, findStoredAsset, type AssetRow } from '../store/assets.js';
import type { Store } from '../store/database.js';
import { modelName } from '../store/models.js';
import { findExperiment } from '../store/queries.js';

/** The files of an experiment: lists of them, and their bytes. */
export function assetRoutes(store: Store): Hono {
  const routes = new Hono();
  const assets = (key: string): Promise<AssetRow[]> =>
    store.use((database) => assetsOf(database, findExperiment(database, key).key));
  routes.get('/experiment/asset/list', async (c) => {
    const rows = await assets(required(c, 'experimentKey'));
    return c.json({ assets: ofType(rows, c.req.query('type')).map((row) => assetAnswer(c, row)) });
  });
  routes.get('/experiment/asset/get-by-name', async (c) => {
    const rows = await assets(required(c, 'experimentKey'));
    const name = required(c, 'assetName');
    const named = ofType(rows, c.req.query('type')).filter(({ fileName }) => fileName === name);
    return c.json({ assets: named.map((row) => assetAnswer(c, row)) });
  });
  routes.get('/experiment/asset/get-asset', async (c) => {
    const [key, id] = [required(c, 'experimentKey'), required(c, 'assetId')];
    optionalBoolean(c, 'allow301');
    const asset = await store.use((database) =>
      findStoredAsset(database, findExperiment(database, key).key, id),
    );
    const { first, all } = await peekFirst(assetBytes(store, asset));
    return new Response(byteStream(all), {
      headers: {
        'Content-Type': contentType(asset.type, asset.fileName, first),
        'Content-Length': String(asset.size),
        ...untrusted,
      },
    });
  });
  return routes;
}

/** What an experiment logged must not run as a page of this server. */
const untrusted = {
  'Content-Security-Policy': 'sandbox',
  'X-Content-Type-Options': 'nosniff',
};

/** An asset as listings have it. */
export function assetAnswer(c: Context, row: AssetRow): object {
  const type = listedType(row.type);
  const query = new URLSearchParams({ assetId: row.id, experimentKey: row.experimentKey });
  const own = `${new URL(c.req.url).origin}/api/rest/v2/experiment/asset/get-asset?${query}`;
  return {
    assetId: row.id,
    experimentKey: row.experimentKey,
    fileName: row.fileName,
    fileSize: row.size,
    createdAt: row.createdAt,
    step: row.step === null ? null : Number(row.step),
    runContext: row.runContext,
    dir: folder(row, type),
    type,
    link: row.remoteUri ?? own,
    remote: row.remoteUri !== null,
    metadata: row.metadata === '{}' ? null : row.metadata,
    tags: [],
    items: [],
    curlDownload: `curl --location ${quoted(row.remoteUri ?? own)} --output ${quoted(row.id)}`,
    etag: null,
    s3Link: null,
    compressedAssetLink: null,
    image: type === 'image',
    audio: type === 'audio',
    video: type === 'video',
    histogram: type === 'histogram_combined_3d',
    canView: row.remoteUri === null,
  };
}

/** A word of a shell command. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function folder(row: AssetRow, type: string): string {
  const model = modelName(row);
  if (model !== undefined) return `models/${model}`;
  if (['image', 'audio', 'video'].includes(type)) return 'media';
  return type === 'notebook' ? 'notebooks' : 'assets';
}

function ofType(rows: AssetRow[], asked: string | undefined): AssetRow[] {
  if (!asked || asked === 'all') return rows;
  return rows.filter((row) => listedType(row.type) === listedType(asked));
}
