import { StoreBusyError, type Database, type Store } from './database.js';
import { lockPath, releaseLock, takeLock } from './lock.js';
import { migrate } from './schema.js';
import { openDatabase } from './sqlite-node.js';

const POLL_MS = 10;
const IDLE_MS = 50;

/**
 * The store of a data folder, opened when used and closed soon after: SQLite's file layer here lets one process in
 * at a time, so `serve` gives way to an `import` beside it, and waits while that runs.
 */
export class LeasedStore implements Store {
  private database: Database | undefined;
  private opening: Promise<Database> | undefined;
  private users = 0;
  private idle: NodeJS.Timeout | undefined;

  constructor(
    private readonly folder: string,
    private readonly patienceMs: number,
  ) {}

  /**
   * Calls `work` with the open database.
   * @throws {StoreBusyError} when another process holds the store for longer than this one's patience.
   */
  async use<T>(work: (database: Database) => T | Promise<T>): Promise<T> {
    clearTimeout(this.idle);
    this.users++;
    try {
      return await work(this.database ?? (await (this.opening ??= this.open())));
    } finally {
      if (--this.users === 0) this.idle = setTimeout(() => this.close(), IDLE_MS);
    }
  }

  /** Closes the store now. Using it again opens it again. */
  close(): void {
    clearTimeout(this.idle);
    if (!this.database) return;
    this.database.close();
    this.database = undefined;
    releaseLock(this.folder);
  }

  private async open(): Promise<Database> {
    try {
      await this.waitForLock();
      try {
        const database = openDatabase(this.folder);
        this.database = database;
        migrate(database);
        return database;
      } catch (error) {
        if (this.database) this.close();
        else releaseLock(this.folder);
        throw error;
      }
    } finally {
      this.opening = undefined;
    }
  }

  private async waitForLock(): Promise<void> {
    const deadline = Date.now() + this.patienceMs;
    while (!takeLock(this.folder)) {
      if (Date.now() > deadline) {
        throw new StoreBusyError(
          `another process is using the store in ${this.folder}; if none is, delete ${lockPath(this.folder)}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}
