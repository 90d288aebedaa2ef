// The Panels API answers what comet_ml answers, field by field: every method, for the sample runs and one with
// all else that can be logged, and for a project with notes and archived experiments.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { APIExperiment, load } from 'perihelion';
import { buildPreset } from '../../tools/build.js';
import { root } from '../../tools/environment.js';
import { readArchive, sampleArchives } from '../support/archive-reader.js';
import { runCometMl } from '../support/comet-ml.js';
import { writeKeptProject } from '../support/kept-project.js';
import { methodNames } from '../support/method-names.js';
import { logRichRun } from '../support/rich-run.js';
import { startServer } from '../support/serve.js';
import { archiveLines, groupBy } from './panels-api-archive.js';
import { callerOf, camelCase, nativeAnswers } from './panels-api-calls.js';
import { DIFFERENCES } from './panels-api-differences.js';

// What a call of its own cannot be compared by: they tell of other calls, or change them.
const ABOUT_CALLS = ['getPanelRequestCount', 'getPanelReport', 'useCache', 'clearCache'];
// What query-client.test.js compares.
const QUERIES = ['getQueryVariables'];

let folder;
let server;
let groups;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'perihelion-test-'));
  const paths = [await logRichRun(folder), ...sampleArchives()];
  const archives = paths.map(readArchive);
  const kept = path.join(folder, 'kept');
  const keptKeys = writeKeptProject(kept);
  server = await startServer({ archives: [...paths, kept] });
  const lines = await runCometMl('panels_api.py', { origin: server.origin });
  const byKey = lines.filter(({ method, answer }) => method === 'get_experiment_by_key' && answer);
  const experiments = new Map(byKey.map(({ answer }) => [answer.key, answer]));
  assert.equal(experiments.size, archives.length + keptKeys.length);
  groups = groupBy([...lines, ...archiveLines(archives, experiments)], nameOf);
});
after(async () => {
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

test('every method is compared', async () => {
  const { API } = await load();
  const methods = (type) =>
    methodNames(type).filter((name) => /^(get|use|clear|to)([A-Z]|$)/.test(name));
  const compared = (prefix) =>
    [...groups.keys()]
      .filter((name) => (prefix ? name.startsWith(prefix) : !name.includes('.')))
      .map((name) => camelCase(name.slice(prefix.length)));
  assert.deepEqual([...compared(''), ...ABOUT_CALLS, ...QUERIES].sort(), methods(API).sort());
  // The address is among the attributes that are compared.
  assert.deepEqual([...compared('APIExperiment.'), 'getUrl'].sort(), methods(APIExperiment).sort());
});

test('in WASM', async (t) => {
  const call = await callerOf(server.origin);
  await compareAll(t, 'wasm', (lines) => Promise.all(lines.map(call)));
});

test('in native programs', async (t) => {
  await buildPreset('native-asan');
  const program = path.join(root, 'build/native-asan/tests/cpp/conformance/perihelion_read_all');
  await compareAll(t, 'native', (lines) => nativeAnswers(program, server.origin, lines));
});

/** A subtest for each method, which compares the answers to all its lines. */
async function compareAll(t, client, answersTo) {
  for (const [name, lines] of groups) {
    const reason = DIFFERENCES.get(lines[0].method)?.reason;
    await t.test(reason ? `${name}, but ${reason}` : name, async () => {
      const answers = await answersTo(lines);
      assert.equal(answers.length, lines.length);
      lines.forEach((line, index) => assertSame(answers[index], line, client));
    });
  }
}

/** The answer is comet_ml's, but for the difference that was chosen for the method. */
function assertSame(actual, line, client) {
  const { method, args, status, answer } = line;
  const expected = DIFFERENCES.get(method)?.expected ?? ((same) => same);
  const right = status ? { status } : { answer: expected(answer, line, client) };
  const asked = `${method}(${JSON.stringify(args)})`.slice(0, 300);
  assert.equal(
    firstDifference(actual, right),
    undefined,
    `${asked}: ${firstDifference(actual, right)}`,
  );
}

/** Where two values differ, in words; undefined where they are the same in every bit. */
function firstDifference(actual, expected, path = 'it') {
  const areObjects = [actual, expected].every(
    (value) => typeof value === 'object' && value !== null,
  );
  if (!areObjects || Array.isArray(actual) !== Array.isArray(expected)) {
    const same = Object.is(actual, expected);
    return same
      ? undefined
      : `${path} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`;
  }
  for (const name of new Set([...Object.keys(actual), ...Object.keys(expected)])) {
    const found = firstDifference(actual[name], expected[name], `${path}.${name}`);
    if (found) return found;
  }
  return undefined;
}

function nameOf({ of, method }) {
  return of ? `APIExperiment.${method}` : method;
}
