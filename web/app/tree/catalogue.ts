import { computed, signal, type Signal } from '@preact/signals';
import type { APIExperiment, Project } from 'perihelion';
import { explain, openApi } from '../comet.js';
import { choose, choices } from '../state/store.js';

/** Something that is fetched once it is wanted. */
export type Remote<T> =
  | { state: 'idle' }
  | { state: 'loading' }
  | { state: 'ready'; value: T }
  | { state: 'failed'; message: string };

export interface ExperimentNode {
  key: string;
  /** The name, or the key where it has none. */
  label: string;
  named: boolean;
}

export interface ProjectNode {
  workspace: string;
  name: string;
  id: string;
  /** As the server says, before the experiments are there. */
  count: number | undefined;
  experiments: Signal<Remote<readonly ExperimentNode[]>>;
}

export interface WorkspaceNode {
  name: string;
  projects: readonly ProjectNode[];
}

/** Everything the key may read, down to projects. */
export const catalogue = signal<Remote<readonly WorkspaceNode[]>>({ state: 'idle' });

/** All projects in the order of the tree. */
export const projects = computed(() => {
  const remote = catalogue.value;
  return remote.state === 'ready' ? remote.value.flatMap((workspace) => workspace.projects) : [];
});

const byLabel = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function experimentNode({ key, name }: APIExperiment): ExperimentNode {
  return { key, label: name || key, named: Boolean(name) };
}

function projectNode(workspace: string, project: Project): ProjectNode {
  return {
    workspace,
    name: project.projectName,
    id: project.projectId,
    count: project.numberOfExperiments,
    experiments: signal({ state: 'idle' }),
  };
}

async function fetchWorkspaces(): Promise<WorkspaceNode[]> {
  const api = await openApi();
  const names = await api.getWorkspaces();
  return Promise.all(
    names.toSorted(byLabel.compare).map(async (name) => {
      const projects = await api.getProjects(name);
      const nodes = (projects ?? []).map((project) => projectNode(name, project));
      return { name, projects: nodes.sort((a, b) => byLabel.compare(a.name, b.name)) };
    }),
  );
}

async function fetchExperiments({ workspace, name }: ProjectNode): Promise<ExperimentNode[]> {
  const api = await openApi();
  const experiments = await api.getExperiments(workspace, name);
  return experiments.map(experimentNode).sort((a, b) => byLabel.compare(a.label, b.label));
}

async function fill<T>(target: Signal<Remote<T>>, fetching: Promise<T>): Promise<void> {
  target.value = { state: 'loading' };
  try {
    target.value = { state: 'ready', value: await fetching };
  } catch (error) {
    target.value = { state: 'failed', message: explain(error) };
  }
}

/** Fetches workspaces and projects, again if need be. */
export function loadCatalogue(): Promise<void> {
  return fill(catalogue, fetchWorkspaces());
}

/** Takes back the choice of experiments that the project no longer has. */
function forgetMissing({ workspace, name }: ProjectNode, found: readonly ExperimentNode[]): void {
  const keys = new Set(found.map(({ key }) => key));
  const missing = choices.value.filter(
    (choice) => choice.workspace === workspace && choice.project === name && !keys.has(choice.key),
  );
  if (missing.length) choose(missing, false);
}

async function fetchAndCheck(project: ProjectNode): Promise<void> {
  await fill(project.experiments, fetchExperiments(project));
  const loaded = project.experiments.peek();
  if (loaded.state === 'ready') forgetMissing(project, loaded.value);
}

const underWay = new WeakMap<ProjectNode, Promise<void>>();

/** Fetches a project's experiments unless they are there; settles once they are, or have failed. */
export function loadExperiments(project: ProjectNode): Promise<void> {
  const { state } = project.experiments.peek();
  if (state === 'ready') return Promise.resolve();
  const known = state === 'loading' ? underWay.get(project) : undefined;
  const loading = known ?? fetchAndCheck(project);
  underWay.set(project, loading);
  return loading;
}
