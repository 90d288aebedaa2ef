import { QueryVariable, type Summary } from 'perihelion';
import { openApi } from '../comet.js';
import { loadExperiments, type ProjectNode } from '../tree/catalogue.js';
import type { Builder } from './place.js';

/** A column of a project; `type` is empty for tags. */
export interface Column {
  builder: Builder;
  name: string;
  type: string;
}

/** Texts by the name of their column. */
type Values = ReadonlyMap<string, readonly string[]>;

/** Values are asked for one experiment after the other, and offered where they can be read at a glance. */
const most = { experiments: 40, values: 50, characters: 80 };

/** Remembers what was fetched of each project; what failed is fetched again. */
function once<T>(
  fetch: (project: ProjectNode) => Promise<T>,
): (project: ProjectNode) => Promise<T> {
  const known = new WeakMap<ProjectNode, Promise<T>>();
  return (project) => {
    const fetching = known.get(project) ?? fetch(project);
    known.set(project, fetching);
    fetching.catch(() => known.delete(project));
    return fetching;
  };
}

/** The columns of a project. */
export const columnsOf = once(async ({ workspace, name }): Promise<readonly Column[]> => {
  const api = await openApi();
  const variables = await api.getQueryVariables(workspace, name);
  return variables.map((variable) => {
    if (variable instanceof QueryVariable) {
      return { builder: variable.source, name: variable.name, type: variable.type ?? '' };
    }
    // A tag is a condition already, whose text is Tag("…").
    const tag = String(variable).slice('Tag('.length, -')'.length);
    return { builder: 'Tag', name: JSON.parse(tag) as string, type: '' };
  });
});

type Summaries = (experimentKey: string) => Promise<Summary[]>;

function valuesIn(summaries: readonly Summary[]): Values {
  const values = new Map<string, string[]>();
  for (const { name, valueCurrent: value = '' } of summaries) {
    const known = values.get(name) ?? [];
    values.set(name, known);
    const wanted = value !== '' && value.length <= most.characters && !known.includes(value);
    if (wanted && known.length < most.values) known.push(value);
  }
  return values;
}

async function fetchValues(project: ProjectNode, summariesOf: Summaries): Promise<Values> {
  await loadExperiments(project);
  const loaded = project.experiments.peek();
  const experiments = loaded.state === 'ready' ? loaded.value : [];
  const asked = experiments.slice(0, most.experiments).map(({ key }) => summariesOf(key));
  return valuesIn((await Promise.all(asked)).flat());
}

const valuesBy: Partial<Record<Builder, (project: ProjectNode) => Promise<Values>>> = {
  Parameter: once(async (project) => {
    const api = await openApi();
    return fetchValues(project, (key) => api.getExperimentParametersSummaries(key));
  }),
  Other: once(async (project) => {
    const api = await openApi();
    return fetchValues(project, (key) => api.getExperimentOthersSummaries(key));
  }),
};

/** Texts that experiments of the project have in a column, as far as they are asked for. */
export async function valuesOf(
  project: ProjectNode,
  { builder, name }: Column,
): Promise<readonly string[]> {
  return (await valuesBy[builder]?.(project))?.get(name) ?? [];
}
