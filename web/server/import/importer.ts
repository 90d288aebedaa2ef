import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Archive } from './archive.js';
import { ArchiveError } from './archive-error.js';
import { readCometx } from './cometx.js';
import { CometxFolder } from './cometx-folder.js';
import type { ExperimentContent, Upload } from './content.js';
import { readHeader, type ExperimentHeader } from './header.js';
import { ExperimentMessages } from './messages.js';
import { writeAssets, type FileSource } from './write-assets.js';
import { writeExperiment } from './write-experiment.js';
import { transaction, type Database, type Store } from '../store/database.js';

/** What importing one archive or folder came to. */
export interface ImportReport {
  /** False when the store had it already: then nothing was changed. */
  imported: boolean;
  experimentKey: string;
  experimentName: string | null;
  workspace: string;
  project: string;
  metrics: number;
  points: number;
  parameters: number;
  assets: number;
  /** Message type → messages kept out because their type is not known. */
  unknownTypes: Map<string, number>;
  invalidLines: number;
  /** Names of files that are told of, but whose bytes are not there. */
  missingFiles: string[];
}

/** All of one experiment, read and ready to be written. */
interface Import {
  header: ExperimentHeader;
  content: ExperimentContent;
  files: FileSource;
  sha256: string;
  /** Name of the archive or folder. */
  name: string;
  /** Whether it is all of the experiment, so that none of it may be in the store. */
  isWhole: boolean;
}

/**
 * Brings one Comet offline archive into the store: all of it, or, when it throws, nothing.
 * @throws {ArchiveError} that says what is wrong with the archive.
 */
export async function importArchive(store: Store, path: string): Promise<ImportReport> {
  const files = await Archive.open(path);
  try {
    const header = await readHeader(files, path);
    const sha256 = await hashFile(path);
    const content = new ExperimentMessages();
    for await (const line of files.readLines('messages.json')) {
      if (line === undefined) content.skipLine();
      else if (line !== '') content.readLine(line);
    }
    return await write(store, {
      header,
      content,
      files,
      sha256,
      name: basename(path),
      isWhole: false,
    });
  } finally {
    await files.close();
  }
}

/**
 * Brings one experiment's folder, as `cometx download` makes it, into the store: all of it, or, when it throws, nothing.
 * @throws {ArchiveError} that says what is wrong with the folder.
 */
export async function importFolder(store: Store, path: string): Promise<ImportReport> {
  const files = await CometxFolder.open(path);
  const { header, content } = await readCometx(files);
  return write(store, {
    header,
    content,
    files,
    sha256: await files.hash(),
    name: basename(files.path),
    isWhole: true,
  });
}

function write(store: Store, source: Import): Promise<ImportReport> {
  return store.use((database) => transaction(database, () => writeAll(database, source)));
}

async function writeAll(
  database: Database,
  { header, content, files, sha256, name, isWhole }: Import,
): Promise<ImportReport> {
  const imported = !database.get('SELECT 1 FROM archive WHERE sha256 = ?', [sha256]);
  let missing: Upload[] = [];
  if (imported) {
    refuseSecondStart(database, header, isWhole);
    writeExperiment(database, header, content);
    missing = await writeAssets(database, files, header.key, content.uploads);
    database.run('INSERT INTO archive VALUES (?, ?, ?, ?)', [
      sha256,
      header.key,
      name,
      Number(header.resumes),
    ]);
  }
  return report(database, header.key, content, imported, missing);
}

/** Only a resumed run adds to an experiment; a second import that creates it is another version of the first. */
function refuseSecondStart(database: Database, header: ExperimentHeader, isWhole: boolean): void {
  if (header.resumes) return;
  const first = database.get<{ file_name: string }>(
    'SELECT file_name FROM archive WHERE experiment_key = ? AND resumes <= ?',
    [header.key, Number(isWhole)],
  );
  if (!first) return;
  throw new ArchiveError(
    `experiment ${header.key} is in the store already, from another archive (${first.file_name}), ` +
      'and this one does not resume it',
  );
}

function report(
  database: Database,
  key: string,
  content: ExperimentContent,
  imported: boolean,
  missing: Upload[],
): ImportReport {
  const experiment = database.get<{
    experimentName: string | null;
    workspace: string;
    project: string;
  }>(
    `SELECT e.name AS experimentName, p.workspace AS workspace, p.name AS project
     FROM experiment e JOIN project p USING (project_id) WHERE e.experiment_key = ?`,
    [key],
  )!;
  const series = [...content.series.values()];
  return {
    imported,
    experimentKey: key,
    ...experiment,
    metrics: new Set(series.map(({ name }) => name)).size,
    points: series.reduce((sum, { points }) => sum + points.length, 0),
    parameters: content.parameters.size,
    assets: content.uploads.length - missing.length,
    unknownTypes: content.unknownTypes,
    invalidLines: content.invalidLines,
    missingFiles: [
      ...content.missingFiles,
      ...missing.map(({ member, fileName }) => `${fileName} (${member})`),
    ],
  };
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer);
  return hash.digest('hex');
}
