import { HttpError } from '../errors.js';
import type { Database, Store } from './database.js';
import { documentsOf } from './documents.js';

/** A logged file, or a reference to one, without its bytes. Times in ms since the epoch. */
export interface AssetRow {
  id: string;
  experimentKey: string;
  fileName: string;
  /** As the upload spelled it. */
  type: string;
  size: number;
  createdAt: number | null;
  step: number | bigint | null;
  runContext: string | null;
  /** Where the file is, when it is not in the store. */
  remoteUri: string | null;
  /** JSON text. */
  metadata: string | null;
  /** What the upload said besides, as JSON text. */
  additional: string | null;
}

const ASSET = `
  SELECT asset_id AS id, experiment_key AS experimentKey, file_name AS fileName, type, size,
    created_at AS createdAt, step, run_context AS runContext, remote_uri AS remoteUri, metadata, additional
  FROM asset`;

/** An experiment's assets in the order of logging; those without a time come last. */
export function assetsOf(database: Database, key: string): AssetRow[] {
  const logged = database.all<AssetRow>(
    `${ASSET} WHERE experiment_key = ? ORDER BY created_at NULLS LAST, rowid`,
    [key],
  );
  return [...logged, ...remoteModelFiles(database, key)];
}

/** @throws {HttpError} 404 when the experiment has no such asset, or when only its address is known. */
export function findStoredAsset(database: Database, key: string, id: string): AssetRow {
  const row =
    database.get<AssetRow>(`${ASSET} WHERE experiment_key = ? AND asset_id = ?`, [key, id]) ??
    remoteModelFiles(database, key).find((file) => file.id === id);
  if (!row) throw new HttpError(404, `no such asset: ${id}`);
  if (row.remoteUri !== null)
    throw new HttpError(404, `the asset is not in this store; it is at ${row.remoteUri}`);
  return row;
}

/** An asset's bytes, piece by piece. The store is taken for each piece anew: a reader may be slow. */
export async function* assetBytes(store: Store, asset: AssetRow): AsyncGenerator<Uint8Array> {
  for (let seq = 0, sent = 0; sent < asset.size; seq++) {
    const bytes = await store.use((database) => chunk(database, asset, seq));
    sent += bytes?.length ?? 0;
    if (!bytes || sent > asset.size)
      throw new Error(`asset ${asset.id} was changed while it was read`);
    yield bytes;
  }
}

function chunk(database: Database, asset: AssetRow, seq: number): Uint8Array | undefined {
  return database.get<{ bytes: Uint8Array }>(
    'SELECT bytes FROM asset_chunk WHERE experiment_key = ? AND asset_id = ? AND seq = ?',
    [asset.experimentKey, asset.id, seq],
  )?.bytes;
}

interface RemoteModel {
  model_name: string;
  remote_assets?: { assetId: string; fileName: string; remoteUrl: string }[] | null;
}

/** Files of models that were logged by their addresses alone. */
function remoteModelFiles(database: Database, key: string): AssetRow[] {
  return documentsOf(database, key, 'remote_model').flatMap((body) => {
    const { model_name: groupingName, remote_assets: files } = JSON.parse(body) as RemoteModel;
    return (files ?? []).map(({ assetId, fileName, remoteUrl }) => ({
      id: assetId,
      experimentKey: key,
      fileName,
      type: 'model-element',
      size: 0,
      createdAt: null,
      step: null,
      runContext: null,
      remoteUri: remoteUrl,
      metadata: null,
      additional: JSON.stringify({ groupingName }),
    }));
  });
}
