// Whatever is sent as a query, the server answers 200 with keys, and then those that the query means, or 400 with a
// message that says why.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { evaluate } from '../support/evaluate-query.js';
import { tree } from '../support/query-arbitraries.js';
import { openQueryProject, place } from '../support/query-project.js';
import { rulesTree, treeOf } from '../support/query-rules.js';

const corpusFolder = fileURLToPath(new URL('corpus/queries/', import.meta.url));
const corpus = readdirSync(corpusFolder).map((name) =>
  JSON.parse(readFileSync(join(corpusFolder, name), 'utf8')),
);

/** How long each property looks for a failure. FUZZ_MS gives it more; the seed is printed when it finds one. */
const settings = {
  numRuns: Number.MAX_SAFE_INTEGER,
  interruptAfterTimeLimit: Number(process.env.FUZZ_MS ?? 6000),
  markInterruptAsFailure: false,
};
/** What no answer may take, however slow the machine. */
const HANGS_MS = 30_000;
const LONGEST_MESSAGE = 2000;

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

/** Asks and checks the form of the answer; returns the keys, or undefined for a refusal. */
async function ask(path, body) {
  let timer;
  const hangs = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), HANGS_MS);
  });
  const answer = await Promise.race([server.ask(path, body), hangs]).finally(() =>
    clearTimeout(timer),
  );
  if (answer.status === 200) {
    const { experimentKeys, experiments: rows } = answer.body;
    const keys = experimentKeys ?? rows.map(({ experimentKey }) => experimentKey);
    assert.ok(keys.every((key) => typeof key === 'string'));
    return keys;
  }
  assert.equal(answer.status, 400, JSON.stringify(answer.body));
  assert.deepEqual(Object.keys(answer.body), ['msg', 'code']);
  const { msg } = answer.body;
  assert.ok(msg.length > 0 && msg.length <= LONGEST_MESSAGE, `${msg.length} characters`);
  return undefined;
}

/** Asks for a group, which may be damaged: what is answered has to be what it means. */
async function check(group) {
  const json = JSON.parse(JSON.stringify(group));
  const found = await ask('experiments/search', { projectId, rulesTree: json });
  const asked = await ask('project/query', {
    ...place,
    predicates: [{ source: 'nested', query: json }],
  });
  if (json === null) return;
  assert.deepEqual(found, asked);
  if (found) assert.deepEqual(found, evaluate(treeOf(json), experiments));
}

const oddValue = fc.oneof(
  fc.constantFrom(
    null,
    true,
    0,
    -1,
    1e21,
    '',
    'AND',
    'OR',
    'nested',
    'metrics',
    'string',
    'between',
  ),
  fc.constantFrom('\ud800', 'a\0b', '2023-11-14 22:13:20', '__proto__', [], {}, [[]], ['1', '2']),
  fc.jsonValue(),
);

/** A document with one to three of its values replaced, left out or doubled. */
const damaged = (documents) =>
  fc
    .tuple(
      documents,
      fc.array(fc.tuple(fc.nat(), fc.nat(3), oddValue), { minLength: 1, maxLength: 3 }),
    )
    .map(([document, changes]) => changes.reduce(damage, structuredClone(document)));

function damage(document, [at, kind, odd]) {
  const value = structuredClone(odd);
  const places = [];
  const visit = (parent) => {
    for (const name of Object.keys(parent)) {
      places.push([parent, name]);
      if (parent[name] !== null && typeof parent[name] === 'object') visit(parent[name]);
    }
  };
  if (document === null || typeof document !== 'object') return value;
  visit(document);
  if (places.length === 0) return value;
  const [parent, name] = places[at % places.length];
  if (kind === 0 && !Array.isArray(parent)) delete parent[name];
  else if (kind === 1 && Array.isArray(parent)) parent.push(structuredClone(parent[name]));
  else
    Object.defineProperty(parent, name, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  return document;
}

test('the corpus', async () => {
  for (const group of corpus) await check(group);
});

test('valid queries', () =>
  fc.assert(
    fc.asyncProperty(tree, (asked) => check(rulesTree(asked, types))),
    settings,
  ));

test('damaged queries', () => {
  const groups = fc.oneof(
    fc.constantFrom(...corpus),
    tree.map((asked) => rulesTree(asked, types)),
  );
  return fc.assert(fc.asyncProperty(damaged(groups), check), settings);
});

test('any JSON, and what is none', () =>
  fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.jsonValue().map((value) => JSON.stringify(value)),
        fc.jsonValue().map((predicates) => JSON.stringify({ ...place, predicates })),
        fc.string({ unit: 'binary' }),
      ),
      async (body) => void (await ask('project/query', body)),
    ),
    settings,
  ));
