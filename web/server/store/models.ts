import { assetsOf, type AssetRow } from './assets.js';
import type { Database } from './database.js';

/** The model that an asset is a file of, or undefined. */
export function modelName(row: AssetRow): string | undefined {
  if (row.additional === null) return undefined;
  const { groupingName } = JSON.parse(row.additional) as { groupingName?: unknown };
  return typeof groupingName === 'string' && groupingName !== '' ? groupingName : undefined;
}

/** An experiment's models: name → files, those that are elsewhere among them. Names in the order of logging. */
export function modelsOf(database: Database, key: string): Map<string, AssetRow[]> {
  const models = new Map<string, AssetRow[]>();
  for (const row of assetsOf(database, key)) {
    const name = modelName(row);
    if (name === undefined) continue;
    const files = models.get(name);
    if (files) files.push(row);
    else models.set(name, [row]);
  }
  return models;
}
