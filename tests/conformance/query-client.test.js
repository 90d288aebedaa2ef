// Our client asks what comet_ml asks, and finds what it finds: as comet_ml's query() for terms under "&", as its
// search() for the queries that query() encodes wrongly.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { load } from 'perihelion';
import { readArchive, sampleArchives } from '../support/archive-reader.js';
import { runCometMl } from '../support/comet-ml.js';
import { evaluate } from '../support/evaluate-query.js';
import { facts } from '../support/experiment-facts.js';
import { queryExpressions } from '../support/query-expressions.js';
import { combinations, isConjunction } from '../support/query-trees.js';
import { startServer } from '../support/serve.js';

const workspace = 'perihelion-samples';
const folder = mkdtempSync(join(tmpdir(), 'perihelion-test-'));
const chosen = queryExpressions().map((one) => ({ workspace, ...one }));
const projects = [...new Set(chosen.map(({ project }) => project))];
const generated = projects.flatMap((project) => {
  const texts = chosen.filter((one) => one.project === project).map(({ text }) => text);
  return combinations(texts, 90).map((text) => ({ workspace, project, text }));
});
const experiments = sampleArchives().map((path) => facts(readArchive(path)));
const ofProject = (name) => experiments.filter(({ project }) => project === name);
const sent = [];
let server;
let lines;
let variables;
let api;

before(async () => {
  server = await startServer({ archives: sampleArchives() });
  const list = join(folder, 'queries.json');
  writeFileSync(list, JSON.stringify([...chosen, ...generated]));
  const printed = await runCometMl('query_server.py', { origin: server.origin, args: [list] });
  lines = printed.filter(({ tree }) => tree);
  variables = printed.filter((line) => line.variables);
  const { API } = await load({
    fetch(input, init) {
      if (init?.body) sent.push(new TextDecoder().decode(init.body));
      return fetch(input, init);
    },
  });
  api = new API({ baseUrl: server.origin });
});

after(async () => {
  api?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask({ project, text }) {
  sent.length = 0;
  const found = await api.query(workspace, project, text);
  return { keys: found.map(({ key }) => key), bodies: [...sent] };
}

test('there are enough queries of either kind', () => {
  assert.equal(lines.length, chosen.length + generated.length);
  assert.ok(chosen.length >= 200, String(chosen.length));
  assert.ok(lines.filter(({ tree }) => isConjunction(tree)).length >= 100);
  assert.ok(lines.filter(({ tree }) => !isConjunction(tree)).length >= 100);
});

test('terms under "&" are sent byte for byte as comet_ml sends them', async (t) => {
  for (const line of lines.filter(({ tree }) => isConjunction(tree))) {
    const { project, text, predicates, query } = line;
    await t.test(text, async () => {
      const { keys, bodies } = await ask(line);
      const body = `{"workspaceName": "${workspace}", "projectName": "${project}", "predicates": ${predicates}, "archived": false}`;
      assert.deepEqual(bodies, [body]);
      assert.deepEqual(keys, query);
    });
  }
});

test('all others find what comet_ml finds by search()', async (t) => {
  for (const line of lines.filter(({ tree }) => !isConjunction(tree))) {
    await t.test(line.text, async () => {
      let answer;
      try {
        answer = await ask(line);
      } catch (error) {
        assert.match(error.message, /more than 64 alternatives/);
        return;
      }
      assert.deepEqual(answer.keys.toSorted(), line.search.toSorted());
      assert.deepEqual(
        answer.keys.toSorted(),
        evaluate(line.tree, ofProject(line.project)).toSorted(),
      );
    });
  }
});

test('the variables of a project are those of comet_ml', async () => {
  assert.equal(variables.length, projects.length);
  for (const { project, variables: expected } of variables) {
    const found = await api.getQueryVariables(workspace, project);
    assert.deepEqual(
      found.map(String),
      expected.map(([builder, name]) => `${builder}(${JSON.stringify(name)})`),
    );
  }
});

test('few queries have too many alternatives', async () => {
  const refused = [];
  for (const line of generated) {
    await ask(line).catch(() => refused.push(line.text));
  }
  assert.ok(refused.length <= generated.length / 20, refused.join('\n'));
});
