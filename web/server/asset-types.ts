/** Upload types that listings name otherwise. */
const LISTED_TYPES: Record<string, string> = {
  histogram3d: 'histogram_combined_3d',
  visualization: 'image',
};

/** The type of an asset in listings, from that of its upload. */
export function listedType(type: string): string {
  return LISTED_TYPES[type] ?? type;
}

const TEXT = 'text/plain; charset=utf-8';

const BY_EXTENSION: Record<string, string> = {
  json: 'application/json',
  html: 'text/html; charset=utf-8',
  htm: 'text/html; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
  zip: 'application/zip',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  mp4: 'video/mp4',
  webm: 'video/webm',
};
// Scripts and style sheets are text to read: no page may load them as its own.
for (const name of 'txt log md rst py js mjs ts css r sh c h cpp java yaml yml toml ini cfg xml tsv patch diff'.split(
  ' ',
))
  BY_EXTENSION[name] = TEXT;

const BY_TYPE: Record<string, string> = {
  curve: 'application/json',
  histogram_combined_3d: 'application/json',
  'confusion-matrix': 'application/json',
  embeddings: 'application/json',
  datagrid: 'application/json',
  'text-sample': TEXT,
  source_code: TEXT,
  notebook: 'application/json',
  'git-patch': 'application/zip',
};

const SIGNATURES: [at: number, text: string, contentType: string][] = [
  [0, '\x89PNG\r\n\x1a\n', 'image/png'],
  [0, '\xff\xd8\xff', 'image/jpeg'],
  [0, 'GIF8', 'image/gif'],
  [8, 'WEBP', 'image/webp'],
  [0, '<svg', 'image/svg+xml'],
  [0, '<?xml', 'image/svg+xml'],
];

/**
 * The media type of an asset: what its type always is, else by the name's extension, else, for an image, by its
 * first bytes. JSON comes without a charset: Comet's client takes no other spelling.
 */
export function contentType(upload: string, fileName: string, start: Uint8Array): string {
  const type = listedType(upload);
  const known = BY_TYPE[type] ?? BY_EXTENSION[extension(fileName)];
  if (known) return known;
  return (type === 'image' && imageType(start)) || 'application/octet-stream';
}

function extension(fileName: string): string {
  return /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
}

function imageType(start: Uint8Array): string | undefined {
  const text = String.fromCharCode(...start.subarray(0, 16));
  return SIGNATURES.find(([at, signature]) => text.startsWith(signature, at))?.[2];
}
