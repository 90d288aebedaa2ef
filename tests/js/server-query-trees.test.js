// Queries at random: the server's SQL and the plain evaluation over the raw archives give the same experiments.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { evaluate } from '../support/evaluate-query.js';
import { leaf, tree } from '../support/query-arbitraries.js';
import { openQueryProject, place } from '../support/query-project.js';
import { predicates, rulesTree } from '../support/query-rules.js';

// The same queries each time; tests/fuzz asks others. A failure prints the smallest query that fails.
const SEED = 20_260_924;
let project;
let server;
let projectId;
let experiments;
let types;

before(async () => {
  project = await openQueryProject();
  ({ server, projectId, experiments, types } = project);
});

after(() => project?.close());

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
