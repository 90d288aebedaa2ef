// A million points reduced to what a plot of 1,000 pixels needs: the client in WebAssembly, through its public methods.
import downsample from 'downsample';
import { load } from 'perihelion';

const POINTS = 1_000_000;
const WIDTH = 1000;
const RUNS = 15;
/** Not counted: engines compile anew what runs often. The first run is printed. */
const WARM_UP = 5;

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

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

/** The two in turn, so that both meet the same moods of the machine. */
async function compare(name, goal, peerName, ours, peer) {
  const times = { ours: [], peer: [] };
  const timed = async (place, work) => {
    const started = performance.now();
    await work();
    times[place].push(performance.now() - started);
  };
  for (let run = 0; run < WARM_UP + RUNS; run++) {
    await timed('ours', ours);
    await timed('peer', peer);
  }
  const ratios = times.ours.map((time, i) => times.peer[i] / time);
  const first = ratios[0];
  for (const list of [ratios, times.ours, times.peer]) list.splice(0, WARM_UP);
  console.log(
    `${name}: ratio ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)} over ` +
      `${RUNS} runs; cold ${first.toFixed(2)}`,
  );
  const [oursTime, peerTime] = [median(times.ours), median(times.peer)];
  const ratio = median(ratios);
  return { name, unit: 'ms', ours: oursTime, peer: peerTime, peerName, ratio, goal };
}

/** An API whose server knows one metric, the line. */
async function holding({ x, y }) {
  const rows = Array.from(x, (step, row) => ({ metricValue: String(y[row]), step }));
  const answer = JSON.stringify({ metrics: rows });
  const network = () =>
    Promise.resolve(new Response(answer, { headers: { 'content-type': 'application/json' } }));
  const { API } = await load({ fetch: network });
  return new API({ baseUrl: 'http://memory.test' });
}

export async function run() {
  const line = columns();
  const api = await holding(line);
  const series = await api.getExperimentMetric('k', 'loss');
  const handle = await api.holdMetric('k', 'loss');
  const points = Array.from(line.x, (x, row) => ({ x, y: line.y[row] }));
  const plain = plainMinMax(line, WIDTH);
  const ours = await handle.minMax({ width: WIDTH });
  const found = new Set(ours.y);
  if (![...plain.low, ...plain.high].every((value) => found.has(value)))
    throw new Error('they differ');
  const range = { width: WIDTH };
  const rows = [];
  for (const [place, held] of [
    ['series', series],
    ['handle', handle],
  ]) {
    rows.push(
      await compare(
        `${place}.lttb, 1 M points to ${WIDTH}`,
        '≥ 5×',
        'downsample (npm), points as objects',
        () => held.lttb(range),
        () => downsample.LTTB(points, WIDTH),
      ),
      await compare(
        `${place}.minMax, 1 M points to ${WIDTH} pixels`,
        '≥ 5×',
        'plain loop over typed arrays, Node',
        () => held.minMax(range),
        () => plainMinMax(line, WIDTH),
      ),
    );
  }
  rows.push(
    await compare(
      `handle.minMax, the tenth in the middle, ${WIDTH} pixels`,
      undefined,
      'plain loop over all points',
      () => handle.minMax({ ...range, from: 0.45 * POINTS, to: 0.55 * POINTS }),
      () => plainMinMax(line, WIDTH),
    ),
  );
  api.close();
  return rows;
}
