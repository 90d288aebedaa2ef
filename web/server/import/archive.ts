import { Reader, ZipReader, configure, type FileEntry } from '@zip.js/zip.js';
import { open, type FileHandle } from 'node:fs/promises';
import { ArchiveError } from './archive-error.js';
import { linesOf, textOf } from './text.js';

configure({ useWebWorkers: false });

const MAX_MEMBER_BYTES = 4 * 2 ** 30;

class FileReader extends Reader<FileHandle> {
  constructor(
    private readonly handle: FileHandle,
    override readonly size: number,
  ) {
    super(handle);
  }

  override async readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - offset)));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await this.handle.read(
        bytes,
        filled,
        bytes.length - filled,
        offset + filled,
      );
      if (bytesRead === 0) throw new ArchiveError('the file became shorter while it was read');
      filled += bytesRead;
    }
    return bytes;
  }
}

/** An open zip file: its members by name, read as streams whose checksums are checked. */
export class Archive {
  private constructor(
    private readonly handle: FileHandle,
    private readonly members: Map<string, FileEntry>,
  ) {}

  /** @throws {ArchiveError} when the file is not a whole zip archive. */
  static async open(path: string): Promise<Archive> {
    const handle = await open(path, 'r');
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) throw new ArchiveError('it is no file; name the .zip files themselves');
      const entries = await readDirectory(handle, stat.size);
      return new Archive(handle, entries);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Names of all files in the archive. */
  names(): string[] {
    return [...this.members.keys()];
  }

  has(name: string): boolean {
    return this.members.has(name);
  }

  /**
   * The bytes of a member, piece by piece.
   * @throws {ArchiveError} when they do not match the size or checksum that the archive declares.
   */
  async *read(name: string): AsyncGenerator<Uint8Array> {
    const entry = this.members.get(name);
    if (!entry) throw new ArchiveError(`it has no member ${name}`);
    let output: TransformStreamDefaultController<Uint8Array> | undefined;
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
      start: (controller) => void (output = controller),
    });
    const written = entry.getData(writable, { checkSignature: true }).then(
      () => undefined,
      (error: unknown) => {
        // It leaves its output open when it fails before the first byte.
        output?.error(error);
        return error ?? new Error('unreadable');
      },
    );
    let size = 0;
    try {
      for await (const bytes of readable as unknown as AsyncIterable<Uint8Array>) {
        size += bytes.length;
        if (size > entry.uncompressedSize)
          throw new ArchiveError(`its member ${name} is larger than it declares`);
        yield bytes;
      }
    } catch (error) {
      if (error instanceof ArchiveError) throw error;
      throw memberError(name, (await written) ?? error);
    }
    const failure = await written;
    if (failure) throw memberError(name, failure);
    if (size !== entry.uncompressedSize)
      throw new ArchiveError(`its member ${name} is shorter than it declares`);
  }

  /** The whole text of a member of at most `limit` bytes. */
  readText(name: string, limit: number): Promise<string> {
    return textOf(this, name, limit);
  }

  /** The lines of a member; undefined for one that is not UTF-8 or longer than 64 MiB. */
  readLines(name: string): AsyncGenerator<string | undefined> {
    return linesOf(this.read(name));
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

async function readDirectory(handle: FileHandle, size: number): Promise<Map<string, FileEntry>> {
  const members = new Map<string, FileEntry>();
  try {
    for (const entry of await new ZipReader(new FileReader(handle, size), {
      strictness: 'strict',
    }).getEntries()) {
      if (entry.directory) continue;
      if (entry.encrypted) throw new ArchiveError(`its member ${entry.filename} is encrypted`);
      if (entry.uncompressedSize > MAX_MEMBER_BYTES) {
        throw new ArchiveError(
          `its member ${entry.filename} declares ${entry.uncompressedSize} bytes; 4 GiB is the limit`,
        );
      }
      if (members.has(entry.filename))
        throw new ArchiveError(`it has two members named ${entry.filename}`);
      members.set(entry.filename, entry);
    }
  } catch (error) {
    if (error instanceof ArchiveError || isSystemError(error)) throw error;
    throw new ArchiveError(
      `it is not a whole zip archive: cut short, damaged or another kind of file (${reason(error)})`,
    );
  }
  return members;
}

function memberError(name: string, error: unknown): unknown {
  if (isSystemError(error)) return error;
  return new ArchiveError(`its member ${name} is damaged (${reason(error)})`);
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A disk that fails says nothing about the archive. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
