import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Archive, ArchiveError } from './archive.js';
import { readHeader, type ArchiveHeader } from './header.js';
import { ExperimentMessages } from './messages.js';
import { writeAssets } from './write-assets.js';
import { writeExperiment } from './write-experiment.js';
import { transaction, type Database, type Store } from '../store/database.js';

/** What importing one archive came to. */
export interface ImportReport {
  /** False when the store had the archive already: then nothing was changed. */
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
  /** Logged files whose bytes the archive does not have. */
  missingFiles: number;
}

/**
 * Brings one Comet offline archive into the store: all of it, or, when it throws, nothing.
 * @throws {ArchiveError} that says what is wrong with the archive.
 */
export async function importArchive(store: Store, path: string): Promise<ImportReport> {
  const archive = await Archive.open(path);
  try {
    const header = await readHeader(archive, path);
    const sha256 = await hashFile(path);
    const messages = new ExperimentMessages();
    for await (const line of archive.readLines('messages.json')) {
      if (line === undefined) messages.skipLine();
      else if (line !== '') messages.readLine(line);
    }
    return await store.use((database) =>
      transaction(database, () => write(database, archive, header, messages, sha256, path)),
    );
  } finally {
    await archive.close();
  }
}

async function write(
  database: Database,
  archive: Archive,
  header: ArchiveHeader,
  messages: ExperimentMessages,
  sha256: string,
  path: string,
): Promise<ImportReport> {
  const imported = !database.get('SELECT 1 FROM archive WHERE sha256 = ?', [sha256]);
  let missingFiles = 0;
  if (imported) {
    refuseSecondStart(database, header);
    writeExperiment(database, header, messages);
    missingFiles = await writeAssets(database, archive, header.key, messages.uploads);
    database.run('INSERT INTO archive VALUES (?, ?, ?, ?)', [
      sha256,
      header.key,
      basename(path),
      Number(header.resumes),
    ]);
  }
  return report(database, header.key, messages, imported, missingFiles);
}

/** Only a resumed run adds to an experiment; a second archive that creates it is another version of the first. */
function refuseSecondStart(database: Database, header: ArchiveHeader): void {
  if (header.resumes) return;
  const first = database.get<{ file_name: string }>(
    'SELECT file_name FROM archive WHERE experiment_key = ? AND resumes = 0',
    [header.key],
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
  messages: ExperimentMessages,
  imported: boolean,
  missingFiles: number,
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
  const series = [...messages.series.values()];
  return {
    imported,
    experimentKey: key,
    ...experiment,
    metrics: new Set(series.map(({ name }) => name)).size,
    points: series.reduce((sum, { points }) => sum + points.length, 0),
    parameters: messages.parameters.size,
    assets: messages.uploads.length - missingFiles,
    unknownTypes: messages.unknownTypes,
    invalidLines: messages.invalidLines,
    missingFiles,
  };
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer);
  return hash.digest('hex');
}
