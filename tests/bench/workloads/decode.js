// From the bytes of a metric answer to columns, in the thread that asks: in Node and in pages.
import { answering, chartAnswer, chartEntry, metricAnswer } from './answers.js';
import { compare, inTurn, median } from './compare.js';

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

const readMetric = async (api) => (await api.getExperimentMetric('k', 'train_loss')).value;
const readChart = async (api) =>
  (await api.getMetricsForChart(['k'], ['loss'], [], true, true))['0'].metrics[0].values;

/** An API whose server always gives this answer, and keeps nothing of it. */
async function asking(load, network) {
  const { API } = await load({ fetch: network });
  const api = new API({ baseUrl: 'http://memory.test' });
  await api.useCache(false);
  return api;
}

async function against(load, about, bytes, ours, peer) {
  const network = answering(bytes);
  const api = await asking(load, network);
  const row = await compare(
    about,
    () => ours(api),
    () => peer(network),
  );
  const [a, b] = [await ours(api), await peer(network)];
  api.close();
  if (a.length === b.length && a.every((value, i) => value === b[i])) return row;
  throw new Error(`${about.name}: the two read different values`);
}

/** How cost grows with the number of points. */
async function growth(load, place) {
  const rows = [];
  for (const points of [1e2, 1e3, 1e4, 1e5, 1e6]) {
    const api = await asking(load, answering(metricAnswer(points)));
    const { ours } = await inTurn({ ours: () => readMetric(api) });
    api.close();
    const name = `get-metric answer of ${points.toExponential()} points, ${place}`;
    rows.push({ name, unit: 'ns a point', ours: (median(ours) * 1e6) / points });
  }
  return rows;
}

/** @param {{ load: Function, place: string }} options the client's, and where this runs, as rows name it */
export async function run({ load, place }) {
  const keys = Array.from({ length: 100 }, (_, i) => String(i));
  const chart = chartAnswer(keys.map((key) => chartEntry(key, 5000)));
  const peerName = `TextDecoder + JSON.parse + loop, ${place}`;
  const [metricRow, chartRow] = [
    { name: `get-metric answer to columns, 200,000 points, ${place}`, peerName, goal: '≥ 10×' },
    { name: `multi-metric-chart answer to columns, 1 M numbers, ${place}`, peerName, goal: '≥ 4×' },
  ];
  return [
    await against(load, metricRow, metricAnswer(200_000), readMetric, plainMetric),
    await against(load, chartRow, chart, readChart, plainChart),
    ...(await growth(load, place)),
  ];
}
