import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { build } from './build.js';
import { root } from './environment.js';
import { main } from './progress.js';
import { SetupError } from './run.js';
import { setUp } from './setup.js';
import { printTable } from './table.js';

/**
 * Each tests/bench/NAME.bench.js exports `run()`, which resolves to rows of
 * `{ name, unit, ours, peer, peerName, ratio, goal }`: two measured numbers in `unit`, their ratio, and the goal as
 * "≥ 4×" (the ratio is how many times better ours is), "≤ 10×" (it is how many times the peer's cost ours is) or
 * "≤ 120 kB" (about ours). Peer, ratio and goal may be left out; `spread` is the least and the greatest ratio that was
 * met, and `cold` that of the first time that code ran.
 * Names after `npm run bench --` choose files.
 */
await main(async () => {
  const files = chooseFiles(process.argv.slice(2));
  await setUp(['build', 'native', 'bench', 'browsers', 'python']);
  await build();
  const rows = [];
  for (const file of files) {
    console.log(`\n=== ${file}`);
    const { run } = await import(pathToFileURL(path.join(root, 'tests/bench', file)));
    rows.push(...(await run()));
  }
  const judged = rows.map((row) => ({ ...row, met: isMet(row) }));
  mkdirSync(path.join(root, 'build'), { recursive: true });
  writeFileSync(path.join(root, 'build/bench.json'), `${JSON.stringify(judged, null, 2)}\n`);
  printTable(
    ['what', 'unit', 'ours', 'peer', 'peer is', 'ratio', 'spread', 'cold', 'goal', 'met'],
    judged.map(({ name, unit, ours, peer, peerName, ratio, spread, cold, goal, met }) => [
      ...[name, unit, round(ours), round(peer), peerName, round(ratio)],
      ...[spread?.map((one) => one.toFixed(1)).join(' to '), round(cold), goal],
      met === undefined ? '' : met ? 'yes' : 'NO',
    ]),
  );
});

function chooseFiles(names) {
  const files = readdirSync(path.join(root, 'tests/bench')).filter((name) =>
    name.endsWith('.bench.js'),
  );
  const chosen = files.filter(
    (file) => names.length === 0 || names.includes(path.basename(file, '.bench.js')),
  );
  if (chosen.length < Math.max(names.length, 1)) {
    throw new SetupError(`no such benchmark; tests/bench has: ${files.join(', ') || 'none'}`);
  }
  return chosen;
}

function isMet({ ours, ratio, goal }) {
  const parts = /^([≥≤])\s*([\d.]+)\s*(.*)$/.exec(goal ?? '');
  if (!parts) return undefined;
  const [, sign, limit, unit] = parts;
  const measured = unit === '×' ? ratio : ours;
  return sign === '≥' ? measured >= Number(limit) : measured <= Number(limit);
}

function round(number) {
  return typeof number === 'number' ? Number(number.toPrecision(4)) : number;
}
