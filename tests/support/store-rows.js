// What a store holds, to tell whether a command changed anything.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { Database } = require('node-sqlite3-wasm');

/** Calls `work` with the open database of a data folder that nothing else has open. */
export function withDatabase(data, work) {
  const database = new Database(join(data, 'perihelion.db'));
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    return work(database);
  } finally {
    database.close();
  }
}

/** A hash of every row of every table; "none" for a folder without a store. */
export function storeHash(data) {
  if (!existsSync(join(data, 'perihelion.db'))) return 'none';
  return withDatabase(data, (database) => {
    const hash = createHash('sha256');
    const tables = database.all(
      "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
    );
    for (const { name } of tables) {
      const rows = database.all(`SELECT * FROM ${name}`).map((row) =>
        JSON.stringify(row, (_, value) => {
          if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
          return typeof value === 'bigint' ? `${value}n` : value;
        }),
      );
      hash.update(`${name}\n${rows.sort().join('\n')}\n`);
    }
    return hash.digest('hex');
  });
}
