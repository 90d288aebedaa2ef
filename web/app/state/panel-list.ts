import { computed, signal } from '@preact/signals';
import type { PanelFile } from 'perihelion/panel';
import { examplePanels, type Panel } from '../panels.js';

/** Panels that the viewer brought along. */
export const importedPanels = signal<readonly Panel[]>([]);
/** All panels, in the order of their tabs. */
export const panels = computed(() => [...examplePanels, ...importedPanels.value]);

/** The panel with this id, or the first one. */
export function panelOf(id: string): Panel {
  return panels.value.find((panel) => panel.id === id) ?? examplePanels[0]!;
}

/** Whether the viewer brought it along. */
export function isImported(id: string): boolean {
  return importedPanels.value.some((panel) => panel.id === id);
}

// The editor still knows what was undone in a tab that is closed: none of its id may come again.
let lastNumber = 0;

const numberOf = (id: string) => Number(id.replace('file-', ''));

/**
 * Gives a panel a tab behind the others.
 * @returns its id
 */
export function addPanel(file: PanelFile, title: string): string {
  const taken = importedPanels.value.map((panel) => numberOf(panel.id));
  lastNumber = Math.max(lastNumber, ...taken) + 1;
  const id = `file-${lastNumber}`;
  importedPanels.value = [...importedPanels.value, { id, title, file }];
  return id;
}

/** Takes the tab of an imported panel away. */
export function removePanel(id: string): void {
  lastNumber = Math.max(lastNumber, numberOf(id));
  importedPanels.value = importedPanels.value.filter((panel) => panel.id !== id);
}
