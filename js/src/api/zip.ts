import { PerihelionError } from './errors.js';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_SIZE = 22;
const LONGEST_COMMENT = 0xffff;
const STORED = 0;
const DEFLATED = 8;

const broken = () => new PerihelionError('bad_response', 'the asset is no zip with a file in it');

/** Where the directory of the files ends: it is looked for from the back, as a comment may follow. */
function findEnd(zip: DataView): number {
  const first = Math.max(0, zip.byteLength - END_SIZE - LONGEST_COMMENT);
  for (let at = zip.byteLength - END_SIZE; at >= first; at--) {
    if (zip.getUint32(at, true) === END) return at;
  }
  throw broken();
}

async function inflate(packed: Uint8Array): Promise<Uint8Array> {
  const inflated = new Blob([packed as BlobPart])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'));
  try {
    return new Uint8Array(await new Response(inflated).arrayBuffer());
  } catch {
    throw broken();
  }
}

/** The bytes of the first file of a zip; rejects with `bad_response` where there is none. */
export async function unzipFirst(bytes: Uint8Array): Promise<Uint8Array> {
  const zip = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const entry = zip.getUint32(findEnd(zip) + 16, true);
    if (zip.getUint32(entry, true) !== ENTRY) throw broken();
    const method = zip.getUint16(entry + 10, true);
    const size = zip.getUint32(entry + 20, true);
    const file = zip.getUint32(entry + 42, true);
    const start = file + 30 + zip.getUint16(file + 26, true) + zip.getUint16(file + 28, true);
    const packed = bytes.subarray(start, start + size);
    if (method === STORED) return packed;
    if (method === DEFLATED) return await inflate(packed);
    throw broken();
  } catch (error) {
    // A place outside of the file.
    if (error instanceof RangeError) throw broken();
    throw error;
  }
}
