/** Package entry "perihelion/panel": the element that runs panels. Importing it does nothing. */
import { PerihelionPanel } from './panel-element.js';

export { PerihelionPanel };
export type { PanelErrorDetail, PanelConsoleDetail, PanelStoppedDetail } from './panel-element.js';
export type { PanelLibraries } from './libraries.js';
export { cometTemplateName, formatCometTemplate, parseCometTemplate } from './comet-template.js';
export { formatPanelFile, parsePanelFile, type PanelFile } from './panel-file.js';

/** Registers `<perihelion-panel>`; calling it again does nothing. */
export function definePerihelionPanel(): void {
  if (!customElements.get('perihelion-panel')) {
    customElements.define('perihelion-panel', PerihelionPanel);
  }
}
