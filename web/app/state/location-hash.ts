import type { Choice, Question } from './store.js';

/** The part of the state that a URL carries. */
export interface SharedState {
  panel?: string;
  choices?: Choice[];
  /** The query in force. */
  query?: Question;
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

function readQuery(of: string, text: string): Question | undefined {
  const slash = of.indexOf('/');
  if (slash < 1 || text === '') return undefined;
  return { workspace: of.slice(0, slash), project: of.slice(slash + 1), text };
}

/**
 * Reads `#panel=ID&of=WORKSPACE/PROJECT&query=TEXT&in=WORKSPACE/PROJECT/KEY,KEY&in=…`; what is missing is left out.
 */
export function readHash(hash: string): SharedState {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const state: SharedState = {};
  const panel = parameters.get('panel');
  if (panel !== null) state.panel = panel;
  if (parameters.has('in')) state.choices = parameters.getAll('in').flatMap(readProject);
  const query = readQuery(parameters.get('of') ?? '', parameters.get('query') ?? '');
  if (query) state.query = query;
  return state;
}

/** Writes what `readHash` reads. */
export function writeHash(
  panel: string,
  choices: readonly Choice[],
  query: Question | undefined,
): string {
  const projects = new Map<string, string[]>();
  for (const { workspace, project, key } of choices) {
    const name = `${workspace}/${project}`;
    projects.set(name, [...(projects.get(name) ?? []), key]);
  }
  const parameters = new URLSearchParams({ panel });
  if (query) {
    parameters.set('of', `${query.workspace}/${query.project}`);
    parameters.set('query', query.text);
  }
  for (const [name, keys] of projects) parameters.append('in', `${name}/${keys.join(',')}`);
  return `#${parameters.toString().replaceAll('%2F', '/').replaceAll('%2C', ',')}`;
}
