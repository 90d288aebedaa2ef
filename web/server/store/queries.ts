import { HttpError } from '../errors.js';
import type { Database, SqlValue } from './database.js';
import type { Condition } from './predicate-sql.js';
import { COLUMN_NAMES, mergeSorted, unpackColumns, type Columns } from './series.js';

/** A project as the store knows it, with what its experiments add up to. */
export interface ProjectRow {
  projectId: string;
  workspace: string;
  name: string;
  description: string | null;
  experimentCount: number;
  lastUpdated: number | null;
}

/** An experiment with the project it is in. Times in ms since the epoch. */
export interface ExperimentRow {
  key: string;
  name: string | null;
  fileName: string | null;
  userName: string | null;
  startTime: number;
  endTime: number;
  archived: number;
  crashed: number;
  projectId: string;
  projectName: string;
  workspace: string;
}

/** Where a project is asked for: its id, or both names. */
export interface ProjectReference {
  projectId?: string | undefined;
  workspaceName?: string | undefined;
  projectName?: string | undefined;
}

/** Which experiments of a project to list, and in which order. */
export interface ExperimentPage {
  archived: boolean;
  sortBy: 'startTime' | 'endTime';
  sortOrder: 'asc' | 'desc';
  /** Rows a page; all when left out. */
  size?: number | undefined;
  /** 1 for the first. */
  page: number;
}

export type SummarySource = 'metrics' | 'params' | 'log_other';

const PROJECT = `
  SELECT p.project_id AS projectId, p.workspace AS workspace, p.name AS name, p.description AS description,
    count(e.experiment_key) AS experimentCount, max(e.end_time) AS lastUpdated
  FROM project p LEFT JOIN experiment e USING (project_id)`;

const EXPERIMENT = `
  SELECT e.experiment_key AS key, e.name AS name, e.file_name AS fileName, e.user_name AS userName,
    e.start_time AS startTime, e.end_time AS endTime, e.archived AS archived, e.crashed AS crashed,
    p.project_id AS projectId, p.name AS projectName, p.workspace AS workspace
  FROM experiment e JOIN project p USING (project_id)`;

/** Names of all workspaces, in order. */
export function workspaceNames(database: Database): string[] {
  return names(database, 'SELECT DISTINCT workspace AS name FROM project ORDER BY workspace', []);
}

/** The projects of a workspace, in order of their names. */
export function projectsOf(database: Database, workspace: string): ProjectRow[] {
  return database.all(`${PROJECT} WHERE p.workspace = ? GROUP BY p.project_id ORDER BY p.name`, [
    workspace,
  ]);
}

/** @throws {HttpError} 404 when there is none, 400 when neither the id nor both names are given. */
export function findProject(database: Database, reference: ProjectReference): ProjectRow {
  const { projectId, workspaceName, projectName } = reference;
  if (!projectId && !workspaceName)
    throw new HttpError(400, 'missing parameter: workspaceName (or projectId)');
  if (!projectId && !projectName)
    throw new HttpError(400, 'missing parameter: projectName (or projectId)');
  const row = projectId
    ? database.get<ProjectRow>(`${PROJECT} WHERE p.project_id = ? GROUP BY p.project_id`, [
        projectId,
      ])
    : database.get<ProjectRow>(
        `${PROJECT} WHERE p.workspace = ? AND p.name = ? GROUP BY p.project_id`,
        [workspaceName!, projectName!],
      );
  if (!row)
    throw new HttpError(
      404,
      `no such project: ${projectId ? projectId : `${workspaceName}/${projectName}`}`,
    );
  return row;
}

/** What was written about a project, or null. */
export function projectNotes(database: Database, projectId: string): string | null {
  return database.get<{ notes: string | null }>('SELECT notes FROM project WHERE project_id = ?', [
    projectId,
  ])!.notes;
}

/** One page of a project's experiments, of those that meet a condition where one is given. */
export function experimentsOf(
  database: Database,
  projectId: string,
  page: ExperimentPage,
  condition: Condition = { sql: 'TRUE', values: [] },
): ExperimentRow[] {
  const column = page.sortBy === 'startTime' ? 'e.start_time' : 'e.end_time';
  const order = `${column} ${page.sortOrder}, e.experiment_key`;
  return database.all(
    `${EXPERIMENT} WHERE e.project_id = ? AND e.archived = ? AND ${condition.sql} ORDER BY ${order} LIMIT ? OFFSET ?`,
    [
      projectId,
      Number(page.archived),
      ...condition.values,
      page.size ?? -1,
      page.size ? (page.page - 1) * page.size : 0,
    ],
  );
}

/** Keys of a project's experiments that meet a condition, in the order of starting. */
export function experimentKeys(
  database: Database,
  projectId: string,
  archived: boolean,
  { sql, values }: Condition,
): string[] {
  return database
    .all<{ key: string }>(
      `SELECT e.experiment_key AS key FROM experiment e
       WHERE e.project_id = ? AND e.archived = ? AND ${sql} ORDER BY e.start_time, e.experiment_key`,
      [projectId, Number(archived), ...values],
    )
    .map(({ key }) => key);
}

/** The experiment with a key, or undefined. */
export function getExperiment(database: Database, key: string): ExperimentRow | undefined {
  return database.get(`${EXPERIMENT} WHERE e.experiment_key = ?`, [key]);
}

/** @throws {HttpError} 404 when there is none. */
export function findExperiment(database: Database, key: string): ExperimentRow {
  const row = getExperiment(database, key);
  if (!row) throw new HttpError(404, `no such experiment: ${key}`);
  return row;
}

/** An experiment's tags, in order. */
export function tagsOf(database: Database, key: string): string[] {
  return names(database, 'SELECT name FROM tag WHERE experiment_key = ? ORDER BY name', [key]);
}

/** Rows of the table `summary`, in order of their names. */
export function summariesOf(
  database: Database,
  key: string,
  source: SummarySource,
): Record<string, SqlValue>[] {
  return database.all(
    'SELECT * FROM summary WHERE experiment_key = ? AND source = ? ORDER BY name',
    [key, source],
  );
}

/**
 * Names and types of what a project's experiments logged; a type that differs between them is text.
 * @param archived only of experiments that are, or are not, archived; of all when left out
 */
export function summaryColumns(
  database: Database,
  projectId: string,
  archived?: boolean,
): { source: string; name: string; type: string }[] {
  return database.all(
    `SELECT s.source AS source, s.name AS name, CASE WHEN min(s.type) = max(s.type) THEN s.type ELSE 'string' END AS type
     FROM summary s JOIN experiment e USING (experiment_key) WHERE e.project_id = ?1 AND (?2 IS NULL OR e.archived = ?2)
     GROUP BY s.source, s.name ORDER BY s.source, s.name`,
    [projectId, archived === undefined ? null : Number(archived)],
  );
}

/** All tags of a project's experiments, in order; `archived` as in {@link summaryColumns}. */
export function projectTags(database: Database, projectId: string, archived?: boolean): string[] {
  return names(
    database,
    `SELECT DISTINCT t.name AS name FROM tag t JOIN experiment e USING (experiment_key)
     WHERE e.project_id = ?1 AND (?2 IS NULL OR e.archived = ?2) ORDER BY 1`,
    [projectId, archived === undefined ? null : Number(archived)],
  );
}

/** Names of an experiment's metrics, in order. */
export function metricNames(database: Database, key: string): string[] {
  return names(
    database,
    'SELECT DISTINCT name FROM series WHERE experiment_key = ? ORDER BY name',
    [key],
  );
}

/** The points of a metric in one run context; `context` is null outside of any. */
export interface ContextSeries {
  context: string | null;
  columns: Columns;
}

/**
 * A metric's points, a part for each run context; none for a name that was not logged.
 * @param context that part alone; empty for what was logged outside of any
 */
export function seriesOf(
  database: Database,
  key: string,
  name: string,
  context?: string,
): ContextSeries[] {
  const columns = COLUMN_NAMES.map((column) => `"${column}"`).join(', ');
  return database
    .all<Record<(typeof COLUMN_NAMES)[number], Uint8Array> & { run_context: string }>(
      `SELECT run_context, ${columns} FROM series WHERE experiment_key = ? AND name = ?
       ${context === undefined ? '' : 'AND run_context = ?'} ORDER BY run_context`,
      [key, name, ...(context === undefined ? [] : [context])],
    )
    .map((row) => ({ context: row.run_context || null, columns: unpackColumns(row) }));
}

/** A metric's points of all run contexts as one, by step and offset; undefined for a name that was not logged. */
export function mergedSeries(database: Database, key: string, name: string): Columns | undefined {
  const parts = seriesOf(database, key, name).map(({ columns }) => columns);
  return parts.length > 0 ? mergeSorted(parts) : undefined;
}

function names(database: Database, sql: string, values: SqlValue[]): string[] {
  return database.all<{ name: string }>(sql, values).map(({ name }) => name);
}
