// Every kernel natively, the decoders beside nlohmann/json and simdjson: runs the program of tests/bench/cpp.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { buildPreset } from '../../tools/build.js';
import { median } from './workloads/compare.js';

const PROGRAM = new URL(
  '../../build/native-bench/tests/bench/cpp/perihelion_bench',
  import.meta.url,
);
const REPETITIONS = 7;

/** Processor time in ms by the benchmark's name, for each of its repetitions. */
async function measure() {
  const { stdout } = await promisify(execFile)(
    fileURLToPath(PROGRAM),
    [
      `--benchmark_repetitions=${REPETITIONS}`,
      // All by turns, so that what is compared meets the same moods of the machine.
      '--benchmark_enable_random_interleaving=true',
      '--benchmark_min_time=0.05',
      '--benchmark_format=json',
    ],
    { maxBuffer: 1e8 },
  );
  const times = {};
  for (const one of JSON.parse(stdout).benchmarks) {
    if (one.run_type !== 'iteration') continue;
    const unit = { ns: 1e-6, us: 1e-3, ms: 1, s: 1e3 }[one.time_unit];
    (times[one.run_name] ??= []).push(one.cpu_time * unit);
  }
  return times;
}

export async function run() {
  await buildPreset('native-bench');
  const times = await measure();
  const ms = (name) => median(times[name]);
  const against = (name, ours, peer, goal) => {
    // Repetitions of the two are in no pairs.
    const spread = [
      Math.min(...times[peer]) / Math.max(...times[ours]),
      Math.max(...times[peer]) / Math.min(...times[ours]),
    ];
    const ratio = ms(peer) / ms(ours);
    return {
      name,
      unit: 'ms',
      ours: ms(ours),
      peer: ms(peer),
      peerName: peer,
      ratio,
      spread,
      goal,
    };
  };
  const last = (name) => Number(name.split('/').at(-1));
  const starting = (prefix) =>
    Object.keys(times)
      .filter((name) => name.startsWith(prefix))
      .toSorted((a, b) => last(a) - last(b) || a.localeCompare(b));
  const metric = starting('metric/ours')[0];
  const chart = starting('chart/ours')[0];
  return [
    against('native get-metric, 200,000 points', metric, 'metric/nlohmann-sax', '≥ 8×'),
    against('native get-metric, 200,000 points', metric, 'metric/simdjson-ondemand', '≥ 1.5×'),
    against('native chart, 1 M numbers', chart, 'chart/nlohmann-sax'),
    against('native chart, 1 M numbers', chart, 'chart/simdjson-ondemand'),
    against('native get-metric against reading the bytes', metric, 'limit/memchr'),
    against('native get-metric against copying the bytes', metric, 'limit/memcpy'),
    ...['metric', 'chart'].flatMap((shape) =>
      starting(`${shape}/pieces/`).map((name) => ({
        name: `native ${shape} in pieces of ${last(name)} B`,
        unit: 'ms',
        ours: ms(name),
      })),
    ),
    ...starting('points/').map((name) => ({
      name: `native get-metric, ${last(name).toExponential()} points`,
      unit: 'ns a point',
      ours: (ms(name) * 1e6) / last(name),
    })),
    ...starting('reduce/').map((name) => ({
      name: `native ${name}, 1 M points`,
      unit: 'ms',
      ours: ms(name),
    })),
    ...['cache/find', 'cache/keep', 'query/parse', 'query/encode']
      .flatMap(starting)
      .map((name) => ({
        name: `native ${name}`,
        unit: 'µs',
        ours: ms(name) * 1e3,
      })),
  ];
}
