import type { PanelLibraries } from 'perihelion/panel';
import { libraries, libraryFile } from '../../libraries.js';

/** What panels of the playground may import, and where the build has put it. */
export const panelLibraries: PanelLibraries = Object.fromEntries(
  Object.keys(libraries).map((name) => [
    name,
    new URL(`./libraries/${libraryFile(name)}`, document.baseURI),
  ]),
);
