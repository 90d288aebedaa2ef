// Comet's own client asks the server: query() and search() find the experiments that a query means.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArchive, sampleArchives } from '../support/archive-reader.js';
import { runCometMl } from '../support/comet-ml.js';
import { evaluate } from '../support/evaluate-query.js';
import { facts } from '../support/experiment-facts.js';
import { queryExpressions } from '../support/query-expressions.js';
import { isConjunction } from '../support/query-trees.js';
import { startServer } from '../support/serve.js';

const workspace = 'perihelion-samples';
const experiments = sampleArchives().map((path) => facts(readArchive(path)));
const ofProject = (name) => experiments.filter(({ project }) => project === name);
const folder = mkdtempSync(join(tmpdir(), 'perihelion-test-'));
let server;
let lines;

before(async () => {
  server = await startServer({ archives: sampleArchives() });
  const list = join(folder, 'queries.json');
  writeFileSync(list, JSON.stringify(queryExpressions().map((one) => ({ workspace, ...one }))));
  const printed = await runCometMl('query_server.py', { origin: server.origin, args: [list] });
  lines = printed.filter(({ tree }) => tree);
});

after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('every query is answered', () => {
  assert.deepEqual(
    lines.map(({ project, text }) => ({ project, text })),
    queryExpressions(),
  );
  assert.ok(lines.length >= 120);
});

test('search() gives what a query means', async (t) => {
  for (const { project, text, tree, search } of lines) {
    await t.test(text, () => assert.deepEqual(search, evaluate(tree, ofProject(project))));
  }
});

test('query() gives what a query of terms under "&" means', async (t) => {
  // Others comet_ml 3.58.8 does not encode as what they mean.
  const conjunctions = lines.filter(({ tree }) => isConjunction(tree));
  assert.ok(conjunctions.length >= 60);
  for (const { project, text, tree, query } of conjunctions) {
    await t.test(text, () => assert.deepEqual(query, evaluate(tree, ofProject(project))));
  }
});
