import { Hono } from 'hono';
import { HttpError } from '../errors.js';
import { bodyUpTo, booleanMember, countMember, jsonBody, textMember } from '../request.js';
import type { Store } from '../store/database.js';
import { decodePredicates, decodeRulesTree } from '../store/predicate.js';
import { conditionOf } from '../store/predicate-sql.js';
import { experimentKeys, experimentsOf, findProject } from '../store/queries.js';
import { experimentAnswer } from './experiments.js';

const MAX_BODY_BYTES = 2 ** 20;
const PAGE = 100;

/** Which experiments of a project a question is true of, in the two forms in which Comet's clients ask. */
export function queryRoutes(store: Store): Hono {
  const routes = new Hono();
  routes.post('/project/query', bodyUpTo(MAX_BODY_BYTES), async (c) => {
    const body = await jsonBody(c);
    if (body.predicates === undefined) throw new HttpError(400, 'missing parameter: predicates');
    const reference = {
      projectId: textMember(body, 'projectId'),
      workspaceName: textMember(body, 'workspaceName'),
      projectName: textMember(body, 'projectName'),
    };
    const archived = booleanMember(body, 'archived', false);
    const condition = conditionOf(decodePredicates(body.predicates));
    const keys = await store.use((database) =>
      experimentKeys(database, findProject(database, reference).projectId, archived, condition),
    );
    return c.json({ experimentKeys: keys });
  });
  routes.post('/experiments/search', bodyUpTo(MAX_BODY_BYTES), async (c) => {
    const body = await jsonBody(c);
    const projectId = textMember(body, 'projectId');
    if (!projectId) throw new HttpError(400, 'missing parameter: projectId');
    const page = {
      archived: booleanMember(body, 'deleted', false),
      sortBy: 'startTime' as const,
      sortOrder: 'asc' as const,
      size: countMember(body, 'limit', PAGE),
      page: countMember(body, 'page', 1),
    };
    const condition = conditionOf(decodeRulesTree(body.rulesTree));
    const rows = await store.use((database) =>
      experimentsOf(database, findProject(database, { projectId }).projectId, page, condition),
    );
    return c.json({ experiments: rows.map(experimentAnswer) });
  });
  return routes;
}
