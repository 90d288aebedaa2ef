import { ZipWriter, configure } from '@zip.js/zip.js';

configure({ useWebWorkers: false });

/** A file to put into a zip. `bytes` are read when its turn comes. */
export interface ZipMember {
  name: string;
  bytes: ReadableStream<Uint8Array>;
}

/** A zip file of stored members, written while it is read. */
export function zipStream(members: ZipMember[]): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  void write(writable, members).catch((error: unknown) => writable.abort(error).catch(() => {}));
  return readable;
}

async function write(writable: WritableStream<Uint8Array>, members: ZipMember[]): Promise<void> {
  const zip = new ZipWriter(writable, { level: 0, keepOrder: true });
  for (const { name, bytes } of members) await zip.add(name, bytes);
  await zip.close();
}
