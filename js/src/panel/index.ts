/** Package entry "perihelion/panel": the element that runs panels. Importing it does nothing. */
import { PerihelionPanel } from './panel-element.js';

export { PerihelionPanel };
export type * from './panel-events.js';
export type { PanelLibraries } from './libraries.js';

/** Registers `<perihelion-panel>`; calling it again does nothing. */
export function definePerihelionPanel(): void {
  if (!customElements.get('perihelion-panel')) {
    customElements.define('perihelion-panel', PerihelionPanel);
  }
}
