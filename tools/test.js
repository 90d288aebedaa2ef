import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';

import { build, buildPreset, buildWasm } from './build.js';
import { root } from './environment.js';
import { main } from './progress.js';
import { run, SetupError } from './run.js';
import { setUp } from './setup.js';
import { printTable } from './table.js';

const suites = {
  cpp: { needs: ['native'], run: runCpp },
  fuzz: { needs: ['native'], run: () => runNode('fuzz') },
  js: { needs: ['certificates'], run: runJs },
  browser: { needs: ['browsers'], run: () => runNode('browser', ['--test-concurrency=1']) },
  package: { needs: ['native', 'python', 'certificates'], run: () => runNode('package') },
  conformance: { needs: ['native', 'python'], run: () => runNode('conformance') },
};

// What hangs is to be named as a failure: milliseconds that no test file takes, even on a slow machine.
const longestFile = 20 * 60_000;

await main(async () => {
  const chosen = chooseSuites(process.argv.slice(2));
  await setUp(['build', ...new Set(chosen.flatMap((name) => suites[name].needs))]);
  await build();
  const results = [];
  for (const name of chosen) results.push(await runSuite(name));
  printFailures(results);
  printTable(
    ['suite', 'result', 'tests', 'skipped', 'seconds'],
    results.map(({ name, verdict, tests, skipped, seconds }) => [
      name,
      verdict,
      tests,
      skipped,
      seconds,
    ]),
  );
  if (results.some(({ verdict }) => verdict !== 'passed')) process.exitCode = 1;
});

function chooseSuites(names) {
  const unknown = names.filter((name) => !Object.hasOwn(suites, name));
  if (unknown.length > 0) {
    throw new SetupError(
      `no test suite ${unknown.join(', ')}`,
      `There are ${Object.keys(suites).join(', ')}; without a name all of them run.`,
    );
  }
  return names.length > 0 ? names : Object.keys(suites);
}

// A suite that ran nothing has not passed: a wrong path or a lost file must not look like success.
async function runSuite(name) {
  console.log(`\n=== ${name}`);
  const started = Date.now();
  const { ok, tests, skipped, failures = [] } = await suites[name].run();
  const seconds = Math.round((Date.now() - started) / 1000);
  const verdict = !ok ? 'FAILED' : tests > 0 ? 'passed' : 'NO TESTS';
  return { name, verdict, tests, skipped, seconds, failures };
}

// Again and together: suites print thousands of lines after one that failed.
function printFailures(results) {
  for (const { name: suite, failures } of results) {
    for (const { name, why } of failures) console.log(`\nFAILED ${suite}: ${name}\n${why}`);
  }
}

async function runCpp() {
  await buildPreset('native-asan');
  const report = path.join(root, 'build', 'ctest.xml');
  rmSync(report, { force: true });
  const status = await run(
    'ctest',
    [
      ...['--preset', 'native-asan', '--no-tests=error', '--output-on-failure'],
      ...['--timeout', '300'],
      ...['--parallel', String(availableParallelism()), '--output-junit', report],
    ],
    { cwd: root },
  );
  const attribute = (name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(xml)?.[1] ?? 0);
  const xml = existsSync(report) ? readFileSync(report, 'utf8') : '';
  const skipped = attribute('skipped') + attribute('disabled');
  return { ok: status === 0, tests: attribute('tests') - skipped, skipped };
}

// The debug build carries AddressSanitizer, under which the bindings are tested.
async function runJs() {
  await buildWasm('wasm-debug');
  return runNode('js');
}

async function runNode(suite, options = []) {
  const folder = path.join('tests', suite);
  const files = readdirSync(path.join(root, folder)).filter((name) => name.endsWith('.test.js'));
  if (files.length === 0) return { ok: true, tests: 0, skipped: 0 };
  const report = path.join(root, 'build', `test-${suite}.json`);
  rmSync(report, { force: true });
  const status = await run(
    process.execPath,
    [
      ...['--test', `--test-timeout=${longestFile}`, ...options],
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...['--test-reporter=./tools/test-count.js', `--test-reporter-destination=${report}`],
      ...files.map((name) => path.join(folder, name)),
    ],
    { cwd: root },
  );
  const { passed, failed, skipped, failures } = JSON.parse(readFileSync(report, 'utf8'));
  return { ok: status === 0, tests: passed + failed, skipped, failures };
}
