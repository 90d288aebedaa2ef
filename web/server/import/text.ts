import { ArchiveError } from './archive-error.js';
import type { FileSource } from './write-assets.js';

const MAX_LINE_BYTES = 64 * 2 ** 20;

/**
 * The whole text of a file.
 * @throws {ArchiveError} when it has more than `limit` bytes.
 */
export async function textOf(files: FileSource, name: string, limit: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const bytes of files.read(name)) {
    size += bytes.length;
    if (size > limit) throw new ArchiveError(`its member ${name} is larger than ${limit} bytes`);
    parts.push(bytes);
  }
  return new TextDecoder().decode(Buffer.concat(parts));
}

/** The lines of a text; undefined for one that is not UTF-8 or longer than 64 MiB. */
export async function* linesOf(
  text: AsyncIterable<Uint8Array>,
): AsyncGenerator<string | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let parts: Uint8Array[] = [];
  let size = 0;
  const finish = (): string | undefined => {
    const line = size > MAX_LINE_BYTES ? undefined : Buffer.concat(parts);
    parts = [];
    size = 0;
    try {
      return line && decoder.decode(line);
    } catch {
      return undefined;
    }
  };
  for await (const bytes of text) {
    let start = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
      parts.push(bytes.subarray(start, end));
      size += end - start;
      start = end + 1;
      yield finish();
    }
    size += bytes.length - start;
    if (size <= MAX_LINE_BYTES) parts.push(bytes.slice(start));
    else parts = [];
  }
  if (size > 0) yield finish();
}
