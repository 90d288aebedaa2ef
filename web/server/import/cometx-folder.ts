import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FileSource } from './write-assets.js';

/** Any of these makes a folder one of an experiment. */
const MARKS = [
  'metadata.json',
  'metrics.jsonl',
  'metrics_summary.jsonl',
  'parameters.json',
  'others.jsonl',
  'system_details.json',
];
/** What `cometx download` puts beside the projects of a workspace. */
const NO_PROJECTS = new Set(['artifacts', 'model-registry', 'panels']);
/** Workspace, project, experiment. */
const DEPTH = 3;

/** The files of one experiment's folder. Links are left out, so nothing outside of the folder can be read. */
export class CometxFolder implements FileSource {
  private constructor(
    readonly path: string,
    private readonly files: Map<string, string>,
  ) {}

  static async open(path: string): Promise<CometxFolder> {
    const whole = resolve(path);
    const files = new Map<string, string>();
    for await (const name of filesIn(whole)) files.set(normal(name), join(whole, name));
    return new CometxFolder(whole, files);
  }

  /** Paths of all files, with `/` between their parts. */
  names(): string[] {
    return [...this.files.keys()];
  }

  has(name: string): boolean {
    return this.files.has(normal(name));
  }

  async *read(name: string): AsyncGenerator<Uint8Array> {
    yield* createReadStream(this.files.get(normal(name))!) as AsyncIterable<Uint8Array>;
  }

  /** A SHA-256 of all names and bytes, in hexadecimal. */
  async hash(): Promise<string> {
    const all = createHash('sha256');
    for (const name of this.names().sort()) {
      const one = createHash('sha256');
      for await (const bytes of this.read(name)) one.update(bytes);
      all.update(`${name}\0${one.digest('hex')}\n`);
    }
    return all.digest('hex');
  }
}

/** Whether a path is a folder. */
export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path)).isDirectory();
}

/** The experiments' folders in a folder that is one itself, or of a project, a workspace or several. */
export async function findExperiments(path: string, depth = DEPTH): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  if (entries.some((entry) => entry.isFile() && MARKS.includes(entry.name))) return [path];
  if (depth === 0) return [];
  const folders = entries.filter((entry) => entry.isDirectory() && !NO_PROJECTS.has(entry.name));
  const found: string[] = [];
  for (const { name } of folders.sort((a, b) => (a.name < b.name ? -1 : 1)))
    found.push(...(await findExperiments(join(path, name), depth - 1)));
  return found;
}

async function* filesIn(folder: string, before = ''): AsyncGenerator<string> {
  for (const entry of await readdir(join(folder, before), { withFileTypes: true })) {
    const name = before + entry.name;
    if (entry.isDirectory()) yield* filesIn(folder, `${name}/`);
    else if (entry.isFile()) yield name;
  }
}

/** Some systems spell `é` as two characters in names of files. */
function normal(name: string): string {
  return name.normalize('NFC');
}
