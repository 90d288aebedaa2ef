/** What stands at the beginning of the files of image formats, read as one character a byte. */
const SIGNATURES: readonly [type: string, signature: RegExp][] = [
  ['image/png', /^\x89PNG/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8/],
  // Sounds and films are RIFF files too.
  ['image/webp', /^RIFF.{4}WEBP/s],
  ['image/bmp', /^BM/],
  ['image/svg+xml', /<svg[\s>]/i],
];

/** Whether the bytes begin as those of an image. */
export function isImage(bytes: Uint8Array): boolean {
  return typeOf(bytes).startsWith('image/');
}

function typeOf(bytes: Uint8Array): string {
  const beginning = String.fromCharCode(...bytes.subarray(0, 256));
  const known = SIGNATURES.find(([, signature]) => signature.test(beginning));
  return known ? known[0] : 'application/octet-stream';
}

/**
 * A blob: URL of an image's bytes for `<img src>`, with the type that the bytes say. It holds the bytes in memory until
 * `URL.revokeObjectURL(url)`.
 */
export function imageUrl(bytes: Uint8Array): string {
  return URL.createObjectURL(new Blob([bytes as BlobPart], { type: typeOf(bytes) }));
}
