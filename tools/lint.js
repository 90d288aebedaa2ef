import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';

import { build, configurePreset } from './build.js';
import { python, root } from './environment.js';
import { main } from './progress.js';
import { run } from './run.js';
import { setUp } from './setup.js';
import { filesIn } from './stamp.js';
import { printTable } from './table.js';

const cppFolders = ['include', 'src', 'wasm', 'tests', 'examples'];
const bin = (name) => path.join(root, 'node_modules', '.bin', name);
const inRoot = { cwd: root };

// `npm run lint -- --fix` formats and repairs what can be repaired without a person.
await main(async () => {
  const fix = process.argv.includes('--fix');
  await setUp(['build', 'native', 'lint', 'python', 'docs']);
  await build();
  const results = [];
  for (const [name, command, args] of checks(fix)) {
    console.log(`\n=== ${name}`);
    const status = await run(command, args, inRoot);
    results.push([name, status === 0 ? 'passed' : 'FAILED']);
  }
  results.push(['clang-tidy', (await tidy(fix)) ? 'passed' : 'FAILED']);
  printTable(['check', 'result'], results);
  if (results.some(([, verdict]) => verdict === 'FAILED')) process.exitCode = 1;
});

function checks(fix) {
  const cpp = cppFolders
    .flatMap((folder) => filesIn(folder))
    .filter((file) => /\.(cpp|h)$/.test(file));
  const formatting = fix ? ['-i'] : ['--dry-run', '-Werror'];
  return [
    ['clang-format', 'clang-format-19', [...formatting, ...cpp]],
    ['prettier', bin('prettier'), [fix ? '--write' : '--check', '--log-level=warn', '.']],
    ['eslint', bin('eslint'), ['--max-warnings=0', ...(fix ? ['--fix'] : []), '.']],
    ...typescriptProjects().map((file) => [`tsc ${file}`, bin('tsc'), ['--noEmit', '-p', file]]),
    ['ruff check', python, ['-m', 'ruff', 'check', ...(fix ? ['--fix'] : []), '.']],
    ['ruff format', python, ['-m', 'ruff', 'format', ...(fix ? [] : ['--check']), '.']],
    ['docs', process.execPath, ['tools/docs.js']],
  ];
}

function typescriptProjects() {
  return ['js', 'web', 'web/app', 'web/server', 'examples/react'].flatMap((folder) =>
    readdirSync(path.join(root, folder))
      .filter((name) => /^tsconfig.*\.json$/.test(name))
      .map((name) => path.join(folder, name)),
  );
}

async function tidy(fix) {
  console.log('\n=== clang-tidy');
  await configurePreset('native-debug');
  const status = await run(
    'run-clang-tidy-19',
    [
      ...['-p', 'build/native-debug', '-quiet', '-j', String(availableParallelism())],
      ...(fix ? ['-fix'] : []),
      path.join(root, 'src'),
    ],
    inRoot,
  );
  return status === 0;
}
