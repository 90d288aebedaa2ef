import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { formatPanelFile, parsePanelFile, type PanelFile } from 'perihelion/panel';
import { readPanelFolder, writePanelFolder } from './panel-folder.js';
import { PanelPathError } from './panel-path-error.js';
import { readPanelZip, writePanelZip } from './panel-zip.js';

const ENDING = '.panel.json';

async function readPanel(path: string): Promise<PanelFile> {
  if ((await stat(path)).isDirectory()) return readPanelFolder(path);
  if (path.endsWith('.zip')) return readPanelZip(path);
  if (path.endsWith(ENDING)) return parsePanelFile(await readFile(path, 'utf8'));
  throw new PanelPathError(`it is no folder, and ends in neither ${ENDING} nor .zip`);
}

async function writePanel(path: string, panel: PanelFile): Promise<void> {
  if (path.endsWith('.zip')) return writePanelZip(path, panel);
  if (path.endsWith(ENDING)) return writeFile(path, formatPanelFile(panel));
  throw new PanelPathError(`a panel's file ends in ${ENDING}, or in .zip for Comet`);
}

/** Where a panel goes that is given no place: into the folder that you are in, by its own name. */
function nameOf(path: string): string {
  return basename(resolve(path)).replace(/(\.panel\.json|\.zip)$/, '');
}

async function attempt<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'there is no such file or folder' : message;
    throw new PanelPathError(`${path}: ${reason}`, { cause: error });
  }
}

/**
 * Writes a panel as one file.
 * @returns what to tell of it
 * @throws {PanelPathError} with the path and what is wrong with it
 */
export async function packPanel(from: string, to = `${nameOf(from)}${ENDING}`): Promise<string[]> {
  const panel = await attempt(from, readPanel(from));
  await attempt(to, writePanel(to, panel));
  const lost = (['optionsSchema', 'query'] as const).filter((name) => panel[name] !== undefined);
  const notes = to.endsWith('.zip') ? lost.map((name) => `${to}: Comet's zip has no ${name}`) : [];
  return [`${from} → ${to}`, ...notes];
}

/**
 * Writes a panel as a folder.
 * @returns what to tell of it
 * @throws {PanelPathError} with the path and what is wrong with it
 */
export async function unpackPanel(from: string, to = nameOf(from)): Promise<string[]> {
  const panel = await attempt(from, readPanel(from));
  await attempt(to, writePanelFolder(to, panel));
  return [`${from} → ${to}`];
}
