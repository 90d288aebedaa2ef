import { Hono } from 'hono';
import { HttpError } from '../errors.js';
import { optionalBoolean, optionalCount, optionalWord, required } from '../request.js';
import type { SqlValue, Store } from '../store/database.js';
import {
  experimentsOf,
  findExperiment,
  findProject,
  summariesOf,
  tagsOf,
  type ExperimentRow,
  type SummarySource,
} from '../store/queries.js';
import { projectReference } from './projects.js';

/** Experiments: lists, and what each one has besides the points of its metrics. */
export function experimentRoutes(store: Store): Hono {
  const routes = new Hono();
  routes.get('/experiments', async (c) => {
    const size = optionalCount(c, 'size');
    const page = optionalCount(c, 'page');
    if (page && !size) throw new HttpError(400, 'missing parameter: size (page is counted in it)');
    const which = {
      archived: optionalBoolean(c, 'archived') ?? false,
      sortBy: optionalWord(c, 'sortBy', ['startTime', 'endTime'] as const) ?? 'startTime',
      sortOrder: optionalWord(c, 'sortOrder', ['asc', 'desc'] as const) ?? 'asc',
      size,
      page: page ?? 1,
    };
    const experiments = await store.use((database) =>
      experimentsOf(database, findProject(database, projectReference(c)).projectId, which),
    );
    return c.json({ experiments: experiments.map(experimentAnswer) });
  });
  routes.get('/experiment/metadata', async (c) => {
    const key = required(c, 'experimentKey');
    return c.json(experimentAnswer(await store.use((database) => findExperiment(database, key))));
  });
  routes.get('/experiment/tags', async (c) => {
    const key = required(c, 'experimentKey');
    const tags = await store.use((database) => tagsOf(database, findExperiment(database, key).key));
    return c.json({ tags });
  });
  const summaries = (path: string, source: SummarySource): void => {
    routes.get(path, async (c) => {
      const key = required(c, 'experimentKey');
      const rows = await store.use((database) =>
        summariesOf(database, findExperiment(database, key).key, source),
      );
      const values = rows.map((row) => summaryJson(row, source)).join(',');
      return c.body(`{"values":[${values}]}`, 200, { 'Content-Type': 'application/json' });
    });
  };
  summaries('/experiment/parameters', 'params');
  summaries('/experiment/metrics/summary', 'metrics');
  summaries('/experiment/log-other', 'log_other');
  return routes;
}

/** An experiment as Comet's answers tell it. */
export function experimentAnswer(row: ExperimentRow): object {
  return {
    experimentKey: row.key,
    experimentName: row.name,
    optimizationId: null,
    userName: row.userName,
    projectId: row.projectId,
    projectName: row.projectName,
    workspaceName: row.workspace,
    filePath: row.fileName,
    fileName: row.fileName?.split(/[\\/]/).at(-1) ?? null,
    throttle: false,
    durationMillis: row.endTime - row.startTime,
    startTimeMillis: row.startTime,
    endTimeMillis: row.endTime,
    archived: row.archived === 1,
    running: false,
    hasCrashed: row.crashed === 1,
  };
}

/** JSON text, because a step beyond 2^53 is a bigint, which JSON.stringify does not write. */
function summaryJson(row: Record<string, SqlValue>, source: SummarySource): string {
  const members: [string, SqlValue | boolean][] = [['name', row.name!]];
  for (const [place, title] of [
    ['max', 'Max'],
    ['min', 'Min'],
    ['current', 'Current'],
  ] as const) {
    members.push([`value${title}`, row[`${place}_text`]!]);
    if (row[`${place}_time`] !== null) members.push([`timestamp${title}`, row[`${place}_time`]!]);
    if (source !== 'log_other') members.push([`step${title}`, row[`${place}_step`]!]);
    if (row[`${place}_context`] !== null)
      members.push([`runContext${title}`, row[`${place}_context`]!]);
  }
  members.push(['editable', false]);
  const text = (value: SqlValue | boolean): string =>
    typeof value === 'bigint' ? String(value) : JSON.stringify(value);
  return `{${members.map(([name, value]) => `"${name}":${text(value)}`).join(',')}}`;
}
