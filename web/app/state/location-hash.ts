import type { Choice } from './store.js';

/** The part of the state that a URL carries. */
export interface SharedState {
  panel?: string;
  choices?: Choice[];
}

function readProject(text: string): Choice[] {
  const first = text.indexOf('/');
  const last = text.lastIndexOf('/');
  if (first < 1 || last <= first) return [];
  const workspace = text.slice(0, first);
  const project = text.slice(first + 1, last);
  const keys = text.slice(last + 1).split(',');
  return keys.filter(Boolean).map((key) => ({ key, workspace, project }));
}

/** Reads `#panel=ID&in=WORKSPACE/PROJECT/KEY,KEY&in=…`; what is missing is left out. */
export function readHash(hash: string): SharedState {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const state: SharedState = {};
  const panel = parameters.get('panel');
  if (panel !== null) state.panel = panel;
  if (parameters.has('in')) state.choices = parameters.getAll('in').flatMap(readProject);
  return state;
}

/** Writes what `readHash` reads. */
export function writeHash(panel: string, choices: readonly Choice[]): string {
  const projects = new Map<string, string[]>();
  for (const { workspace, project, key } of choices) {
    const name = `${workspace}/${project}`;
    projects.set(name, [...(projects.get(name) ?? []), key]);
  }
  const parameters = new URLSearchParams({ panel });
  for (const [name, keys] of projects) parameters.append('in', `${name}/${keys.join(',')}`);
  return `#${parameters.toString().replaceAll('%2F', '/').replaceAll('%2C', ',')}`;
}
