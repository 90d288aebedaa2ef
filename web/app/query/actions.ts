import { batch, effect, untracked } from '@preact/signals';
import { appliedQuery, choices, setOpen, typedQuery, type AppliedQuery } from '../state/store.js';
import { loadExperiments, type ProjectNode } from '../tree/catalogue.js';
import { projectId, workspaceId } from '../tree/rows.js';
import { answerTo, ask, forget } from './ask.js';
import { queryProject } from './project.js';

const questionOf = ({ workspace, name }: ProjectNode, text: string) => ({
  workspace,
  project: name,
  text,
});

/** Shows all experiments again, and chooses what was chosen before. */
function release(): void {
  if (!appliedQuery.peek()) return;
  batch(() => {
    choices.value = appliedQuery.peek()!.before;
    appliedQuery.value = undefined;
  });
}

/** Takes over the query as typed. An empty one is no longer in force. */
export function editQuery(project: ProjectNode, text: string): void {
  typedQuery.value = questionOf(project, text);
  if (text.trim() === '') release();
}

/** Asks the query of another project. */
export function moveQuery(project: ProjectNode): void {
  release();
  typedQuery.value = questionOf(project, typedQuery.peek().text);
}

/** Puts the query as typed in force, if it is one: the tree shows what matches, and just that is chosen. */
export async function applyQuery(project: ProjectNode): Promise<void> {
  const question = questionOf(project, typedQuery.peek().text);
  if (question.text.trim() === '') return;
  const found = await ask(question, true);
  if (found?.state !== 'found') return;
  const { workspace, project: name } = question;
  batch(() => {
    const before = appliedQuery.peek()?.before ?? choices.peek();
    appliedQuery.value = { ...question, before, keys: found.keys };
    choices.value = found.keys.map((key) => ({ key, workspace, project: name }));
    setOpen(workspaceId(workspace), true);
    setOpen(projectId(project), true);
  });
  await loadExperiments(project);
}

/** Asks which experiments match a query that came with the page. */
async function complete(query: AppliedQuery): Promise<void> {
  const found = await answerTo(query, new AbortController().signal);
  if (appliedQuery.peek() !== query) return;
  appliedQuery.value = { ...query, keys: found.state === 'found' ? found.keys : null };
}

/** Answers the query as it is typed, and one in force that nobody has asked yet; returns how to end that. */
export function followQuery(): () => void {
  const effects = [
    effect(() => {
      const { text } = typedQuery.value;
      const project = queryProject.value;
      const isAsked = project && text.trim() !== '';
      untracked(() => (isAsked ? void ask(questionOf(project, text)) : forget()));
    }),
    effect(() => {
      const query = appliedQuery.value;
      if (query && query.keys === undefined) void complete(query);
    }),
  ];
  return () => effects.forEach((dispose) => dispose());
}
