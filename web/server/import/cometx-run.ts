import { ArchiveError } from './archive-error.js';
import type { CometxFolder } from './cometx-folder.js';
import type { ExperimentContent, Upload } from './content.js';
import { exactText, parseExact } from './exact-json.js';
import { textOf } from './text.js';
import { asObject, type Json } from './values.js';
import { LOGGED } from '../routes/system-details.js';

const MAX_TEXT_BYTES = 256 * 2 ** 20;

/** What an experiment has once: its system, git state, code, output, graph, packages and HTML. */
export async function readCometxRun(
  files: CometxFolder,
  content: ExperimentContent,
): Promise<void> {
  const text = async (name: string): Promise<string | undefined> =>
    files.has(name) ? textOf(files, name, MAX_TEXT_BYTES) : undefined;
  const object = async (name: string): Promise<Json | undefined> => parse(await text(name), name);
  const put = (kind: string, body: string | undefined): void =>
    void (body !== undefined && content.documents.set(kind, body));

  readSystem(await object('system_details.json'), content);
  const git = await object(files.inRun('git_metadata.json'));
  put('git_metadata', git && exactText(git));
  put('code', await text(files.inRun('script.py')));
  put('graph', await text(files.inRun('graph_definition.txt')));
  const output = await text(files.inRun('output.txt'));
  if (output !== undefined) content.output.push(output);
  readPackages(await text(files.inRun('requirements.txt')), content);
  for (const name of htmlFiles(files, content.uploads)) content.html.push((await text(name))!);
  readUnlisted(files, content.uploads);
}

/** Files that are assets without being in the list of them: the changes to the repository, and the code as files. */
function readUnlisted(files: CometxFolder, uploads: Upload[]): void {
  const patch = files.inRun('git_diff.patch');
  if (files.has(patch) && !uploads.some(({ type }) => type === 'git-patch'))
    uploads.push({ ...UNLISTED, type: 'git-patch', fileName: 'git_diff.patch', member: patch });
  const listed = new Set(uploads.filter(({ type }) => type === CODE).map((file) => file.fileName));
  for (const member of files
    .names()
    .filter((name) => /^run\/code(\/|$)/.test(name))
    .sort()) {
    const fileName = member.replace(/^run\/(code\/)?/, '');
    if (!listed.has(fileName)) uploads.push({ ...UNLISTED, type: CODE, fileName, member });
  }
}

const CODE = 'source_code';

const UNLISTED = {
  assetId: undefined,
  remoteUri: undefined,
  step: null,
  epoch: null,
  context: null,
  createdAt: null,
  metadata: null,
  additional: null,
};

/** Comet's own page, else all pages; what is an asset besides is its page only where there is no other. */
function htmlFiles(files: CometxFolder, uploads: Upload[]): string[] {
  const pages = files
    .names()
    .filter((name) => PAGE.test(name))
    .sort();
  const listed = new Set(uploads.map(({ member }) => member));
  const unlisted = pages.filter((name) => !listed.has(name));
  return unlisted.length > 0 ? unlisted : pages;
}

const PAGE = /^(experiment\.html|assets\/html\/[^/]+)$/;

/** Back from the names of Comet's answers to those that the SDK logs. */
function readSystem(details: Json | undefined, content: ExperimentContent): void {
  if (!details) return;
  const known = Object.entries(LOGGED).filter(([name]) => isGiven(details[name]));
  const logged = Object.fromEntries(known.map(([name, from]) => [from, details[name]]));
  content.documents.set('system_details', exactText(logged));
  const gpus = listOf(details.gpuStaticInfoList);
  if (gpus.length > 0) content.documents.set('gpu_static_info', exactText(gpus));
  for (const info of listOf(details.logAdditionalSystemInfoList))
    content.list('system_info', exactText(info));
}

/** Packages of Python come as `name==version`, those of the system as `name=version`. */
function readPackages(text: string | undefined, content: ExperimentContent): void {
  const packages = (text ?? '').split('\n').filter((line) => line !== '');
  if (packages.length === 0) return;
  const isSystem = packages.every((line) => /^[^=]+=[^=]/.test(line));
  const kind = isSystem ? 'os_packages' : 'installed_packages';
  content.documents.set(kind, JSON.stringify(packages));
}

function parse(text: string | undefined, name: string): Json | undefined {
  if (text === undefined) return undefined;
  try {
    return asObject(parseExact(text));
  } catch {
    throw new ArchiveError(`its ${name} is not a JSON object`);
  }
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
