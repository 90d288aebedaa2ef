// Queries at random: the server's SQL and the plain evaluation over the raw archives give the same experiments.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { columnTypes } from '../support/experiment-facts.js';
import { evaluate } from '../support/evaluate-query.js';
import { leaf, tree } from '../support/query-arbitraries.js';
import { place, writeQueryProject } from '../support/query-project.js';
import { predicates, rulesTree } from '../support/query-rules.js';
import { openServer } from '../support/server-source.js';

// The same queries each time; tests/fuzz asks others. A failure prints the smallest query that fails.
const SEED = 20_260_924;
const folder = mkdtempSync(join(tmpdir(), 'perihelion-test-'));
let server;
let experiments;
let types;
let projectId;

before(async () => {
  const project = writeQueryProject(folder);
  experiments = project.experiments;
  types = columnTypes(experiments);
  server = await openServer(join(folder, 'data'), project.paths);
  projectId = await server.use(
    (database) => database.get('SELECT project_id AS id FROM project').id,
  );
});

after(() => {
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const search = async (asked) => {
  const { status, body } = await server.ask('experiments/search', {
    projectId,
    rulesTree: rulesTree(asked, types),
  });
  assert.equal(status, 200, body.msg);
  return body.experiments.map(({ experimentKey }) => experimentKey);
};

const query = async (asked) => {
  const { status, body } = await server.ask('project/query', {
    ...place,
    predicates: predicates(asked, types),
  });
  assert.equal(status, 200, body.msg);
  return body.experimentKeys;
};

test('a comparison', () =>
  fc.assert(
    fc.asyncProperty(leaf, async (asked) => {
      assert.deepEqual(await query(asked), evaluate(asked, experiments));
    }),
    { seed: SEED, numRuns: 1500 },
  ));

test('a tree, in both forms', () =>
  fc.assert(
    fc.asyncProperty(tree, async (asked) => {
      const expected = evaluate(asked, experiments);
      assert.deepEqual(await search(asked), expected);
      assert.deepEqual(await query(asked), expected);
    }),
    { seed: SEED, numRuns: 500 },
  ));

test('De Morgan', () =>
  fc.assert(
    fc.asyncProperty(tree, tree, async (a, b) => {
      assert.deepEqual(
        await search({ not: { and: [a, b] } }),
        await search({ or: [{ not: a }, { not: b }] }),
      );
      assert.deepEqual(
        await search({ not: { or: [a, b] } }),
        await search({ and: [{ not: a }, { not: b }] }),
      );
    }),
    { seed: SEED, numRuns: 100 },
  ));
