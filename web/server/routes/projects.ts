import { Hono, type Context } from 'hono';
import { HttpError } from '../errors.js';
import { optionalBoolean, required } from '../request.js';
import { ENVIRONMENT_COLUMNS, METADATA_COLUMNS, type OwnColumn } from '../store/columns.js';
import type { Store } from '../store/database.js';
import {
  findProject,
  projectNotes,
  projectsOf,
  projectTags,
  summaryColumns,
  type ProjectReference,
  type ProjectRow,
} from '../store/queries.js';

interface Column {
  name: string;
  type: string;
  source: string;
}

/** Projects and the names of their columns. */
export function projectRoutes(store: Store): Hono {
  const routes = new Hono();
  routes.get('/projects', async (c) => {
    const workspace = required(c, 'workspaceName');
    const projects = await store.use((database) => projectsOf(database, workspace));
    if (projects.length === 0) throw new HttpError(404, `no such workspace: ${workspace}`);
    return c.json({ projects: projects.map(projectAnswer) });
  });
  routes.get('/project', async (c) =>
    c.json(
      projectAnswer(await store.use((database) => findProject(database, projectReference(c)))),
    ),
  );
  routes.get('/project/notes', async (c) => {
    const notes = await store.use((database) =>
      projectNotes(database, findProject(database, projectReference(c)).projectId),
    );
    // An empty object is what clients expect where there is nothing.
    return c.json(notes === null ? {} : { notes });
  });
  routes.get('/project/column-names', async (c) => {
    const archived = optionalBoolean(c, 'archived');
    const columns = await store.use((database) => {
      const { projectId } = findProject(database, projectReference(c));
      return [
        ...ownColumns('metadata', METADATA_COLUMNS),
        ...ownColumns('env_details', ENVIRONMENT_COLUMNS),
        ...summaryColumns(database, projectId, archived).map((column) =>
          // Comet knows an "other" as text, whatever it looks like.
          column.source === 'log_other' ? { ...column, type: 'string' } : column,
        ),
        ...projectTags(database, projectId, archived).map((name) => ({
          name,
          type: 'string',
          source: 'tag',
        })),
      ];
    });
    return c.json({
      columns: columns.map(({ name, type, source }) => ({
        name,
        id: `${name}--${source}`,
        type,
        source,
      })),
    });
  });
  return routes;
}

function ownColumns(source: string, columns: ReadonlyMap<string, OwnColumn>): Column[] {
  return [...columns].map(([name, { type }]) => ({ name, type, source }));
}

/** Which project a request names. */
export function projectReference(c: Context): ProjectReference {
  return {
    projectId: c.req.query('projectId'),
    workspaceName: c.req.query('workspaceName'),
    projectName: c.req.query('projectName'),
  };
}

function projectAnswer(row: ProjectRow): object {
  return {
    projectId: row.projectId,
    projectName: row.name,
    ownerUserName: row.workspace,
    projectDescription: row.description,
    workspaceName: row.workspace,
    numberOfExperiments: row.experimentCount,
    lastUpdated: row.lastUpdated,
    // Both spellings are in use: clients read the first, Comet's reference tells of the second.
    public: false,
    isPublic: false,
  };
}
