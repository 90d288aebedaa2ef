import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ArchiveError } from './archive-error.js';
import { readCometxAssets } from './cometx-assets.js';
import { KEY, type CometxFolder } from './cometx-folder.js';
import { readCometxRun } from './cometx-run.js';
import { ExperimentContent } from './content.js';
import { parseExact } from './exact-json.js';
import type { ExperimentHeader } from './header.js';
import type { Logged, Summary, ValueType } from './summary.js';
import { linesOf, textOf } from './text.js';
import {
  LONG_INTEGER,
  asObject,
  asText,
  integerOf,
  metricValue,
  scalar,
  textOrNull,
  timeOf,
  type Json,
} from './values.js';
import { NONE } from '../store/series.js';

const MAX_JSON_BYTES = 64 * 2 ** 20;

/**
 * What the folder of one experiment says, as `cometx download` writes it. Any of its files may be missing.
 * @throws {ArchiveError} that says which file is wrong.
 */
export async function readCometx(
  files: CometxFolder,
): Promise<{ header: ExperimentHeader; content: ExperimentContent }> {
  const content = new ExperimentContent();
  const metadata = asObjectOf(await readJson(files, 'metadata.json'), 'metadata.json');
  const times = new Times();
  for (const name of files.names().filter(isMetrics).sort())
    await readLines(files, name, content, (line) => readPoint(line, content, times));
  await findSplitMetrics(files, content);
  await readSummaries(files, content);
  await readLines(files, files.assetList, content, (line) =>
    readCometxAssets(files, asObject(JSON.parse(line)), content),
  );
  await readCometxRun(files, content);
  const fileName = textOrNull(metadata.filePath) ?? textOrNull(metadata.fileName);
  if (fileName !== null) content.documents.set('file_name', fileName);
  content.lastTime = times.last;
  return { header: await readHeader(files, metadata, times.first), content };
}

function isMetrics(name: string): boolean {
  return name === 'metrics.jsonl' || /^metrics\/metric_\d+\.jsonl$/.test(name);
}

/** Metrics can come as one file each, numbered in a list. */
async function findSplitMetrics(files: CometxFolder, content: ExperimentContent): Promise<void> {
  await readLines(files, 'metrics_summary.jsonl', content, (line) => {
    const { count } = asObject(JSON.parse(line));
    if (!Number.isSafeInteger(count)) throw new TypeError('expected the number of a file');
    const name = `metrics/metric_${String(count).padStart(5, '0')}.jsonl`;
    if (!files.has(name)) content.missingFiles.push(name);
  });
}

async function readHeader(
  files: CometxFolder,
  metadata: Json,
  firstTime: number,
): Promise<ExperimentHeader> {
  const project = await readProject(files.path, metadata);
  const tags = Array.isArray(metadata.tags) ? (metadata.tags as unknown[]) : [];
  return {
    key: experimentKey(metadata, files.path),
    name: textOrNull(metadata.experimentName),
    resumes: false,
    workspace: textOrNull(metadata.workspaceName) ?? textOrNull(project.workspaceName),
    project: textOrNull(metadata.projectName) ?? textOrNull(project.projectName),
    projectDescription: textOrNull(project.projectDescription),
    projectNotes: textOrNull(project.notes),
    startTime: timeOf(metadata.startTimeMillis) ?? firstTime,
    stopTime: timeOf(metadata.endTimeMillis),
    tags: tags.filter((tag) => typeof tag === 'string'),
    crashed: metadata.hasCrashed === true,
    crashMessage: null,
    archived: metadata.archived === true,
  };
}

function experimentKey(metadata: Json, path: string): string {
  const named = metadata.experimentKey ?? null;
  if (typeof named === 'string' && /^[A-Za-z0-9]{1,64}$/.test(named)) return named;
  const folder = basename(path);
  if (named === null && KEY.test(folder)) return folder;
  const place = [metadata.workspaceName, metadata.projectName, folder];
  // cometx also downloads from services whose runs have no key of Comet's; theirs is the same in each import.
  if (named === null && textOrNull(metadata.workspaceName) && textOrNull(metadata.projectName))
    return createHash('sha256').update(JSON.stringify(place)).digest('hex').slice(0, 32);
  throw new ArchiveError(
    'it names no experiment: experimentKey in metadata.json, or the name of the folder, has to be its key',
  );
}

/** What the folder of the experiment's project says of it, with its notes. */
async function readProject(path: string, metadata: Json): Promise<Json> {
  // With --use-name, each "/" in the experiment's name makes a folder.
  const levels = (textOrNull(metadata.experimentName) ?? '').split('/').length;
  let folder = dirname(path);
  for (let n = 0; n < levels && folder !== dirname(folder); n++, folder = dirname(folder)) {
    const read = (name: string): Promise<string | undefined> =>
      readFile(join(folder, name), 'utf8').catch(() => undefined);
    const notes = await read('project_notes.md');
    const text = await read('project_metadata.json');
    if (text === undefined && notes === undefined) continue;
    const project = text === undefined ? {} : parse(text, 'project_metadata.json');
    return { ...asObjectOf(project, 'project_metadata.json'), notes };
  }
  return {};
}

function readPoint(line: string, content: ExperimentContent, times: Times): void {
  const point = asObject(LONG_INTEGER.test(line) ? parseExact(line) : JSON.parse(line));
  const value = metricValue(point.metricValue);
  const [step, epoch] = [integerOf(point.step), integerOf(point.epoch)];
  const time = timeOf(point.timestamp);
  const logged = integerOf(point.offset);
  const offset = logged === NONE ? BigInt(content.lineCount) : logged;
  // The name has the context in front already.
  content
    .seriesOf(asText(point.metricName), textOrNull(point.runContext))
    .push(value, step, epoch, time === null ? NONE : BigInt(time), offset);
  if (time !== null) times.add(time);
  content.lineCount = Math.max(content.lineCount, Number(offset) + 1);
}

/** The first and the last of some times, in ms. */
class Times {
  first = 0;
  last = 0;

  add(time: number): void {
    this.first = this.first === 0 ? time : Math.min(this.first, time);
    this.last = Math.max(this.last, time);
  }
}

async function readSummaries(files: CometxFolder, content: ExperimentContent): Promise<void> {
  const parameters = (await readJson(files, 'parameters.json')) ?? [];
  if (!Array.isArray(parameters)) throw new ArchiveError('its parameters.json is no list');
  for (const parameter of parameters as unknown[]) {
    try {
      addSummary(content.parameters, parameter);
    } catch {
      content.invalidLines++;
    }
  }
  await readLines(files, 'others.jsonl', content, (line) =>
    addSummary(content.others, parseExact(line)),
  );
}

function addSummary(summaries: Map<string, Summary>, value: unknown): void {
  const entry = asObject(value);
  const name = asText(entry.name);
  if (entry.valueCurrent === undefined) throw new TypeError('expected a value');
  const [max, min, current] = ['Max', 'Min', 'Current'].map((place) => logged(entry, place));
  const type = typeOf([max!.text, min!.text, current!.text]);
  summaries.set(name, { type, max: max!, min: min!, current: current! });
}

function logged(entry: Json, place: string): Logged {
  const step = integerOf(entry[`step${place}`]);
  return {
    text: scalar(entry[`value${place}`] ?? entry.valueCurrent).text,
    time: timeOf(entry[`timestamp${place}`] ?? null),
    step: step === NONE ? null : step,
    context: textOrNull(entry[`runContext${place}`]),
  };
}

const NUMBER = /^(-?(\d+\.?\d*([eE][+-]?\d+)?|Infinity)|NaN)$/;

/** All values come as text; what it was is told by how it reads. */
function typeOf(texts: string[]): ValueType {
  if (texts.every((text) => NUMBER.test(text))) return 'double';
  return texts.every((text) => /^(true|false)$/.test(text)) ? 'boolean' : 'string';
}

/** Gives each line of a file to `take`; one that it throws at is counted as invalid. */
async function readLines(
  files: CometxFolder,
  name: string,
  content: ExperimentContent,
  take: (line: string) => void,
): Promise<void> {
  if (!files.has(name)) return;
  for await (const line of linesOf(files.read(name))) {
    if (line === '') continue;
    try {
      take(asText(line));
    } catch {
      content.invalidLines++;
    }
  }
}

/** Undefined for a file that is not there. */
async function readJson(files: CometxFolder, name: string): Promise<unknown> {
  return files.has(name) ? parse(await textOf(files, name, MAX_JSON_BYTES), name) : undefined;
}

function parse(text: string, name: string): unknown {
  try {
    return parseExact(text);
  } catch {
    throw new ArchiveError(`its ${name} is not JSON`);
  }
}

function asObjectOf(value: unknown, name: string): Json {
  try {
    return asObject(value ?? {});
  } catch {
    throw new ArchiveError(`its ${name} is not a JSON object`);
  }
}
