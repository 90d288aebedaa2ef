import type { DownloadMessage, LinkMessage } from '../panel/protocol.js';
import { toTable, type TableData } from './output/tabular.js';
import { toBytes } from './output/image.js';
import { toJson } from './text.js';

/**
 * Clicks on links go to the page: a frame can open nothing. The page opens only what a gesture of the viewer's is
 * behind, by its own knowledge.
 */
export function watchLinks(post: (message: LinkMessage) => void): void {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || !(event.target instanceof Element)) return;
    const link = event.target.closest('a[href]');
    if (!(link instanceof HTMLAnchorElement) || !/^https?:$/.test(link.protocol)) return;
    event.preventDefault();
    post({ kind: 'link', url: link.href });
  });
}

function csvField(value: unknown): string {
  const text =
    value === null || value === undefined
      ? ''
      : value instanceof Date
        ? value.toISOString()
        : typeof value === 'object'
          ? toJson(value)
          : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function csv({ columns, length, cell }: TableData): string {
  const lines = [columns.map(csvField).join(',')];
  for (let row = 0; row < length; row++) {
    lines.push(columns.map((_, column) => csvField(cell(row, column))).join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** What a file of that name holds of the data: bytes and texts as they are, tables as CSV, all else as JSON. */
function content(name: string, data: unknown): BlobPart {
  if (data instanceof Blob || typeof data === 'string') return data;
  const bytes = toBytes(data);
  if (bytes) return bytes as BlobPart;
  const table = name.endsWith('.csv') ? toTable(data) : undefined;
  if (table) return csv(table);
  return toJson(data);
}

/** Data, or a function that makes it, as a file for the page to save. */
export async function fileOf(name: string, data: unknown): Promise<DownloadMessage> {
  const made: unknown = typeof data === 'function' ? await data() : data;
  return { kind: 'download', name, data: new Blob([content(name, made)]) };
}
