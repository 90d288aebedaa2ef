import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { formatPanelFile, parsePanelFile, type PanelFile } from 'perihelion/panel';
import { PanelPathError } from './panel-path-error.js';

/** The file of a folder that holds what no file of its own is for. */
const REST = 'panel.json';

/** Members that have a file of their own in a folder, and how they stand there. */
const FILES = [
  { member: 'code', file: 'panel.js', form: 'text' },
  { member: 'html', file: 'panel.html', form: 'text' },
  { member: 'css', file: 'panel.css', form: 'text' },
  { member: 'options', file: 'options.json', form: 'json' },
  { member: 'optionsSchema', file: 'options.schema.json', form: 'json' },
  { member: 'query', file: 'query.txt', form: 'line' },
] as const;

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(json: string, file: string): unknown {
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new PanelPathError(`${file} is not JSON: ${(error as Error).message}`);
  }
}

async function readRest(folder: string): Promise<Record<string, unknown>> {
  const json = await readIfThere(join(folder, REST));
  if (json === undefined) return { version: 1 };
  const rest = parse(json, REST);
  if (typeof rest !== 'object' || rest === null || Array.isArray(rest))
    throw new PanelPathError(`${REST} has to be an object`);
  const misplaced = FILES.find(({ member }) => Object.hasOwn(rest, member));
  if (misplaced)
    throw new PanelPathError(
      `${REST} has "${misplaced.member}": in a folder that is the file ${misplaced.file}`,
    );
  return rest as Record<string, unknown>;
}

/** Reads the panel in a folder. */
export async function readPanelFolder(folder: string): Promise<PanelFile> {
  const panel = await readRest(folder);
  for (const { member, file, form } of FILES) {
    const text = await readIfThere(join(folder, file));
    if (text === undefined) continue;
    panel[member] = form === 'json' ? parse(text, file) : form === 'line' ? text.trim() : text;
  }
  if (panel.code === undefined) throw new PanelPathError("it has no panel.js, the panel's code");
  panel.name ??= basename(resolve(folder));
  return parsePanelFile(JSON.stringify(panel));
}

async function isFree(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
}

/** Writes a panel into a folder that is empty or not there yet. */
export async function writePanelFolder(folder: string, panel: PanelFile): Promise<void> {
  if (!(await isFree(folder))) throw new PanelPathError('it is not empty; name another folder');
  await mkdir(folder, { recursive: true });
  // As a panel file is written: without what is empty.
  const rest = new Map<string, unknown>(Object.entries(JSON.parse(formatPanelFile(panel))));
  for (const { member, file, form } of FILES) {
    const value = rest.get(member);
    if (!rest.delete(member)) continue;
    const text = form === 'json' ? JSON.stringify(value, null, 2) : (value as string);
    await writeFile(join(folder, file), form === 'text' ? text : `${text}\n`);
  }
  await writeFile(join(folder, REST), `${JSON.stringify(Object.fromEntries(rest), null, 2)}\n`);
}
