/** The paths of Comet's REST v2 read calls, by method. Writing calls are GETs too in places, so each is named. */
const READS: Record<string, string[]> = {
  GET: [
    'account-details',
    'workspaces',
    'projects',
    'project',
    'project/notes',
    'project/column-names',
    'experiments',
    'experiment/metadata',
    'experiment/parameters',
    'experiment/metrics/summary',
    'experiment/metrics/get-metric',
    'experiment/metrics/get-all',
    'experiment/log-other',
    'experiment/tags',
    'experiment/html',
    'experiment/code',
    'experiment/output',
    'experiment/graph',
    'experiment/system-details',
    'experiment/git/metadata',
    'experiment/git/patch',
    'experiment/asset/list',
    'experiment/asset/get-by-name',
    'experiment/asset/get-asset',
    'experiment/model',
    'experiment/model/asset/list',
    'experiment/model/download',
    'get/artifacts',
    'views/get-all',
    'views/chart-templates',
    'artifacts/get-all',
    'artifacts/get',
    'artifacts/version/files',
    'registry-model',
    'registry-model/count',
    'registry-model/details',
  ],
  POST: ['project/query', 'experiments/search', 'experiments/multi-metric-chart'],
};

const PREFIX = '/api/rest/v2/';
const allowed = new Set([
  'GET /clientlib/isAlive/ver',
  ...Object.entries(READS).flatMap(([method, paths]) =>
    paths.map((path) => `${method} ${PREFIX}${path}`),
  ),
]);

/** Whether the call only reads. The path has to be spelled as Comet spells it. */
export function isRead(method: string, path: string): boolean {
  return allowed.has(`${method} ${path}`);
}
