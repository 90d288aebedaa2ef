/**
 * A Comet server whose weather is told by the experiment key, so that a client in a browser can choose it: the key
 * "500-then-200#x" is answered with status 500 first, and well from then on; of a chart its first key tells. What the server saw of keys that hold a
 * text is read from `GET /seen?key=<text>`; what an asset holds is decided by its id.
 */
import { startFakeComet } from './fake-comet-server.js';
import { numberedBytes } from './client-specs/bytes.js';

const POINTS = Array.from({ length: 100 }, (_, step) => ({
  metricName: 'loss',
  metricValue: String(step / 3),
  step,
  timestamp: 1_700_000_000_000 + step,
}));

const latin1 = { 'content-type': 'text/plain; charset=latin1' };
const utf16 = { 'content-type': 'text/plain; charset="utf-16"' };
const ASSETS = {
  large: { body: numberedBytes(5_000_000), headers: { 'content-type': 'application/x-numbers' } },
  empty: { body: '', headers: { 'content-type': 'text/plain' } },
  latin1: { body: Buffer.from('Größe 5 µm', 'latin1'), headers: latin1 },
  utf16: { body: Buffer.from('Größe 5 µm ∞', 'utf16le'), headers: utf16 },
  klingon: { body: 'nuqneH', headers: { 'content-type': 'text/plain; charset=klingon' } },
  json: { body: '{"deep":[1,{"x":null}]}' },
  'no json': { body: '{"deep":' },
  text: { body: 'all work and no play '.repeat(50_000), headers: { 'content-type': 'text/plain' } },
};

/** Name, source and type of a project's columns. */
const COLUMNS = [
  ['loss', 'metrics', 'double'],
  ['opt', 'params', 'string'],
  ['flag', 'params', 'boolean'],
  ['Name', 'log_other', 'string'],
  ['duration', 'metadata', 'timenumber'],
  ['start_server_timestamp', 'metadata', 'datetime'],
  ['os', 'env_details', 'string'],
  ['best', 'tag', 'string'],
].map(([name, source, type]) => ({ name, id: `${name}--${source}`, source, type }));

const EXPERIMENTS = [
  { experimentKey: 'k1', experimentName: 'one' },
  { experimentKey: 'k2', experimentName: 'two' },
];

/** One series with two points for each experiment, of which the second is its place in the question. */
function chart({ body }) {
  const entry = (experimentKey, index) => ({
    experimentKey,
    experimentName: '',
    empty: false,
    metrics: [{ metricName: 'loss', values: [0.5, index], steps: [0, 1] }],
  });
  const keys = JSON.parse(body).targetedExperiments;
  const experiments = Object.fromEntries(keys.map((key, index) => [key, entry(key, index)]));
  return { body: { experiments, empty: false } };
}

const ANSWERS = {
  'experiments/multi-metric-chart': chart,
  'project/column-names': () => ({ body: { columns: COLUMNS } }),
  'project/query': () => ({ body: { experimentKeys: ['k2', 'k1'] } }),
  experiments: () => ({ body: { experiments: EXPERIMENTS } }),
  'experiment/tags': () => ({ body: { tags: ['fair'] } }),
  'experiment/metrics/get-metric': () => ({ body: { metrics: POINTS } }),
  'experiment/asset/list': () => ({
    body: { assets: Array.from({ length: 20 }, () => ({ assetId: 'text', type: 'image' })) },
  }),
  'experiment/asset/get-by-name': ({ query }) => {
    const assetId = query.get('assetName');
    return { body: { assets: assetId in ASSETS ? [{ assetId, fileName: assetId }] : [] } };
  },
  'experiment/asset/get-asset': ({ query }) => ASSETS[query.get('assetId')],
};

/** What each step of a script does to a good answer. */
const STEPS = {
  200: () => ({}),
  204: () => ({ weather: 'no content' }),
  '429 with Retry-After': () => ({ status: 429, body: {}, headers: { 'retry-after': '1' } }),
  'a page': () => ({ weather: 'an HTML page' }),
  'a page that tells the key': ({ headers }) => ({
    headers: { 'content-type': 'text/html' },
    body: `<!doctype html>${' '.repeat(165)}${headers.authorization} was sent`,
  }),
  'a reason that tells the key': ({ headers }) => ({
    status: 400,
    body: { msg: `not welcome: ${headers.authorization}` },
  }),
  'very many points': () => ({ body: `{"metrics":[{"step":0}${',{"step":1}'.repeat(449_999)}]}` }),
  'as text': () => ({ headers: { 'content-type': 'text/plain' } }),
  moved: ({ path, rawQuery }) => ({
    status: 302,
    body: '',
    headers: { location: `/moved${path}${rawQuery}` },
  }),
  'moved away': ({ path, rawQuery }, awayUrl) => ({
    status: 302,
    body: '',
    headers: { location: `${awayUrl}/moved${path}${rawQuery}` },
  }),
};

const firstTarget = ({ path, body }) =>
  path.endsWith('/multi-metric-chart') ? JSON.parse(body).targetedExperiments[0] : undefined;

/** What a step of a script does: a row of `STEPS`, a status, or else a weather of the fake server's. */
function change(step, request, awayUrl) {
  if (step in STEPS) return STEPS[step](request, awayUrl);
  if (/^\d+$/.test(step)) return { status: Number(step), body: { msg: `told to say ${step}` } };
  return { weather: step };
}

/** Starts the server. `host` is the address to listen on; "moved away" leads to `awayUrl`. */
export async function startWeatherComet({ host, awayUrl } = {}) {
  const steps = new Map();
  const fake = await startFakeComet(
    (request) => {
      if (request.path === '/seen') return { body: seen(request.query.get('key')) };
      if (request.path === '/asked') return { body: asked(request.query.get('project')) };
      const path = request.path.replace(/^(\/moved)?\/api\/rest\/v2\//, '');
      const good = ANSWERS[path]?.(request) ?? { status: 404, body: { msg: `no ${path}` } };
      const key = request.query.get('experimentKey') ?? firstTarget(request) ?? '';
      if (request.path.startsWith('/moved')) return good;
      const script = key.split('#')[0].split('-then-');
      const step = steps.get(key) ?? 0;
      steps.set(key, step + 1);
      return { ...good, ...change(script[Math.min(step, script.length - 1)], request, awayUrl) };
    },
    { host },
  );
  const seen = (part) =>
    fake.requests
      .filter(({ query }) => query.get('experimentKey')?.includes(part))
      .map(({ path, rawQuery, headers, begun, ended }) => ({
        path,
        rawQuery,
        key: new URLSearchParams(rawQuery).get('experimentKey'),
        authorization: headers.authorization ?? null,
        begun,
        ended,
      }));
  const asked = (project) =>
    fake.requests
      .filter(
        ({ path, rawQuery, body }) => path !== '/asked' && (rawQuery + body).includes(project),
      )
      .map(({ path, body }) => ({ path, body: body && JSON.parse(body) }));
  return fake;
}
