/** Not counted: engines compile anew what runs often. */
const WARM_UP = 5;
const RUNS = 9;

export const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/** What `work` takes in ms; where it resolves to a number, that is what it measured itself. */
async function timed(work) {
  const started = performance.now();
  const found = await work();
  return typeof found === 'number' ? found : performance.now() - started;
}

/**
 * Runs several things in turn, so that all meet the same moods of the machine.
 * @param {Record<string, () => unknown>} works
 * @returns {Promise<Record<string, number[]>>} ms of each run of each; the first, cold ones are not among them
 */
export async function inTurn(works, { runs = RUNS, warmUp = WARM_UP } = {}) {
  const times = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  for (let run = 0; run < warmUp + runs; run++) {
    for (const [name, work] of Object.entries(works)) {
      const time = await timed(work);
      if (run >= warmUp) times[name].push(time);
    }
  }
  return times;
}

/**
 * The row of two lists of what was measured in turn.
 * @param {{ name: string, unit?: string, peerName: string, goal?: string }} about
 * @param {'peer over ours' | 'ours over peer'} ratio how many times better ours is, or how many times the peer's cost
 */
export function rowOf({ name, unit = 'ms', peerName, goal }, ours, peer, ratio = 'peer over ours') {
  const ratios = ours.map((value, run) =>
    ratio === 'peer over ours' ? peer[run] / value : value / peer[run],
  );
  return {
    ...{ name, unit, ours: median(ours), peer: median(peer), peerName },
    ratio: median(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
    goal,
  };
}

/** The row of two things that take time; `cold` is the ratio of the first time that each runs. */
export async function compare(about, ours, peer) {
  const first = await inTurn({ ours, peer }, { runs: 1, warmUp: 0 });
  const times = await inTurn({ ours, peer });
  return { ...rowOf(about, times.ours, times.peer), cold: first.peer[0] / first.ours[0] };
}
