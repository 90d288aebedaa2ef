import {
  cometTemplateName,
  formatCometTemplate,
  parseCometTemplate,
  type PanelFile,
} from 'perihelion/panel';

/** The largest panel, in bytes. */
export const maxBytes = 32 * 2 ** 20;

async function library(): Promise<typeof import('@zip.js/zip.js')> {
  const zip = await import('@zip.js/zip.js');
  zip.configure({ useWebWorkers: false });
  return zip;
}

/** Reads a panel zip that Comet exported. */
export async function readPanelZip(file: Blob): Promise<PanelFile> {
  const { BlobReader, TextWriter, ZipReader } = await library();
  const zip = new ZipReader(new BlobReader(file));
  try {
    const entries = await zip.getEntries();
    const entry = entries.find(({ filename }) => filename === cometTemplateName);
    if (!entry || entry.directory) {
      throw new Error(`it is no panel of Comet: it holds no ${cometTemplateName}`);
    }
    if (entry.uncompressedSize > maxBytes) throw new Error('its panel is too large');
    return parseCometTemplate(await entry.getData(new TextWriter()));
  } finally {
    await zip.close();
  }
}

/** A panel zip that Comet imports. */
export async function writePanelZip(panel: PanelFile): Promise<Blob> {
  const { BlobWriter, TextReader, ZipWriter } = await library();
  const zip = new ZipWriter(new BlobWriter('application/zip'));
  await zip.add(cometTemplateName, new TextReader(formatCometTemplate(panel)));
  return zip.close();
}
