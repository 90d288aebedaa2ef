import { setTimeout as sleep } from 'node:timers/promises';
import { StoreBusyError, type Database, type Store } from './database.js';
import { isLockWanted, lockPath, releaseLock, takeLock, wantLock } from './lock.js';
import { migrate } from './schema.js';
import { openDatabase } from './sqlite-node.js';

const POLL_MS = 10;
const IDLE_MS = 50;
/** How long the store is kept from others that wait while one use follows the other, and then left to them. */
const TURN_MS = 200;
const PAUSE_MS = 5 * POLL_MS;

/**
 * The store of a data folder, opened when used and closed soon after: SQLite's file layer here lets one process in
 * at a time, so `serve` gives way to an `import` beside it, also when it is asked all the time, and waits while that runs.
 */
export class LeasedStore implements Store {
  private database: Database | undefined;
  private opening: Promise<Database> | undefined;
  private users = 0;
  private idle: NodeJS.Timeout | undefined;
  private openedAt = 0;
  private pausedUntil = 0;

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
      if (--this.users === 0) this.rest();
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

  /** Keeps the store open for the next use, but not for ever where another process waits for it. */
  private rest(): void {
    if (Date.now() - this.openedAt > TURN_MS && isLockWanted(this.folder)) {
      this.close();
      this.pausedUntil = Date.now() + PAUSE_MS;
    } else {
      this.idle = setTimeout(() => this.close(), IDLE_MS);
    }
  }

  private async open(): Promise<Database> {
    try {
      await sleep(Math.max(0, this.pausedUntil - Date.now()));
      await this.waitForLock();
      this.openedAt = Date.now();
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
      wantLock(this.folder);
      if (Date.now() > deadline) {
        throw new StoreBusyError(
          `another process is using the store in ${this.folder}; if none is, delete ${lockPath(this.folder)}`,
        );
      }
      await sleep(POLL_MS);
    }
  }
}
