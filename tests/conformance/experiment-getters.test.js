// Comet's own Python client calls every getter of APIExperiment: on the samples, and on a run that it logged itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArchive, sampleArchives, uploads } from '../support/archive-reader.js';
import { runCometMl } from '../support/comet-ml.js';
import { logRichRun } from '../support/rich-run.js';
import { startServer } from '../support/serve.js';

const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');
let folder;
let server;
let rich;
let answers;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'perihelion-test-'));
  const path = await logRichRun(folder);
  rich = readArchive(path);
  server = await startServer({ archives: [path, ...sampleArchives()] });
  const lines = await runCometMl('experiment_getters.py', { origin: server.origin });
  answers = new Map(lines.map((answer) => [answer.key, answer]));
});
after(async () => {
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

test('every getter answers for every experiment', () => {
  const keys = [rich, ...sampleArchives().map(readArchive)].map(({ key }) => key);
  assert.deepEqual([...answers.keys()].sort(), keys.sort());
  for (const { jsonMembers, notes, noSuchName, lineage } of answers.values()) {
    assert.ok(jsonMembers.includes('git_patch'));
    assert.equal(notes, null);
    assert.equal(noSuchName, null);
    assert.deepEqual(lineage, { artifacts: [] });
  }
});

test('files come as they were logged, by id, by name and as a download', () => {
  for (const archive of [rich, ...sampleArchives().map(readArchive)]) {
    const answer = answers.get(archive.key);
    const logged = uploads(archiveWithNames(archive));
    const digests = new Map(Object.entries(answer.digests));
    for (const { id, name, bytes } of logged) {
      if (id) assert.equal(digests.get(id), digest(bytes), name);
      assert.ok(answer.byName[name].includes(digest(bytes)), name);
    }
    assert.equal(digests.size, logged.length);
    assert.equal(answer.downloaded.digest, digests.get(answer.downloaded.assetId));
    assert.equal(
      answer.firstByName,
      answer.byName[answer.assets.find((a) => !a.remote).fileName][0],
    );
    const count = (type) => logged.filter((file) => file.type === type).length;
    assert.equal(answer.images, count('visualization'));
    assert.deepEqual(
      answer.curves.map(({ assetId }) => assetId),
      answer.curveIds,
    );
    assert.equal(answer.curves.length, count('curve'));
  }
});

test('models: names, lists, and downloads that unpack', () => {
  for (const archive of [rich, ...sampleArchives().map(readArchive)]) {
    const answer = answers.get(archive.key);
    const files = uploads(archiveWithNames(archive)).filter(({ model }) => model);
    for (const { name, model, bytes } of files) {
      assert.ok(answer.models[model].some(({ fileName }) => fileName === name));
      assert.equal(answer.modelFiles[model][name], digest(bytes));
    }
  }
  const { models, modelFiles } = answers.get(rich.key);
  assert.deepEqual(Object.keys(models), ['far', 'net']);
  assert.equal(models.far[0].link, 's3://bucket/model');
  assert.deepEqual(modelFiles.far, {});
});

test('texts, system and git of a run that was logged here', () => {
  const answer = answers.get(rich.key);
  const payload = (type) => rich.messages.find((message) => message.type === type).payload;
  assert.equal(answer.get_html, '<b>report</b>');
  assert.equal(answer.get_model_graph, 'layer 1 -> layer 2');
  assert.match(answer.get_output, /^a line of output$/m);
  assert.match(answer.get_code, /log_remote_model/);
  const details = payload('system_details');
  assert.equal(answer.get_pid, details.pid);
  assert.equal(answer.get_executable, details.python_exe);
  assert.equal(answer.get_os_release, details.os_release);
  assert.equal(answer.get_python_version_verbose, details.python_version_verbose);
  assert.deepEqual(answer.get_command, details.command);
  assert.deepEqual(answer.get_os_packages, payload('os_packages').os_packages);
  assert.deepEqual(answer.get_installed_packages, payload('installed_packages').installed_packages);
  assert.deepEqual(answer.get_additional_system_info, [{ key: 'rack', value: 'r1' }]);
  const { branch, parent, user } = payload('git_metadata').git_metadata;
  assert.equal(answer.gitMetadata.branch, branch);
  assert.equal(answer.gitMetadata.parent, parent);
  assert.equal(answer.gitMetadata.user, user);
  assert.deepEqual(Object.keys(answer.gitPatch), ['git_diff.patch']);
  assert.match(answer.gitPatch['git_diff.patch'], /^\+changed$/m);
});

test('a run without a git patch has none', () => {
  const [sample] = sampleArchives().map(readArchive);
  assert.equal(answers.get(sample.key).gitPatch, null);
});

/** The SDK logs a git patch without any parameters: it gets the name that the server gives it. */
function archiveWithNames(archive) {
  const messages = archive.messages.map(({ type, payload }) => ({
    type,
    payload: {
      ...payload,
      additional_params: payload.additional_params ?? { fileName: 'unnamed' },
    },
  }));
  return { ...archive, messages };
}
