import type { CometxFolder } from './cometx-folder.js';
import type { ExperimentContent } from './content.js';
import { asText, integerOf, textOrNull, timeOf, type Json } from './values.js';
import { NONE } from '../store/series.js';

/** Takes one line of `assets_metadata.jsonl`: an asset as listings have it, with where `cometx` has put it. */
export function readCometxAssets(
  files: CometxFolder,
  asset: Json,
  content: ExperimentContent,
): void {
  const listedName = asText(asset.fileName);
  const type = textOrNull(asset.type) ?? 'asset';
  const step = integerOf(asset.step);
  const isRemote = asset.remote === true;
  const member = files.inAssets(type, onDisk(textOrNull(asset.diskFileName) ?? listedName));
  // Empty files are listed, but cometx writes none.
  const isEmpty = asset.fileSize === 0 && !files.has(member);
  content.uploads.push({
    assetId: textOrNull(asset.assetId) ?? undefined,
    fileName: textOrNull(asset.logAsFileName) ?? listedName,
    type,
    member: isRemote || isEmpty ? undefined : member,
    remoteUri: isRemote ? asText(asset.link) : undefined,
    step: step === NONE ? null : step,
    epoch: null,
    context: textOrNull(asset.runContext),
    createdAt: timeOf(asset.createdAt ?? null),
    metadata: metadataText(asset.metadata),
    additional: modelText(textOrNull(asset.dir)),
  });
}

/** The name that cometx gives a file. */
function onDisk(name: string): string {
  return `/${name}`.replaceAll('/../', '/').replaceAll(':', '-').replace(/^\/+/, '');
}

/** JSON text, or an object of newer servers. */
function metadataText(metadata: unknown): string | null {
  if (metadata === undefined || metadata === null || metadata === '') return null;
  return typeof metadata === 'string' ? metadata : JSON.stringify(metadata);
}

/** A model's files are in the folder `models/NAME`. */
function modelText(folder: string | null): string | null {
  const model = folder?.startsWith('models/') ? folder.slice('models/'.length) : '';
  return model === '' ? null : JSON.stringify({ groupingName: model });
}
