import { assetsOf, type AssetRow } from './assets.js';
import type { Database } from './database.js';
import { documentsOf } from './documents.js';

/** The model that an asset is a file of, or undefined. */
export function modelName(row: AssetRow): string | undefined {
  if (row.additional === null) return undefined;
  const { groupingName } = JSON.parse(row.additional) as { groupingName?: unknown };
  return typeof groupingName === 'string' && groupingName !== '' ? groupingName : undefined;
}

/** An experiment's models: name → files, those that are elsewhere among them. Names in the order of logging. */
export function modelsOf(database: Database, key: string): Map<string, AssetRow[]> {
  const models = new Map<string, AssetRow[]>();
  const rows = [...assetsOf(database, key), ...remoteFiles(database, key)];
  for (const row of rows) {
    const name = modelName(row);
    if (name === undefined) continue;
    const files = models.get(name) ?? [];
    if (!files.some(({ id }) => id === row.id)) models.set(name, [...files, row]);
  }
  return models;
}

interface RemoteModel {
  model_name: string;
  remote_assets?: { assetId: string; fileName: string; remoteUrl: string }[];
}

/** Files of models that were logged by their addresses alone. */
function remoteFiles(database: Database, key: string): AssetRow[] {
  return documentsOf(database, key, 'remote_model').flatMap((body) => {
    const { model_name: groupingName, remote_assets: files = [] } = JSON.parse(body) as RemoteModel;
    return files.map(({ assetId, fileName, remoteUrl }) => ({
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
