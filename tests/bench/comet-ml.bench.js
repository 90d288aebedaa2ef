// The client in Node and the real comet_ml in CPython, reading from the same server: to typed arrays, and to lists.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { load } from 'perihelion';

import { startCometMl } from '../support/comet-ml.js';
import { inTurn, rowOf } from './workloads/compare.js';

const POINTS = 200_000;
const [EXPERIMENTS, POINTS_EACH] = [100, 5000];
const SERVER = fileURLToPath(new URL('./answer-server.js', import.meta.url));

/** comet_ml in a process that waits: `ask(what)` resolves to the ms that it took and the points that it has. */
async function startPeer(origin) {
  const child = startCometMl('bench/comet_ml_client.py', origin);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error('comet_ml ended');
      if (value.startsWith('{')) return JSON.parse(value);
    }
  };
  await next();
  return {
    ask(what) {
      child.stdin.write(`${what}\n`);
      return next();
    },
    close: () => child.stdin.end(),
  };
}

async function against(name, what, expected, peer, ours) {
  const check = (points) => {
    if (points !== expected) throw new Error(`${name}: ${points} points instead of ${expected}`);
  };
  const works = {
    async ours() {
      check(await ours());
    },
    async peer() {
      const { ms, points } = await peer.ask(what);
      check(points);
      return ms;
    },
  };
  const times = await inTurn(works, { warmUp: 3 });
  return rowOf({ name, peerName: 'comet_ml.API, CPython' }, times.ours, times.peer);
}

export async function run() {
  const server = fork(SERVER, [POINTS, EXPERIMENTS, POINTS_EACH].map(String));
  const [origin] = await once(server, 'message');
  const peer = await startPeer(origin);
  const { API } = await load();
  const api = new API({ baseUrl: origin });
  await api.useCache(false);
  const readMetric = async () => (await api.getExperimentMetric('k', 'train_loss')).length;
  const readChart = async () => {
    const chart = await api.getMetricsForChart(['k'], ['loss'], [], true, true);
    return Object.values(chart).reduce((sum, { metrics }) => sum + metrics[0].values.length, 0);
  };
  const chartPoints = EXPERIMENTS * POINTS_EACH;
  try {
    return [
      await against(`get-metric over HTTP, ${POINTS} points`, 'metric', POINTS, peer, readMetric),
      await against(
        `multi-metric-chart over HTTP, ${EXPERIMENTS} experiments × ${POINTS_EACH} points`,
        ...['chart', chartPoints, peer, readChart],
      ),
    ];
  } finally {
    api.close();
    peer.close();
    server.disconnect();
  }
}
