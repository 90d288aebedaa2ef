/** Package entry "perihelion/panel": the elements that run panels. Importing it does nothing. */
import { PerihelionOptions } from '../options/options-element.js';
import { PerihelionDashboard } from './dashboard-element.js';
import { PerihelionPanel } from './panel-element.js';

export { PerihelionDashboard, PerihelionOptions, PerihelionPanel };
export { PerihelionError, type ErrorCode } from '../api/errors.js';
export { cometTemplateName, formatCometTemplate, parseCometTemplate } from './comet-template.js';
export type { OptionsChangeDetail } from '../options/options-element.js';
export type { JsonSchema } from '../options/problem.js';
export type { PanelLibraries } from './libraries.js';
export type { Highlight, PageContext } from './page-context.js';
export type * from './panel-events.js';
export { formatPanelFile, parsePanelFile, type PanelFile } from './panel-file.js';

/** Registers `<perihelion-panel>`, `<perihelion-dashboard>` and `<perihelion-options>`; calling it again does nothing. */
export function definePerihelionPanel(): void {
  if (customElements.get('perihelion-panel')) return;
  // The dashboard first: panels of a page that is there already look for theirs.
  customElements.define('perihelion-dashboard', PerihelionDashboard);
  customElements.define('perihelion-panel', PerihelionPanel);
  customElements.define('perihelion-options', PerihelionOptions);
}
