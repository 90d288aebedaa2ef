import type { Position } from './edits.js';

/** Addresses of the libraries that a panel may import, by the name that it imports them by. */
export type PanelLibraries = Readonly<Record<string, string | URL>>;

/** What is said of a library that the page does not offer. */
export function missingLibrary(name: string, offered: readonly string[]): string {
  const what = offered.length ? `it offers ${offered.join(', ')}` : 'it offers none';
  return `the page offers no library "${name}": ${what}`;
}

/** A library that panel code imports by a declaration. */
export interface PanelImport {
  name: string;
  position: Position;
}
