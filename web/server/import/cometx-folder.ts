import { createHash } from 'node:crypto';
import { createReadStream, type Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { FileSource } from './write-assets.js';

/** Only where `--flat` put all files into one folder it is beside the others. */
const FLAT_LIST = 'assets_metadata.jsonl';
/** Any of these makes a folder one of an experiment. */
const MARKS = [
  'metadata.json',
  'metrics.jsonl',
  'metrics_summary.jsonl',
  'parameters.json',
  'others.jsonl',
  'system_details.json',
  FLAT_LIST,
];
/** Folders in that of an experiment. */
const OWN_FOLDERS = ['run', 'assets', 'metrics'];
/** What `cometx download` puts beside the projects of a workspace. */
const NO_PROJECTS = ['artifacts', 'model-registry', 'panels'];
const PROJECT = 'project_metadata.json';
/** What a name of a folder that is an experiment's key looks like. */
export const KEY = /^[A-Za-z0-9]{32,50}$/;

/** The files of one experiment's folder. Links are left out, so nothing outside of the folder can be read. */
export class CometxFolder implements FileSource {
  private constructor(
    readonly path: string,
    private readonly files: Map<string, string>,
    private readonly isFlat: boolean,
  ) {}

  static async open(path: string): Promise<CometxFolder> {
    const whole = resolve(path);
    const entries = await readdir(whole, { withFileTypes: true });
    const isList = (entry: Dirent): boolean => entry.isFile() && entry.name === FLAT_LIST;
    const isSorted = entries.some(({ name }) => name === 'run' || name === 'assets');
    const files = new Map<string, string>();
    for await (const name of filesIn(whole, '', entries.some(isList) ? undefined : OWN_FOLDERS))
      files.set(normal(name), join(whole, name));
    return new CometxFolder(whole, files, entries.some(isList) || !isSorted);
  }

  /** Where a file of the folder `run` is. */
  inRun(name: string): string {
    return this.isFlat ? name : `run/${name}`;
  }

  /** Where the list of the assets is. */
  get assetList(): string {
    return this.isFlat ? FLAT_LIST : `assets/${FLAT_LIST}`;
  }

  /** Where an asset of a type is. */
  inAssets(type: string, name: string): string {
    return this.isFlat ? name : `assets/${type}/${name}`;
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

/** What a folder of downloads holds. */
export interface Found {
  /** Folders of experiments. */
  experiments: string[];
  /** Folders of artifacts, registered models and panels, which are not imported. */
  others: string[];
}

/** Looks through a folder that is an experiment's itself, or that of a project, a workspace or several. */
export async function findExperiments(path: string): Promise<Found> {
  const found: Found = { experiments: [], others: [] };
  await find(path, found);
  return found;
}

async function find(path: string, found: Found): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  let folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  if (isExperiment(path, names, folders)) {
    found.experiments.push(path);
    if (names.includes(FLAT_LIST)) return;
    // With --use-name, the folder of the experiment "a" holds that of "a/b".
    folders = folders.filter((name) => !OWN_FOLDERS.includes(name));
  }
  for (const name of folders.sort()) {
    const folder = join(path, name);
    const isOther = NO_PROJECTS.includes(name) && !names.includes(PROJECT);
    if (isOther && !(await readdir(folder)).includes(PROJECT)) found.others.push(folder);
    else await find(folder, found);
  }
}

function isExperiment(path: string, names: string[], folders: string[]): boolean {
  if (names.some((name) => MARKS.includes(name))) return true;
  return KEY.test(basename(resolve(path))) && folders.some((name) => OWN_FOLDERS.includes(name));
}

/** @param only the folders to look into, all when left out */
async function* filesIn(folder: string, before = '', only?: string[]): AsyncGenerator<string> {
  for (const entry of await readdir(join(folder, before), { withFileTypes: true })) {
    const name = before + entry.name;
    if (entry.isFile()) yield name;
    else if (entry.isDirectory() && (only?.includes(name) ?? true))
      yield* filesIn(folder, `${name}/`);
  }
}

/** Some systems spell `é` as two characters in names of files. */
function normal(name: string): string {
  return name.normalize('NFC');
}
