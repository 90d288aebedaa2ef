import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

interface Owner {
  pid: number;
  host: string;
}

const held = new Set<string>();

/**
 * Takes the lock of a data folder: one process at a time has its database open.
 * @returns whether it was taken; a lock that a dead process of this machine left is taken over.
 */
export function takeLock(folder: string): boolean {
  mkdirSync(folder, { recursive: true });
  if (!makeLock(folder) && !(removeStaleLock(folder) && makeLock(folder))) return false;
  held.add(lockPath(folder));
  return true;
}

/** Gives back a lock taken by {@link takeLock}. */
export function releaseLock(folder: string): void {
  held.delete(lockPath(folder));
  rmSync(lockPath(folder), { force: true });
}

/** Where the lock of a data folder is, for messages that tell people what to delete. */
export function lockPath(folder: string): string {
  return join(folder, 'lock');
}

function makeLock(folder: string): boolean {
  const owner: Owner = { pid: process.pid, host: hostname() };
  const aside = `${lockPath(folder)}.${process.pid}`;
  writeFileSync(aside, JSON.stringify(owner));
  try {
    // A link appears with its whole content: nobody reads half an owner.
    linkSync(aside, lockPath(folder));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(aside, { force: true });
  }
}

function removeStaleLock(folder: string): boolean {
  const path = lockPath(folder);
  const seen = readOwner(path);
  if (!seen || seen.host !== hostname() || isAlive(seen.pid, path)) return false;
  const aside = `${path}.${process.pid}`;
  try {
    // Of two processes that see the same dead owner only one moves its lock away.
    renameSync(path, aside);
    return readOwner(aside)?.pid === seen.pid;
  } catch {
    return false;
  } finally {
    rmSync(aside, { force: true });
  }
}

function readOwner(path: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number, path: string): boolean {
  // A container's first process has the same id each time: then only our own memory knows.
  if (pid === process.pid) return held.has(path);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
