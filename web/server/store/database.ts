/** What a column of a row can hold. Integers outside ±2^53 arrive as bigint. */
export type SqlValue = number | bigint | string | Uint8Array | null;

/** One row: column name → value. */
export type Row = Record<string, SqlValue>;

/**
 * The one door to the store: an open SQLite database, whatever the engine. All calls are synchronous, so
 * nothing else of this thread runs between the statements of one function. SQL may use `text_number(text)`,
 * the number that a text reads as (see number-text.ts), or null.
 */
export interface Database {
  exec(sql: string): void;
  run(sql: string, values?: SqlValue[]): void;
  all<T = Row>(sql: string, values?: SqlValue[]): T[];
  /** The first row, or undefined. */
  get<T = Row>(sql: string, values?: SqlValue[]): T | undefined;
  close(): void;
}

/** Lends the open database for the time that `work` takes. */
export interface Store {
  use<T>(work: (database: Database) => T | Promise<T>): Promise<T>;
}

/** The store is held by another process for longer than a caller should wait. */
export class StoreBusyError extends Error {
  override name = 'StoreBusyError';
}

/** Runs `work` so that all of its writes are kept, or, when it throws, none. */
export async function transaction<T>(database: Database, work: () => Promise<T>): Promise<T> {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = await work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/** On its own SQLite has done so where the disk is full: then there is nothing to roll back. */
function rollBack(database: Database): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // What went wrong first is what the caller has to know.
  }
}
