import sqlite from 'node-sqlite3-wasm';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database, SqlValue } from './database.js';
import { textNumber } from '../number-text.js';

/** Opens (or makes) the SQLite file of a data folder. Whoever calls holds the folder's lock (see lock.ts). */
export function openDatabase(folder: string): Database {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'perihelion.db');
  // The engine locks by making this folder. Ours is the folder's lock, so one that is there was left by a killed process.
  rmSync(`${path}.lock`, { recursive: true, force: true });
  const engine = new sqlite.Database(path);
  // Write-ahead, because this engine's file layer never rolls back the journal that a killed process leaves;
  // exclusive, because that layer has no shared memory.
  engine.exec(
    'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL',
  );
  engine.function('text_number', readNumber, { deterministic: true });
  return {
    exec: (sql) => engine.exec(sql),
    run: (sql, values) => void engine.run(sql, bindable(values)),
    all: <T>(sql: string, values?: SqlValue[]) => engine.all(sql, bindable(values)) as T[],
    get: <T>(sql: string, values?: SqlValue[]) =>
      (engine.get(sql, bindable(values)) ?? undefined) as T | undefined,
    close: () => engine.close(),
  };
}

/**
 * The engine ends a text at its first NUL; that would cut a program's output short. A name with half a character in it
 * could not be asked for: no address can hold that.
 */
function bindable(values?: SqlValue[]): SqlValue[] | undefined {
  return values?.map((value) =>
    typeof value === 'string' ? value.replaceAll(/\0|\p{Surrogate}/gu, '\uFFFD') : value,
  );
}

/** What SQL calls `text_number`: null where the text is none, or NaN, which SQLite has no value for. */
function readNumber(text: unknown): number | null {
  const number = typeof text === 'string' ? textNumber(text) : undefined;
  return number === undefined || Number.isNaN(number) ? null : number;
}
