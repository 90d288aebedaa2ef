// A million points reduced to what a plot of 1,000 pixels needs, through the client's public methods: in Node and in pages.
import { compare } from './compare.js';

const POINTS = 1_000_000;
const WIDTH = 1000;

function columns() {
  const x = Float64Array.from({ length: POINTS }, (_, step) => step);
  const y = x.map(
    (step) => Math.exp(-step / 2e5) + Math.sin(step) / 100 + Math.sin(step ** 2) / 50,
  );
  return { x, y };
}

/** Least and greatest value of each pixel and where they stand, as one writes it for one's own columns. */
function plainMinMax({ x, y }, width) {
  const [from, to] = [x[0], x.at(-1)];
  const scale = width / (to - from);
  const low = new Float64Array(width).fill(Infinity);
  const high = new Float64Array(width).fill(-Infinity);
  const lowAt = new Float64Array(width);
  const highAt = new Float64Array(width);
  for (let row = 0; row < x.length; row++) {
    const pixel = Math.min(width - 1, Math.floor((x[row] - from) * scale));
    const value = y[row];
    if (value < low[pixel]) {
      low[pixel] = value;
      lowAt[pixel] = x[row];
    }
    if (value > high[pixel]) {
      high[pixel] = value;
      highAt[pixel] = x[row];
    }
  }
  return { low, high, lowAt, highAt };
}

/** An API whose server knows one metric, the line. */
async function holding(load, { x, y }) {
  const rows = Array.from(x, (step, row) => ({ metricValue: String(y[row]), step }));
  const answer = JSON.stringify({ metrics: rows });
  const network = () =>
    Promise.resolve(new Response(answer, { headers: { 'content-type': 'application/json' } }));
  const { API } = await load({ fetch: network });
  return new API({ baseUrl: 'http://memory.test' });
}

/** @param {{ load: Function, LTTB: Function, place: string }} options the client's, the peer's, and where this runs */
export async function run({ load, LTTB, place }) {
  const line = columns();
  const api = await holding(load, line);
  const series = await api.getExperimentMetric('k', 'loss');
  const handle = await api.holdMetric('k', 'loss');
  const points = Array.from(line.x, (x, row) => ({ x, y: line.y[row] }));
  const plain = plainMinMax(line, WIDTH);
  const found = new Set((await handle.minMax({ width: WIDTH })).y);
  if (![...plain.low, ...plain.high].every((value) => found.has(value)))
    throw new Error('they differ');
  const range = { width: WIDTH };
  const tenth = { ...range, from: 0.45 * POINTS, to: 0.55 * POINTS };
  const loop = () => plainMinMax(line, WIDTH);
  const against = (what, peerName, goal, ours, peer) =>
    compare({ name: `${what}, 1 M points to ${WIDTH}, ${place}`, peerName, goal }, ours, peer);
  const rows = [];
  for (const [kind, held] of [
    ['series', series],
    ['handle', handle],
  ]) {
    const lttb = () => held.lttb(range);
    const minMax = () => held.minMax(range);
    rows.push(
      await against(`${kind}.lttb`, 'downsample (npm), points as objects', '≥ 5×', lttb, () =>
        LTTB(points, WIDTH),
      ),
      await against(`${kind}.minMax`, 'plain loop over typed arrays', '≥ 5×', minMax, loop),
    );
  }
  const zoomed = () => handle.minMax(tenth);
  rows.push(
    await against(
      'handle.minMax of the tenth in the middle',
      'plain loop over all points',
      undefined,
      zoomed,
      loop,
    ),
  );
  api.close();
  return rows;
}
