/** How the files of image formats begin. */
const SIGNATURES: readonly [type: string, beginning: readonly number[]][] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/webp', [0x52, 0x49, 0x46, 0x46]],
  ['image/bmp', [0x42, 0x4d]],
];

/** Whether the bytes begin as those of an image. */
export function isImage(bytes: Uint8Array): boolean {
  return typeOf(bytes).startsWith('image/');
}

function typeOf(bytes: Uint8Array): string {
  const known = SIGNATURES.find(([, beginning]) => beginning.every((byte, i) => bytes[i] === byte));
  if (known) return known[0];
  const text = new TextDecoder().decode(bytes.subarray(0, 256));
  return /<svg[\s>]/i.test(text) ? 'image/svg+xml' : 'application/octet-stream';
}

/**
 * A blob: URL of an image's bytes for `<img src>`, with the type that the bytes say. It holds the bytes in memory until
 * `URL.revokeObjectURL(url)`.
 */
export function imageUrl(bytes: Uint8Array): string {
  return URL.createObjectURL(new Blob([bytes as BlobPart], { type: typeOf(bytes) }));
}
