import { signal } from '@preact/signals';
import { formatPanelFile, parsePanelFile, type PanelFile } from 'perihelion/panel';
import { addPanel, panelOf } from '../state/panel-list.js';
import { activePanel, panelFile } from '../state/store.js';
import { maxBytes, readPanelZip, writePanelZip } from './panel-zip.js';

/** What went wrong with a file, in a sentence for the viewer. */
export const fileProblem = signal('');

const ending = /(\.panel)?\.(json|zip)$/i;

async function readPanel(file: File): Promise<PanelFile> {
  if (file.size > maxBytes) throw new Error('it is too large for a panel');
  return /\.zip$/i.test(file.name) ? readPanelZip(file) : parsePanelFile(await file.text());
}

/** Opens panel files and panel zips of Comet, each in a tab of its own, and shows the last. */
export async function openFiles(files: Iterable<File>): Promise<void> {
  fileProblem.value = '';
  for (const file of files) {
    try {
      const panel = await readPanel(file);
      activePanel.value = addPanel(panel, panel.name || file.name.replace(ending, ''));
    } catch (error) {
      fileProblem.value = `${file.name}: ${(error as Error).message}`;
    }
  }
}

function save(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Saves the panel that is shown, as it was edited. */
export async function savePanel(format: 'file' | 'comet'): Promise<void> {
  fileProblem.value = '';
  const { title } = panelOf(activePanel.value);
  // What file systems have no place for.
  const name = title.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim() || 'panel';
  try {
    const panel = { name: title, ...panelFile.value };
    if (format === 'comet') return save(`${name}.zip`, await writePanelZip(panel));
    save(`${name}.panel.json`, new Blob([formatPanelFile(panel)], { type: 'application/json' }));
  } catch (error) {
    fileProblem.value = (error as Error).message;
  }
}
