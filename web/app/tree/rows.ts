import { appliedQuery, chosenKeys, openNodes, type Choice } from '../state/store.js';
import {
  catalogue,
  type ExperimentNode,
  type ProjectNode,
  type WorkspaceNode,
} from './catalogue.js';

/** State of a check box over several experiments. */
export type Checked = 'true' | 'false' | 'mixed';

/** One line of the tree, as it is shown. */
export type Row =
  | { kind: 'workspace'; id: string; level: 1; label: string; open: boolean }
  | {
      kind: 'project';
      id: string;
      level: 2;
      label: string;
      open: boolean;
      checked: Checked;
      count: string;
      project: ProjectNode;
    }
  | {
      kind: 'experiment';
      id: string;
      level: 3;
      label: string;
      named: boolean;
      checked: Checked;
      parent: string;
      choice: Choice;
    }
  | { kind: 'note'; id: string; level: 3; label: string; project: ProjectNode; failed: boolean };

const fold = (text: string) => text.normalize('NFKC').toLocaleLowerCase();

/** Whether `text` has every word of the filter in it. */
export function matches(text: string, filter: string): boolean {
  const folded = fold(text);
  return fold(filter)
    .split(/\s+/)
    .every((word) => folded.includes(word));
}

export const workspaceId = (name: string) => `w/${name}`;
export const projectId = ({ workspace, name }: ProjectNode) => `p/${workspace}/${name}`;

/** What is chosen when this experiment is. */
export function choiceOf({ workspace, name }: ProjectNode, { key }: ExperimentNode): Choice {
  return { key, workspace, project: name };
}

/** The experiments of a project that match the query in force; undefined before these are known. */
function experimentsOf(project: ProjectNode): readonly ExperimentNode[] | undefined {
  const remote = project.experiments.value;
  if (remote.state !== 'ready') return undefined;
  const query = appliedQuery.value;
  const concerned = query?.workspace === project.workspace && query.project === project.name;
  if (!concerned || query.keys === null) return remote.value;
  const keys = query.keys && new Set(query.keys);
  return keys && remote.value.filter(({ key }) => keys.has(key));
}

/** The experiments of a project that the query and the filter leave; undefined before they are loaded. */
export function shownExperiments(
  project: ProjectNode,
  filter: string,
): readonly ExperimentNode[] | undefined {
  const all = experimentsOf(project);
  if (filter === '' || matches(project.name, filter)) return all;
  return all?.filter(({ key, label }) => matches(`${label} ${key}`, filter));
}

function checkedOf(shown: readonly ExperimentNode[]): Checked {
  const chosen = shown.filter(({ key }) => chosenKeys.value.has(key)).length;
  if (chosen === 0) return 'false';
  return chosen === shown.length ? 'true' : 'mixed';
}

function noteRow(project: ProjectNode, shown: readonly ExperimentNode[] | undefined): Row[] {
  const remote = project.experiments.value;
  const row = { kind: 'note', id: `n/${projectId(project)}`, level: 3, project } as const;
  if (remote.state === 'failed') return [{ ...row, label: remote.message, failed: true }];
  if (!shown) return [{ ...row, label: 'Loading…', failed: false }];
  const label =
    remote.state === 'ready' && remote.value.length > 0 ? 'None match' : 'No experiments';
  return shown.length === 0 ? [{ ...row, label, failed: false }] : [];
}

function projectRows(project: ProjectNode, filter: string): Row[] {
  const id = projectId(project);
  const shown = shownExperiments(project, filter);
  if (filter !== '' && shown?.length === 0) return [];
  const open = filter !== '' || openNodes.value.has(id);
  const chosen = shown?.filter(({ key }) => chosenKeys.value.has(key)).length ?? 0;
  const total = shown?.length ?? project.count;
  const head: Row = {
    kind: 'project',
    id,
    level: 2,
    label: project.name,
    open,
    checked: checkedOf(shown ?? []),
    count: chosen ? `${chosen} / ${total}` : String(total ?? ''),
    project,
  };
  if (!open) return [head];
  const leaves = (shown ?? []).map((experiment): Row => ({
    kind: 'experiment',
    id: `e/${experiment.key}`,
    level: 3,
    label: experiment.label,
    named: experiment.named,
    checked: chosenKeys.value.has(experiment.key) ? 'true' : 'false',
    parent: id,
    choice: choiceOf(project, experiment),
  }));
  return [head, ...leaves, ...noteRow(project, shown)];
}

function workspaceRows({ name, projects }: WorkspaceNode, filter: string): Row[] {
  const id = workspaceId(name);
  const open = filter !== '' || openNodes.value.has(id);
  const below = open ? projects.flatMap((project) => projectRows(project, filter)) : [];
  if (filter !== '' && below.length === 0) return [];
  return [{ kind: 'workspace', id, level: 1, label: name, open }, ...below];
}

/** The lines of the tree under a filter. Under one, all that has a hit is open. */
export function treeRows(filter: string): Row[] {
  const remote = catalogue.value;
  if (remote.state !== 'ready') return [];
  return remote.value.flatMap((workspace) => workspaceRows(workspace, filter.trim()));
}
