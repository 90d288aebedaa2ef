// From the bytes of a metric answer to columns: the client in WebAssembly against what a user would write.
import { readFile } from 'node:fs/promises';
import { load } from 'perihelion';

const WASM = new URL('../../js/dist/perihelion.wasm', import.meta.url);
const RUNS = 9;
/** Not counted: engines compile anew what runs often. The first run is printed. */
const WARM_UP = 5;
const PIECE = 64 * 1024;

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/**
 * A fetch that answers with these bytes, in pieces as a network delivers them. They are cut beforehand: bytes that have
 * arrived lie in memory of their own, and to copy them there is not what is measured.
 */
function answering(bytes) {
  const count = Math.ceil(bytes.length / PIECE);
  const pieces = Array.from({ length: count }, (_, i) => bytes.slice(i * PIECE, (i + 1) * PIECE));
  return () => {
    let next = 0;
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(pieces[next++]);
        if (next === count) controller.close();
      },
    });
    return Promise.resolve(new Response(body, { headers: { 'content-type': 'application/json' } }));
  };
}

function metricAnswer(count) {
  const rows = Array.from({ length: count }, (_, step) => ({
    metricName: 'train_loss',
    metricValue: String(Math.exp(-step / count) + Math.sin(step) / 100),
    timestamp: 1_700_000_000_000 + step * 37,
    step,
    epoch: Math.floor(step / 500),
    runContext: 'train',
    offset: step + 1,
  }));
  return new TextEncoder().encode(JSON.stringify({ metrics: rows }));
}

function chartAnswer(experiments, points) {
  const entry = (key) => [
    key,
    {
      experimentKey: key,
      experimentName: `run ${key}`,
      empty: false,
      steps: null,
      epochs: null,
      metrics: [
        {
          metricName: 'loss',
          values: Array.from(
            { length: points },
            (_, i) => Math.exp(-i / points) + Math.sin(i) / 50,
          ),
          steps: Array.from({ length: points }, (_, i) => i),
          epochs: null,
          timestamps: null,
          durations: null,
        },
      ],
      params: null,
    },
  ];
  const keys = Array.from({ length: experiments }, (_, i) => String(i));
  const answer = { empty: false, experiments: Object.fromEntries(keys.map(entry)) };
  return new TextEncoder().encode(JSON.stringify(answer));
}

async function plainMetric(network) {
  const { metrics } = JSON.parse(new TextDecoder().decode(await (await network()).arrayBuffer()));
  const columns = ['value', 'step', 'epoch', 'timestamp'].map(
    () => new Float64Array(metrics.length),
  );
  metrics.forEach((row, i) => {
    columns[0][i] = Number(row.metricValue);
    columns[1][i] = row.step ?? NaN;
    columns[2][i] = row.epoch ?? NaN;
    columns[3][i] = row.timestamp ?? NaN;
  });
  return columns[0];
}

async function plainChart(network) {
  const text = new TextDecoder().decode(await (await network()).arrayBuffer());
  const columns = Object.values(JSON.parse(text).experiments).flatMap(({ metrics }) =>
    metrics.map(({ values, steps }) => [Float64Array.from(values), Float64Array.from(steps)]),
  );
  return columns[0][0];
}

/** The two in turn, so that both meet the same moods of the machine. */
async function compare(name, goal, bytes, ours, peer) {
  const network = answering(bytes);
  const { API } = await load({ wasm: await readFile(WASM), fetch: network });
  const api = new API({ baseUrl: 'http://memory.test' });
  await api.useCache(false);
  const times = { ours: [], peer: [] };
  const timed = async (place, work) => {
    const started = performance.now();
    const column = await work();
    times[place].push(performance.now() - started);
    return column;
  };
  for (let run = 0; run < WARM_UP + RUNS; run++) {
    const a = await timed('ours', () => ours(api));
    const b = await timed('peer', () => peer(network));
    if (a.length !== b.length || a.some((value, i) => value !== b[i]))
      throw new Error('they differ');
  }
  const ratios = times.ours.map((time, i) => times.peer[i] / time);
  const first = ratios[0];
  for (const list of [ratios, times.ours, times.peer]) list.splice(0, WARM_UP);
  console.log(
    `${name}: ${(bytes.length / 1e6).toFixed(1)} MB, ratio ${Math.min(...ratios).toFixed(2)} to ` +
      `${Math.max(...ratios).toFixed(2)} over ${RUNS} runs; cold ${first.toFixed(2)}`,
  );
  api.close();
  return {
    name,
    unit: 'ms',
    ours: median(times.ours),
    peer: median(times.peer),
    peerName: 'TextDecoder + JSON.parse + loop, Node',
    ratio: median(ratios),
    goal,
  };
}

/** Decoding in Node, in this process: the two metric shapes. */
export async function run() {
  return [
    await compare(
      'get-metric answer to columns, 200,000 points',
      '≥ 10×',
      metricAnswer(200_000),
      async (api) => (await api.getExperimentMetric('k', 'train_loss')).value,
      plainMetric,
    ),
    await compare(
      'multi-metric-chart answer to columns, 1 M numbers',
      '≥ 4×',
      chartAnswer(100, 5000),
      async (api) =>
        (await api.getMetricsForChart(['k'], ['loss'], [], true, true))['0'].metrics[0].values,
      plainChart,
    ),
  ];
}
