import { choose, openNodes, setOpen } from '../state/store.js';
import { loadExperiments, type ProjectNode } from './catalogue.js';
import { choiceOf, projectId, shownExperiments, workspaceId, type Row } from './rows.js';

/** Opens or closes a workspace or project, and fetches what it then shows. */
export function toggleOpen(row: Row, open = !('open' in row && row.open)): void {
  if (row.kind !== 'workspace' && row.kind !== 'project') return;
  setOpen(row.id, open);
  if (open && row.kind === 'project') void loadExperiments(row.project);
}

/** Ticks or unticks those of a project's experiments that the filter shows, fetching them if need be. */
export async function chooseProject(
  project: ProjectNode,
  filter = '',
  chosen = true,
): Promise<void> {
  await loadExperiments(project);
  const shown = shownExperiments(project, filter.trim()) ?? [];
  choose(
    shown.map((experiment) => choiceOf(project, experiment)),
    chosen,
  );
}

/** Ticks or unticks an experiment, or all that a project shows. */
export function toggleChosen(row: Row, filter: string): void {
  if (row.kind === 'experiment') choose([row.choice], row.checked !== 'true');
  else if (row.kind === 'project') void chooseProject(row.project, filter, row.checked !== 'true');
  else if (row.kind === 'note' && row.failed) void loadExperiments(row.project);
  else toggleOpen(row);
}

/** Opens what has something chosen in it, or the only way there is, when the page has loaded. */
export function openFirst(projects: readonly ProjectNode[], chosen: ReadonlySet<string>): void {
  const first = projects[0];
  if (openNodes.peek().size === 0 && first) {
    setOpen(workspaceId(first.workspace), true);
    setOpen(projectId(first), true);
  }
  for (const project of projects) {
    const name = `${project.workspace}/${project.name}`;
    if (openNodes.peek().has(projectId(project)) || chosen.has(name)) void loadExperiments(project);
  }
}
