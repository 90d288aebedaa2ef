import { basename } from 'node:path';
import type { Archive } from './archive.js';
import { ArchiveError } from './archive-error.js';

/** What an import says of an experiment as a whole. */
export interface ExperimentHeader {
  key: string;
  /** Null where it comes only as the "other" `Name`. */
  name: string | null;
  /** Whether the archive goes on with an experiment that another archive began. */
  resumes: boolean;
  /** Null where the archive names none. */
  workspace: string | null;
  project: string | null;
  projectDescription: string | null;
  projectNotes: string | null;
  startTime: number;
  /** Null for a run that never ended. */
  stopTime: number | null;
  tags: string[];
  crashed: boolean;
  crashMessage: string | null;
  archived: boolean;
}

const MAX_HEADER_BYTES = 2 ** 20;

/**
 * What `experiment.json` and the file's name say.
 * @throws {ArchiveError} when `experiment.json` or `messages.json` is missing, or the first says too little.
 */
export async function readHeader(archive: Archive, path: string): Promise<ExperimentHeader> {
  for (const name of ['experiment.json', 'messages.json']) {
    if (!archive.has(name))
      throw new ArchiveError(`it has no ${name}: it is no Comet offline archive`);
  }
  const experiment = parseObject(await archive.readText('experiment.json', MAX_HEADER_BYTES));
  // Archives of SDKs up to 3.19 say `mode: append` for `resume_strategy: get`, and name the key only in the file name.
  const strategy = experiment.resume_strategy ?? (experiment.mode === 'append' ? 'get' : 'create');
  return {
    key: experimentKey(experiment.offline_id, path),
    name: null,
    resumes: strategy !== 'create',
    workspace: textOrNull(experiment, 'workspace'),
    project: textOrNull(experiment, 'project_name'),
    projectDescription: null,
    projectNotes: null,
    startTime: time(experiment, 'start_time'),
    stopTime:
      experiment.stop_time === undefined || experiment.stop_time === null
        ? null
        : time(experiment, 'stop_time'),
    tags: tags(experiment.tags),
    crashed: experiment.customer_error_reported === true,
    crashMessage: textOrNull(experiment, 'customer_error_message'),
    archived: false,
  };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Told below, as for JSON that is no object.
  }
  throw new ArchiveError('its experiment.json is not a JSON object');
}

function experimentKey(offlineId: unknown, path: string): string {
  const key = offlineId ?? basename(path).replace(/(-.*)?\.zip$/i, '');
  if (typeof key === 'string' && /^[A-Za-z0-9]{1,64}$/.test(key)) return key;
  throw new ArchiveError(
    'it names no experiment: offline_id in experiment.json, or the file name before its first "-", ' +
      'has to be an experiment key of letters and digits',
  );
}

function textOrNull(experiment: Record<string, unknown>, name: string): string | null {
  const value = experiment[name] ?? null;
  if (value !== null && typeof value !== 'string')
    throw new ArchiveError(`its experiment.json: ${name} is not text`);
  return value === '' ? null : value;
}

function time(experiment: Record<string, unknown>, name: string): number {
  const value = experiment[name];
  if (typeof value === 'number' && Number.isSafeInteger(Math.trunc(value)))
    return Math.trunc(value);
  throw new ArchiveError(`its experiment.json: ${name} is not a time in milliseconds`);
}

function tags(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((tag) => typeof tag === 'string'))
    return value as string[];
  throw new ArchiveError('its experiment.json: tags is not a list of texts');
}
