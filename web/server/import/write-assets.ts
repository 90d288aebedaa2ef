import { createHash } from 'node:crypto';
import type { Upload } from './content.js';
import type { Database, SqlValue } from '../store/database.js';

/** Where an import's files are: an archive, or a folder. */
export interface FileSource {
  names(): string[];
  has(name: string): boolean;
  /** The bytes of a file, piece by piece. */
  read(name: string): AsyncIterable<Uint8Array>;
}

const CHUNK_BYTES = 2 ** 20;

/**
 * Stores the logged files, and reads all other members too, so that damage anywhere is found.
 * @returns the logged files that the source does not have; those are left out.
 */
export async function writeAssets(
  database: Database,
  files: FileSource,
  key: string,
  uploads: Upload[],
): Promise<Upload[]> {
  const unread = new Set(files.names());
  const missing: Upload[] = [];
  for (const upload of uploads) {
    if (upload.member === undefined || files.has(upload.member))
      await writeAsset(database, files, key, upload);
    else missing.push(upload);
    if (upload.member !== undefined) unread.delete(upload.member);
  }
  for (const name of unread) for await (const _ of files.read(name));
  return missing;
}

async function writeAsset(
  database: Database,
  files: FileSource,
  key: string,
  upload: Upload,
): Promise<void> {
  const id = upload.assetId ?? assetId(key, upload);
  database.run('DELETE FROM asset WHERE experiment_key = ? AND asset_id = ?', [key, id]);
  database.run(
    `INSERT INTO asset (experiment_key, asset_id, file_name, type, size, created_at, step, epoch, run_context,
       remote_uri, metadata, additional) VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?)`,
    [
      key,
      id,
      upload.fileName,
      upload.type,
      upload.createdAt,
      upload.step,
      upload.epoch,
      upload.context,
      upload.remoteUri ?? null,
      upload.metadata,
      upload.additional,
    ] satisfies SqlValue[],
  );
  if (upload.member === undefined) return;
  let size = 0;
  let seq = 0;
  for await (const bytes of inChunks(files.read(upload.member))) {
    database.run('INSERT INTO asset_chunk VALUES (?, ?, ?, ?)', [key, id, seq++, bytes]);
    size += bytes.length;
  }
  database.run('UPDATE asset SET size = ? WHERE experiment_key = ? AND asset_id = ?', [
    size,
    key,
    id,
  ]);
}

/** Images of old SDKs and remote files can come without an id; theirs is the same in each import. */
function assetId(key: string, { member, remoteUri, fileName, step }: Upload): string {
  const text = JSON.stringify([key, member ?? remoteUri, fileName, String(step)]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

async function* inChunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const bytes of source) {
    parts.push(bytes);
    size += bytes.length;
    if (size >= CHUNK_BYTES) {
      yield Buffer.concat(parts);
      parts = [];
      size = 0;
    }
  }
  if (size > 0) yield Buffer.concat(parts);
}
