// The real client on the real server over the real samples: what comes out is what was logged.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { load } from 'perihelion';
import {
  metricNames,
  metricPoints,
  readArchive,
  sampleArchives,
} from '../support/archive-reader.js';
import { startServer } from '../support/serve.js';

let api;
let server;
let archives;

before(async () => {
  const paths = sampleArchives();
  archives = paths.map(readArchive);
  server = await startServer({ archives: paths });
  const { API } = await load();
  api = new API({ baseUrl: server.origin });
});
after(() => server.stop());

/** Points by step and value, in an order that no server promises. */
const sorted = (points) =>
  points
    .map(({ step, value, epoch, timestamp, context }) =>
      [step, Object.is(value, -0) ? '-0' : String(value), epoch, timestamp, context]
        .map(String)
        .join(' '),
    )
    .sort();

test('workspaces, projects and experiments are those of the archives', async () => {
  const projects = new Map();
  for (const { experiment, key } of archives) {
    const { workspace, project_name } = experiment;
    const name = `${workspace}/${project_name}`;
    projects.set(name, [...(projects.get(name) ?? []), key].sort());
  }
  const found = new Map();
  for (const workspace of await api.getWorkspaces()) {
    for (const { projectName, numberOfExperiments } of await api.getProjects(workspace)) {
      const keys = (await api.getExperiments(workspace, projectName)).map(({ key }) => key);
      assert.equal(keys.length, numberOfExperiments);
      found.set(`${workspace}/${projectName}`, keys.sort());
    }
  }
  assert.deepEqual(new Map([...found].sort()), new Map([...projects].sort()));
});

test('every point of every metric is the logged one', async () => {
  let compared = 0;
  for (const archive of archives) {
    for (const name of metricNames(archive)) {
      const series = await api.getExperimentMetric(archive.key, name);
      const points = [...series].map(({ metricValue, runContext, ...rest }) => ({
        ...rest,
        value: metricValue,
        context: runContext,
      }));
      const logged = metricPoints(archive, name);
      assert.deepEqual(sorted(points), sorted(logged), `${archive.key} ${name}`);
      compared += logged.length;
    }
  }
  assert.ok(compared > 5000, `${compared} points were compared`);
});

test('a chart of all of them holds the same values', async () => {
  const metric = 'train_loss';
  const keys = archives.map(({ key }) => key);
  const chart = await api.getMetricsForChart(keys, [metric], [], true, true);
  let charts = 0;
  for (const archive of archives) {
    const logged = metricPoints(archive, metric);
    const drawn = chart[archive.key]?.metrics.find(({ metricName }) => metricName === metric);
    assert.equal(drawn?.values.length ?? 0, logged.length, archive.key);
    if (!drawn) continue;
    const pairs = (steps, values) => [...values].map((value, i) => `${steps[i]} ${value}`).sort();
    assert.deepEqual(
      pairs(drawn.steps, drawn.values),
      pairs(
        logged.map(({ step }) => step),
        logged.map(({ value }) => value),
      ),
    );
    charts++;
  }
  assert.ok(charts >= 9, `${charts} experiments have ${metric}`);
});

test('an unknown experiment is null, or not_found where an answer was asked for', async () => {
  const unknown = '0'.repeat(32);
  assert.equal(await api.getExperiment(unknown), null);
  await assert.rejects(api.getExperimentMetadata(unknown), { code: 'not_found', status: 404 });
  assert.equal(await api.getProject('nobody', 'nothing'), null);
});
