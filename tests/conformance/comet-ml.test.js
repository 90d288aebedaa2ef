// Comet's own Python client reads the sample runs from the server: it gets what the archives hold.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  metricNames,
  metricPoints,
  others,
  parameters,
  readArchive,
  sampleArchives,
} from '../support/archive-reader.js';
import { runCometMl } from '../support/comet-ml.js';
import { startServer } from '../support/serve.js';

const workspace = 'perihelion-samples';
const archives = sampleArchives().map(readArchive);
let server;
let lines;
let answers;

before(async () => {
  server = await startServer({ archives: sampleArchives() });
  lines = await runCometMl('comet_ml_api.py', { origin: server.origin });
  answers = new Map(linesOf('experiment').map((answer) => [answer.key, answer]));
});
after(() => server?.stop());

test('workspaces, projects and experiments are those of the archives', () => {
  const projects = [...new Set(archives.map(({ experiment }) => experiment.project_name))].sort();
  const [workspaces] = linesOf('workspaces');
  assert.deepEqual(Object.keys(workspaces), [workspace]);
  assert.deepEqual(workspaces[workspace].sort(), projects);
  for (const project of linesOf('project')) {
    const runs = archives.filter((a) => a.experiment.project_name === project.projectName);
    assert.equal(project.numberOfExperiments, runs.length);
    assert.equal(project.workspaceName, workspace);
  }
  const places = (list) => Object.fromEntries(list);
  assert.deepEqual(
    places([...answers.values()].map(({ key, project }) => [key, project])),
    places(archives.map(({ key, experiment }) => [key, experiment.project_name])),
  );
});

test('an experiment that does not exist is None', () => {
  assert.deepEqual(linesOf('unknown'), [null]);
});

forEachRun('name, times and state', (archive, answer) => {
  const { key, experiment } = archive;
  const name = others(archive).get('Name');
  assert.equal(answer.name, name);
  assert.equal(answer.loggedName, name);
  assert.equal(answer.foundByName, key);
  assert.equal(answer.foundByKey, key);
  assert.equal(answer.url, `${server.origin}/${workspace}/${experiment.project_name}/${key}`);
  assert.equal(answer.state, experiment.customer_error_reported ? 'crashed' : 'finished');
  const { metadata } = answer;
  assert.equal(metadata.startTimeMillis, experiment.start_time);
  assert.equal(metadata.endTimeMillis, experiment.stop_time);
  assert.equal(metadata.durationMillis, experiment.stop_time - experiment.start_time);
});

forEachRun('tags', (archive, answer) => {
  assert.deepEqual(answer.tags.sort(), [...archive.experiment.tags].sort());
});

forEachRun('parameters', (archive, answer) => {
  assertSameValues(answer.parameters, parameters(archive));
});

forEachRun('others', (archive, answer) => {
  assertSameValues(answer.others, others(archive));
});

forEachRun('every point of every metric, asked by name', (archive, answer) => {
  assert.deepEqual(Object.keys(answer.pointsByName).sort(), metricNames(archive).sort());
  for (const name of metricNames(archive)) {
    assert.deepEqual(answer.pointsByName[name], expectedPoints(archive, name), name);
  }
});

forEachRun('every point of every metric, all at once', (archive, answer) => {
  const expected = metricNames(archive).flatMap((name) => expectedPoints(archive, name));
  assert.equal(answer.pointsOfAll.length, expected.length);
  for (const name of metricNames(archive)) {
    const points = answer.pointsOfAll.filter((point) => point.name === name);
    assert.deepEqual(points, expectedPoints(archive, name), name);
  }
});

forEachRun('the largest, smallest and last value of every metric', (archive, answer) => {
  assert.deepEqual(answer.metrics.map(({ name }) => name).sort(), metricNames(archive).sort());
  for (const summary of answer.metrics) {
    const points = metricPoints(archive, summary.name);
    const last = points.at(-1);
    const numbers = points.map(({ value }) => value).filter((value) => !Number.isNaN(value));
    const extreme = (of) => bits(numbers.length > 0 ? of(...numbers) : NaN);
    assert.equal(summary.valueMax, extreme(Math.max), summary.name);
    assert.equal(summary.valueMin, extreme(Math.min), summary.name);
    assert.equal(summary.valueCurrent, bits(last.value), summary.name);
    assert.equal(summary.stepCurrent, integer(last.step), summary.name);
    assert.equal(summary.timestampCurrent, last.timestamp, summary.name);
    for (const kind of ['Max', 'Min']) {
      const there = { step: summary[`step${kind}`], time: summary[`timestamp${kind}`] };
      const found = points.some(
        ({ value, step, timestamp }) =>
          bits(value) === summary[`value${kind}`] &&
          integer(step) === there.step &&
          timestamp === there.time,
      );
      assert.ok(found, `${summary.name}: no such point for the ${kind}`);
    }
  }
});

forEachRun('the chart answer with every metric', (archive) => {
  const chart = linesOf('chart').find(({ key }) => key === archive.key);
  assert.equal(chart.experimentKey, archive.key);
  assert.equal(chart.empty, false);
  assert.deepEqual(
    chart.metrics.map(({ metricName }) => metricName).sort(),
    metricNames(archive).sort(),
  );
  for (const metric of chart.metrics) {
    const points = expectedPoints(archive, metric.metricName);
    const column = (of) => points.map(of);
    // An axis that was never logged is null as a whole.
    const axis = (of) => (column(of).every((item) => item === null) ? null : column(of));
    assert.deepEqual(
      metric.values,
      column(({ value }) => value),
    );
    assert.deepEqual(
      metric.steps,
      axis(({ step }) => step),
    );
    assert.deepEqual(
      metric.epochs,
      axis(({ epoch }) => epoch),
    );
    assert.deepEqual(
      metric.timestamps,
      axis(({ timestamp }) => timestamp),
    );
    const start = archive.experiment.start_time;
    assert.deepEqual(
      metric.durations,
      axis(({ timestamp }) => String(timestamp - start)),
    );
  }
  for (const [name, text] of Object.entries(chart.params)) {
    assertSameText(text, parameters(archive).get(name), name);
  }
  const wanted = ['model', 'seed'].filter((name) => parameters(archive).has(name));
  assert.deepEqual(Object.keys(chart.params).sort(), wanted);
});

function forEachRun(title, check) {
  test(`${title}: as logged`, async (t) => {
    for (const archive of archives) {
      await t.test(others(archive).get('Name'), () => check(archive, answers.get(archive.key)));
    }
  });
}

function linesOf(kind) {
  return lines.filter((line) => Object.hasOwn(line, kind)).map((line) => line[kind]);
}

/** The points in the order in which the server gives them: by step, those without one last. */
function expectedPoints(archive, name) {
  const place = ({ step }) => (step === null ? Infinity : step);
  const byStep = (a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0);
  return metricPoints(archive, name)
    .sort(byStep)
    .map(({ value, step, epoch, timestamp, context }) => ({
      name,
      value: bits(value),
      step: integer(step),
      epoch: integer(epoch),
      timestamp: String(timestamp),
      context,
    }));
}

function assertSameValues(summaries, logged) {
  assert.deepEqual(summaries.map(({ name }) => name).sort(), [...logged.keys()].sort());
  for (const { name, valueCurrent } of summaries) {
    assertSameText(valueCurrent, logged.get(name), name);
  }
}

/** Comet tells every value as text. */
function assertSameText(text, logged, name) {
  assert.equal(typeof text, 'string', name);
  if (typeof logged === 'number') assert.equal(bits(Number(text)), bits(logged), name);
  else if (Array.isArray(logged)) assert.deepEqual(JSON.parse(text), logged, name);
  else assert.equal(text, String(logged), name);
}

function bits(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString('hex');
}

function integer(value) {
  return value === null ? null : String(value);
}
