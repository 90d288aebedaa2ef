import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  cometTemplateName,
  formatCometTemplate,
  parseCometTemplate,
  type PanelFile,
} from 'perihelion/panel';
import { Archive } from '../import/archive.js';
import { zipStream } from '../zip-stream.js';
import { PanelPathError } from './panel-path-error.js';

const MAX_TEMPLATE_BYTES = 32 * 2 ** 20;

/** Reads a panel zip that Comet exported. */
export async function readPanelZip(path: string): Promise<PanelFile> {
  const zip = await Archive.open(path);
  try {
    if (!zip.has(cometTemplateName))
      throw new PanelPathError(`it is no panel of Comet: it holds no ${cometTemplateName}`);
    return parseCometTemplate(await zip.readText(cometTemplateName, MAX_TEMPLATE_BYTES));
  } finally {
    await zip.close();
  }
}

/** Writes a panel zip that Comet imports. */
export async function writePanelZip(path: string, panel: PanelFile): Promise<void> {
  const bytes = new Blob([formatCometTemplate(panel)]).stream();
  const zip = zipStream([{ name: cometTemplateName, bytes }]);
  await pipeline(Readable.fromWeb(zip as never), createWriteStream(path));
}
