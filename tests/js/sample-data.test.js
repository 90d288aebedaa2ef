// The sample archives hold every kind of content, and nothing about the machine that made them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { basename } from 'node:path';
import {
  metricNames,
  metricPoints,
  others,
  parameters,
  readArchive,
  sampleArchives,
  uploads,
} from '../support/archive-reader.js';

const paths = sampleArchives();
const archives = paths.map(readArchive);
const nameOf = (archive) => others(archive).get('Name');
const run = (name) => archives.find((archive) => nameOf(archive).startsWith(name));
const mean = (points) => points.reduce((sum, { value }) => sum + value, 0) / points.length;
const messagesOf = (archive, type) => archive.messages.filter((message) => message.type === type);

test('there are at least sixteen runs in two projects of one workspace, in 6 MB', () => {
  assert.ok(archives.length >= 16, `${archives.length} runs`);
  const places = archives.map(({ experiment: e }) => `${e.workspace}/${e.project_name}`);
  assert.deepEqual([...new Set(places)].sort(), [
    'perihelion-samples/digits-classifier',
    'perihelion-samples/tabular-baselines',
  ]);
  const size = paths.reduce((sum, path) => sum + statSync(path).size, 0);
  assert.ok(size <= 6_000_000, `${size} bytes`);
});

test('each archive is named after its own experiment key and has a name and times of its own', () => {
  assert.deepEqual(
    archives.map(({ key }) => `${key}.zip`),
    paths.map((path) => basename(path)),
  );
  for (const { key, experiment } of archives) {
    assert.match(key, /^[0-9a-f]{32}$/);
    assert.ok(experiment.stop_time > experiment.start_time);
  }
  assert.equal(new Set(archives.map(nameOf)).size, archives.length);
  assert.equal(new Set(archives.map((a) => a.experiment.start_time)).size, archives.length);
});

test('nothing in the archives tells about a machine', () => {
  const patterns = {
    'a Unix path': /\/(home|root|tmp|Users|usr|opt|var|work|mnt|private|venv)\//,
    'a Windows path': /[A-Za-z]:\\\\?(Users|Windows|Program)/,
    'an installed package': /(site|dist)-packages/,
    'an address': /(?<![\d.])(?!0\.)\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\d.])/,
    'this host': word(hostname()),
    'this user': word(userInfo().username),
  };
  for (const archive of archives) {
    for (const name of archive.memberNames) {
      const text = archive.member(name).toString('latin1');
      for (const [what, pattern] of Object.entries(patterns)) {
        const found = pattern?.exec(text)?.[0];
        assert.equal(found, undefined, `${nameOf(archive)}: ${name} holds ${what}`);
      }
    }
  }
});

test('of the system only the Python version and the kind of operating system are told', () => {
  for (const archive of archives) {
    const [{ payload }] = messagesOf(archive, 'system_details');
    const told = Object.keys(payload).filter((key) => payload[key] !== null);
    assert.deepEqual(told.sort(), ['message_id', 'os_type', 'python_version']);
    for (const type of ['os_packages', 'git_metadata', 'gpu_static_info', 'system_info']) {
      assert.deepEqual(messagesOf(archive, type), []);
    }
    const [{ payload: packages }] = messagesOf(archive, 'installed_packages');
    assert.ok(packages.installed_packages.includes('comet_ml==3.58.8'));
    for (const line of packages.installed_packages) assert.match(line, /^[\w-]+==[\d.]+$/);
    for (const { payload: file } of messagesOf(archive, 'file_name')) {
      assert.match(file.file_name, /^\w+\.py$/);
    }
  }
});

test('loss curves are long, and epochs have metrics of training and validation', () => {
  const digits = archives.filter((a) => a.experiment.project_name === 'digits-classifier');
  for (const archive of digits) {
    const loss = metricPoints(archive, 'train_loss');
    assert.ok(loss.length >= 300, `${nameOf(archive)} has ${loss.length} steps`);
    assert.deepEqual([...new Set(loss.map(({ context }) => context))], ['train']);
    assert.deepEqual(
      loss.map(({ step }) => step),
      loss.map((_, index) => index + 1),
    );
    const accuracy = metricPoints(archive, 'validate_accuracy');
    assert.deepEqual(
      accuracy.map(({ epoch }) => epoch),
      accuracy.map((_, index) => index),
    );
    // Not "better than at first": one run is held back by too strong a penalty from the start.
    assert.ok(accuracy.at(-1).value > 0.8);
    assert.ok(mean(loss.slice(-20)) < mean(loss.slice(0, 20)), nameOf(archive));
  }
});

test('every kind of asset is there', () => {
  const all = archives.flatMap(uploads);
  const kinds = ['asset', 'confusion-matrix', 'curve', 'histogram3d', 'model-element'];
  for (const kind of [...kinds, 'source_code', 'text-sample', 'visualization']) {
    assert.ok(all.filter(({ type }) => type === kind).length >= 2, kind);
  }
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  for (const { type, name, bytes, model } of all) {
    if (type === 'visualization') assert.deepEqual(bytes.subarray(0, 8), signature, name);
    if (type === 'model-element') assert.ok(model && bytes.length > 500, name);
    if (type === 'curve') assert.ok(JSON.parse(bytes).x.length >= 2, name);
    if (type === 'confusion-matrix') assert.ok(JSON.parse(bytes).matrix.length >= 2, name);
    if (type === 'histogram3d') assert.equal(JSON.parse(bytes).version, 2, name);
  }
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  for (const type of ['remote_file', 'html', 'graph', 'standard_output']) {
    assert.ok(
      archives.some((archive) => messagesOf(archive, type).length > 0),
      type,
    );
  }
});

test('parameters, tags and others describe the runs', () => {
  const best = run('mlp-adam-64');
  assert.equal(parameters(best).get('optimizer'), 'adam');
  for (const name of ['learning_rate', 'batch_size', 'seed', 'hidden_layers', 'alpha']) {
    assert.ok(parameters(best).has(name), name);
  }
  assert.ok(archives.every((archive) => archive.experiment.tags.length > 0));
  assert.ok(archives.some((archive) => archive.experiment.tags.includes('best')));
  assert.ok(others(best).get('dataset'));
});

test('one run diverged and is marked as crashed', () => {
  const crashed = archives.filter(({ experiment }) => experiment.customer_error_reported);
  assert.deepEqual(crashed.map(nameOf), ['diabetes-mlp-diverged']);
  assert.match(crashed[0].experiment.customer_error_message, /non-finite parameter weights/);
  assert.equal(metricPoints(crashed[0], 'train_loss').at(-1).value, Infinity);
});

test('the awkward run has numbers at the edges of a double and of an integer', () => {
  const values = metricPoints(run('awkward'), 'numbers').map(({ value }) => value);
  for (const value of [NaN, Infinity, -Infinity, -0, 0, 5e-324, 1e308, Number.MAX_VALUE]) {
    assert.ok(
      values.some((found) => Object.is(found, value)),
      `${value}`,
    );
  }
  const unstepped = metricPoints(run('awkward'), 'without steps');
  assert.deepEqual(
    unstepped.map(({ step }) => step),
    [null, null, null],
  );
  const steps = metricPoints(run('awkward'), 'huge steps').map(({ step }) => step);
  assert.ok(steps.includes(2n ** 53n + 1n) && steps.includes(2n ** 63n - 1n) && steps.includes(-7));
  const shuffled = metricPoints(run('awkward'), 'out of order').map(({ step }) => step);
  assert.notDeepEqual(
    shuffled,
    [...shuffled].sort((a, b) => a - b),
  );
});

test('the awkward run has names and texts that need care', () => {
  const archive = run('awkward');
  const names = metricNames(archive);
  for (const name of ['損失', 'loss 🚀', 'a/b/c', 'back\\slash', 'double"quote', '__proto__']) {
    assert.ok(names.includes(name), name);
    assert.equal(parameters(archive).get(name), name);
    assert.equal(others(archive).get(name), name);
  }
  const values = parameters(archive);
  assert.equal(values.get('empty text'), '');
  assert.match(values.get('lines'), /\n.*\n/s);
  assert.equal(values.get('long').length, 1000);
  assert.ok(uploads(archive).some(({ bytes }) => bytes.length === 5000));
  assert.ok(uploads(archive).some(({ bytes }) => bytes.length === 0));
  assert.deepEqual([values.get('yes'), values.get('no'), values.get('none')], [true, false, null]);
  assert.deepEqual(values.get('list'), [1, 2.5, 'three', null, true]);
  assert.equal(values.get('nested|optimizer|name'), 'adam');
  assert.ok(archive.experiment.tags.includes('déjà vu'));
});

// A word of few letters, such as "root", occurs without meaning the machine.
function word(name) {
  const escaped = name.replace(/\W/g, '\\$&');
  return name.length > 4 ? new RegExp(`\\b${escaped}\\b`) : null;
}
