import path from 'node:path';

import { build } from './build.js';
import { root } from './environment.js';
import { main } from './progress.js';
import { run, runOrThrow } from './run.js';
import { setUp } from './setup.js';
import { filesIn, hashOf, unlessDone } from './stamp.js';

const command = path.join(root, 'web/dist/server/cli.js');
const store = path.join(root, '.perihelion');
const samples = 'examples/data';

// Anything after `npm start --` goes to `perihelion serve`; who names other data gets no samples.
await main(async () => {
  const args = process.argv.slice(2);
  await setUp(['build']);
  await build();
  const ownData = args.some((arg) => /^--(data|upstream)(=|$)/.test(arg));
  if (!ownData) await importSamples();
  const data = ownData ? [] : ['--data', store];
  process.exitCode = await run(process.execPath, [command, 'serve', ...data, ...args], {
    isService: true,
  });
});

async function importSamples() {
  const archives = filesIn(samples).filter((file) => file.endsWith('.zip'));
  if (archives.length === 0) return;
  await unlessDone('.perihelion/samples.stamp', hashOf(archives), () =>
    runOrThrow(process.execPath, [command, 'import', '--data', store, ...archives], { cwd: root }),
  );
}
