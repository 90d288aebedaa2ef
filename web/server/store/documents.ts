import type { Database } from './database.js';

/** What an experiment has once of a kind, as text; undefined when it was not logged. */
export function documentOf(database: Database, key: string, kind: string): string | undefined {
  return documentsOf(database, key, kind)[0];
}

/** What an experiment has as a list of a kind, in order. */
export function documentsOf(database: Database, key: string, kind: string): string[] {
  return database
    .all<{ body: string }>(
      'SELECT body FROM document WHERE experiment_key = ? AND kind = ? ORDER BY seq',
      [key, kind],
    )
    .map(({ body }) => body);
}
