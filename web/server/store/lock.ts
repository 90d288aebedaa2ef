import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

interface Owner {
  pid: number;
  host: string;
  /** Another one in each lock. */
  id: string;
}

/** How long a wish for the lock holds. */
const WISH_MS = 1000;

const held = new Set<string>();

/**
 * Takes the lock of a data folder: one process at a time has its database open.
 * @returns whether it was taken; a lock that a dead process of this machine left is taken over.
 */
export function takeLock(folder: string): boolean {
  mkdirSync(folder, { recursive: true });
  const path = lockPath(folder);
  if (!takeFile(path)) return false;
  held.add(path);
  rmSync(wishPath(folder), { force: true });
  return true;
}

/** Lets who has the lock know that another waits for it. To be said anew all the time: who waits may die. */
export function wantLock(folder: string): void {
  writeFileSync(wishPath(folder), '');
}

/** Whether another waits for the lock. */
export function isLockWanted(folder: string): boolean {
  const wish = statSync(wishPath(folder), { throwIfNoEntry: false });
  return wish !== undefined && Date.now() - wish.mtimeMs < WISH_MS;
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

function wishPath(folder: string): string {
  return `${lockPath(folder)}.wanted`;
}

function takeFile(path: string): boolean {
  return makeFile(path) || takeStaleFile(path);
}

function makeFile(path: string): boolean {
  const owner: Owner = { pid: process.pid, host: hostname(), id: randomUUID() };
  const aside = `${path}.${owner.id}`;
  writeFileSync(aside, JSON.stringify(owner));
  try {
    // A link appears with its whole content: nobody reads half an owner.
    linkSync(aside, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(aside, { force: true });
  }
}

function takeStaleFile(path: string): boolean {
  const dead = readOwner(path);
  if (!dead || dead.host !== hostname() || isAlive(dead.pid, path)) return false;
  // Only who has the claim to what this owner left removes it. A process that dies with the claim leaves that as stale.
  const claim = `${path}.of-${dead.id}`;
  if (!takeFile(claim)) return false;
  try {
    // Another one may have taken it over before the claim was ours.
    if (readOwner(path)?.id !== dead.id) return false;
    rmSync(path, { force: true });
    return makeFile(path);
  } finally {
    rmSync(claim, { force: true });
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
