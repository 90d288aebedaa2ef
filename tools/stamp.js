import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { root } from './environment.js';

const ignored = new Set(['node_modules', 'dist', '__pycache__']);

/** A hash over names and contents of the files in `paths` (relative to the root; folders with all they hold). */
export function hashOf(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((name) => filesIn(name))) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** All files below `name` (relative to the root, sorted), generated folders aside; none when it does not exist. */
export function filesIn(name) {
  const full = path.join(root, name);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [name];
  return readdirSync(full, { withFileTypes: true })
    .filter((entry) => !ignored.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? filesIn(path.join(name, entry.name)) : [path.join(name, entry.name)],
    );
}

/**
 * Does `work` unless the stamp `file` (relative to the root) says that it was done for the same `inputs`, a text.
 * The stamp is written after the work, so what was interrupted is done again.
 */
export async function unlessDone(file, inputs, work) {
  const stamp = path.join(root, file);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return;
  await work();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, inputs);
}
