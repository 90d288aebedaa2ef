// What the sample archives cannot hold: a project with notes, an archived experiment, and a metric that is kept in full.
import { join } from 'node:path';
import { lines, writeFile } from './cometx-download.js';
import { keyOf, startTime, zip } from './offline-archive.js';

const FULL = 'ASSET_TYPE_FULL_METRIC';
const place = { workspaceName: 'conformance', projectName: 'kept' };
const notes = '# Notes\n\nWhat was *learnt*: ünïcödé, "quotes" and a line\r\nof another system.\n';

const runs = [
  { experimentKey: keyOf(1), experimentName: 'put away', archived: true, hasCrashed: true },
  { experimentKey: keyOf(2), experimentName: 'put away too', archived: true },
  { experimentKey: keyOf(3), experimentName: 'still here' },
];

const points = Array.from({ length: 20 }, (_, index) => ({
  metricName: 'loss',
  metricValue: String(1 / (index + 1)),
  timestamp: startTime + 1500 * index,
  step: index,
  epoch: null,
  offset: index,
  runContext: null,
}));

/** More points than the server samples, as Comet keeps them. */
const fullTable = [
  'value,timestamp,step,epoch',
  ...Array.from(
    { length: 50 },
    (_, row) => `${1 / (row + 1)},${startTime / 1000 + row / 2},${row},`,
  ),
  'inf,,50,3',
].join('\n');

const asset = (assetId, fileName, type) => ({
  assetId,
  fileName,
  type,
  fileSize: 1,
  createdAt: startTime,
  step: null,
  dir: 'assets',
  remote: false,
  metadata: null,
});

/** Writes it as `cometx download` does into `folder`, and returns the keys of its experiments. */
export function writeKeptProject(folder) {
  const project = join(folder, place.workspaceName, place.projectName);
  writeFile(join(project, 'project_metadata.json'), JSON.stringify(place));
  writeFile(join(project, 'project_notes.md'), notes);
  for (const [index, run] of runs.entries()) {
    const times = {
      startTimeMillis: startTime + 1000 * index,
      endTimeMillis: startTime + 60_000 - 1000 * index,
    };
    const put = (name, content) => writeFile(join(project, run.experimentKey, name), content);
    put('metadata.json', JSON.stringify({ ...place, ...run, ...times, tags: ['kept'] }));
    put('metrics.jsonl', lines(points));
    put('others.jsonl', lines([{ name: 'Name', valueCurrent: run.experimentName }]));
    put('parameters.json', JSON.stringify([{ name: 'seed', valueCurrent: String(index) }]));
    put('assets/assets_metadata.jsonl', lines([asset(`full${index}`, 'loss_0.csv.zip', FULL)]));
    put(`assets/${FULL}/loss_0.csv.zip`, zip([['loss_0.csv', fullTable]], { deflated: true }));
  }
  return runs.map(({ experimentKey }) => experimentKey);
}
