import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { sampleArchives } from '../support/archive-reader.js';
import { downloadProject } from '../support/cometx-download.js';
import { runCommand, temporaryFolder } from '../support/command.js';
import { startServer } from '../support/serve.js';

const ofExperiment = [
  'metadata',
  'tags',
  'parameters',
  'log-other',
  'metrics/summary',
  'metrics/get-all',
  'html',
  'output',
  'graph',
  'code',
  'system-details',
  'git/metadata',
  'asset/list',
  'model',
];

for (const form of ['keys', 'names', 'flat'])
  test(`samples that came as folders (${form}) answer as those that came as archives`, (t) =>
    sameAnswers(t, form));

async function sameAnswers(t, form) {
  const folder = await temporaryFolder(t);
  const archives = await startServer({ archives: sampleArchives() });
  t.after(() => archives.stop());
  const [workspaceName] = (await archives.json('workspaces')).workspaceNames;
  const { projects } = await archives.json('projects', { workspaceName });
  const keys = [];
  for (const { projectName } of projects)
    keys.push(...(await downloadProject(archives, folder, workspaceName, projectName, form)));
  assert.equal(keys.length, sampleArchives().length);

  const data = join(folder, 'data');
  const { code, stdout, stderr } = await runCommand(['import', '--data', data, folder]);
  assert.deepEqual([code, stderr], [0, '']);
  assert.equal(stdout.match(/^imported .*: /gm).length, keys.length);
  assert.doesNotMatch(stdout, /skipped|kept out|not in the folder/);

  const folders = await startServer({ data });
  t.after(() => folders.stop());
  const compare = async (endpoint, query) => {
    const [expected, found] = await Promise.all(
      [archives, folders].map(async (server) => {
        const response = await server.get(endpoint, query);
        assert.equal(response.status, 200);
        return (await response.text()).replaceAll(server.origin, '');
      }),
    );
    assert.equal(found, expected, `${endpoint} ${JSON.stringify(query)}`);
  };
  // Texts that read as numbers cannot be told from numbers: the files have text for both.
  const compareColumns = async (query) => {
    const [expected, found] = await Promise.all(
      [archives, folders].map(
        async (server) => (await server.json('project/column-names', query)).columns,
      ),
    );
    const differing = found.filter(({ type }, at) => type !== expected[at]?.type);
    for (const { source, name } of differing) assert.equal(source, 'params', name);
    assert.ok(differing.length <= 5, JSON.stringify(differing));
    const named = (columns) => columns.map(({ id, source }) => ({ id, source }));
    assert.deepEqual(named(found), named(expected));
  };
  await compare('projects', { workspaceName });
  for (const { projectName } of projects) {
    await compare('experiments', { workspaceName, projectName });
    await compareColumns({ workspaceName, projectName });
  }
  for (const experimentKey of keys) {
    const { assets } = await archives.json('experiment/asset/list', { experimentKey });
    const stored = assets.filter(({ remote }) => !remote);
    await Promise.all([
      ...ofExperiment.map((endpoint) => compare(`experiment/${endpoint}`, { experimentKey })),
      ...stored.map(({ assetId }) =>
        compare('experiment/asset/get-asset', { assetId, experimentKey }),
      ),
    ]);
  }
}
