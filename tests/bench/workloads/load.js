// Charts of many experiments, from a server to typed arrays on the page: by the client's worker and by what one writes
// without it. A beat tells how long each keeps the page from its own work.
import { startBeat } from '/support/beat.js';
import { inTurn, median, rowOf } from './compare.js';

const PATH = '/api/rest/v2/experiments/multi-metric-chart';
const RUNS = 9;
const SCRIPT = 'fetch + json() + loop in the page';

const asked = (keys, fetchFull) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({
    targetedExperiments: keys,
    metrics: ['loss'],
    params: null,
    independentMetrics: true,
    fetchFull,
  }),
});

const columnsOf = ({ experiments }) =>
  Object.values(experiments).map(({ metrics: [{ values, steps }] }) => ({
    values: Float64Array.from(values),
    steps: Float64Array.from(steps),
  }));

async function byScript(keys, fetchFull) {
  const response = await fetch(PATH, asked(keys, fetchFull));
  return columnsOf(await response.json());
}

/** A worker that fetches and parses; what it has parsed comes over as a structured clone. */
function parsingWorker() {
  const script = `onmessage = async ({ data: [url, options] }) => {
    const response = await fetch(url, options);
    postMessage(JSON.parse(await response.text()));
  };`;
  const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
  return (keys, fetchFull) =>
    new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(columnsOf(data));
      worker.postMessage([new URL(PATH, location.href).href, asked(keys, fetchFull)]);
    });
}

async function byClient(load) {
  const { API } = await load({ worker: true });
  const api = new API({ baseUrl: location.origin });
  await api.useCache(false);
  return async (keys, fetchFull) => {
    const chart = await api.getMetricsForChart(keys, ['loss'], [], true, fetchFull);
    return Object.values(chart).map(({ metrics: [metric] }) => metric);
  };
}

const keysOf = (count) => Array.from({ length: count }, (_, at) => `experiment-${at}`);

/** The least that an answer costs: its bytes, thrown away. */
async function bare(keys, fetchFull) {
  const reader = (await fetch(PATH, asked(keys, fetchFull))).body.getReader();
  while (!(await reader.read()).done);
}

function requireSame(name, ours, theirs) {
  const isSame =
    ours.length === theirs.length &&
    ours.every(({ values, steps }, at) =>
      [
        [values, theirs[at].values],
        [steps, theirs[at].steps],
      ].every(([a, b]) => a.length === b.length && a.every((value, row) => value === b[row])),
    );
  if (!isSame) throw new Error(`${name} gave other values`);
}

/** A hundred experiments: the time until all are there, and the longest gap of the page meanwhile. */
export async function runHundred({ load, points }) {
  const keys = keysOf(100);
  const ways = { ours: await byClient(load), script: byScript, worker: parsingWorker() };
  const expected = await ways.script(keys, true);
  for (const [name, way] of Object.entries(ways))
    requireSame(name, await way(keys, true), expected);

  const takeLongestGap = startBeat();
  const gaps = { ours: [], script: [], worker: [], bare: [], idle: [] };
  const rest = () => new Promise((resolve) => setTimeout(resolve, 300));
  // A gap is known at the next beat.
  const settled = () => new Promise((resolve) => setTimeout(resolve, 50));
  const watched = ([name, work]) => [
    name,
    async () => {
      await settled();
      takeLongestGap();
      const started = performance.now();
      await work(keys, true);
      const time = performance.now() - started;
      await settled();
      gaps[name].push(takeLongestGap());
      return time;
    },
  ];
  const works = Object.entries({ ...ways, bare, idle: rest }).map(watched);
  const times = await inTurn(Object.fromEntries(works), { runs: RUNS });
  for (const list of Object.values(gaps)) list.splice(0, list.length - RUNS);

  const what = `100 experiments × ${points} points to typed arrays on the page`;
  const worker = 'JSON.parse in a worker + structured clone';
  const time = (peerName, peer, goal) =>
    rowOf({ name: what, peerName, goal }, times.ours, times[peer]);
  const gap = (peerName, peer, goal) =>
    rowOf(
      { name: `${what}: longest gap`, peerName, goal },
      gaps.ours,
      gaps[peer],
      'ours over peer',
    );
  return [
    time(SCRIPT, 'script', '≥ 3×'),
    time(worker, 'worker'),
    time('the machine’s limit: its bytes, thrown away', 'bare'),
    gap(SCRIPT, 'script', '≤ 0.2×'),
    gap(worker, 'worker'),
    gap('the same page idle', 'idle', '≤ 2×'),
  ];
}

/** How cost grows with the number of experiments. */
export async function runGrowth({ load, points }) {
  const ours = await byClient(load);
  const rows = [];
  for (const count of [1, 10, 100, 1000]) {
    const keys = keysOf(count);
    const options = { runs: 5, warmUp: 2 };
    const times = await inTurn(
      { ours: () => ours(keys, false), peer: () => byScript(keys, false) },
      options,
    );
    const name = `chart of ${count} experiments × ${points} points`;
    rows.push(rowOf({ name, peerName: SCRIPT }, times.ours, times.peer), {
      name: `${name}, for each`,
      unit: 'ms',
      ours: median(times.ours) / count,
    });
  }
  return rows;
}
