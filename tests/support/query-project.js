// A project whose experiments have, for every kind of column, values that are hard to compare.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { columnTypes, facts } from './experiment-facts.js';
import { readArchive } from './archive-reader.js';
import {
  keyOf,
  message,
  metric,
  other,
  parameter,
  startTime,
  upload,
  writeArchive,
} from './offline-archive.js';
import { openServer } from './server-source.js';

/** An experiment a line: what it has in the columns below, `undefined` for nothing. */
const ROWS = [
  { loss: [0.5, 0.1], lr: 0.1, flag: true, opt: 'adam', mixed: 5, note: 'fine', tags: ['best'] },
  { loss: [0.1, 0.5], lr: 1, flag: false, opt: 'Adam', mixed: 'adam', note: '', tags: ['a,b'] },
  { loss: ['NaN'], lr: 'NaN', opt: '', mixed: '', note: 'NaN', tags: ['best', 'Best'] },
  { loss: ['Infinity'], lr: '-Infinity', flag: true, opt: 'a%b_c', mixed: true, note: true },
  { loss: ['-Infinity'], lr: 'Infinity', opt: '\u{1d11e} clef', mixed: '007', note: 0.5 },
  { loss: [5e-324], lr: -1.5, opt: '\uffff last', mixed: 'NaN', note: '0.50', tags: ['%'] },
  { loss: [0], lr: 0, flag: false, opt: 'naïve', mixed: null, note: null },
  { loss: [-0.00086], lr: 0.00001, opt: 'nai\u0308ve', mixed: [1, 2.5], note: '1e-05' },
  { loss: [1e21], lr: 2 ** 53, opt: 'false', mixed: 'True', note: '[1]' },
  { lr: 0.1, opt: "' OR 1=1 --", mixed: ' 5', note: '5 ', tags: ["' OR 1=1 --"] },
  { loss: [0.1, 2, 0.1], flag: true, mixed: -0.5, tags: ['best'] },
  { loss: [1], opt: 'adam\nadam', note: 'FINE' },
  {},
];

const SYSTEMS = [
  { user: 'ada', os: 'Linux-6.1', os_type: 'Linux', python_version: '3.11.7', ip: '' },
  { user: 'Bob', os_type: 'Darwin', python_version: '3.9', command: ['train.py', '--lr', '1.0'] },
  undefined,
];

const FILES = ['jobs/train.py', 'C:\\jobs\\eval.py', 'plain.py', undefined];

/** Where the experiments are. */
export const place = { workspaceName: 'team', projectName: 'demo' };

/**
 * A server, as server-source.js gives it, with the project in a store of its own that `close` removes.
 * @returns {Promise<{server: object, projectId: string, experiments: import('./experiment-facts.js').Facts[],
 *   types: Map<string, string>, close: () => void}>} `types` of the project's columns
 */
export async function openQueryProject() {
  const folder = mkdtempSync(join(tmpdir(), 'perihelion-test-'));
  const paths = ROWS.map((row, index) => writeArchive(folder, archive(row, index)));
  const experiments = paths.map((path) => facts(readArchive(path)));
  const server = await openServer(join(folder, 'data'), paths);
  const projectId = await server.use(
    (database) => database.get('SELECT project_id AS id FROM project').id,
  );
  const close = () => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { server, projectId, experiments, types: columnTypes(experiments), close };
}

function archive(row, index) {
  const { loss = [], tags = [], lr, flag, opt, mixed, note } = row;
  const parameters = Object.entries({ lr, flag, opt, mixed }).filter(([, v]) => v !== undefined);
  const [system, file] = [SYSTEMS[index % SYSTEMS.length], FILES[index % FILES.length]];
  const messages = [
    ...loss.map((value, step) => metric('loss', value, { step, time: step })),
    ...(index % 2 ? [metric('loss', index, { context: 'train', time: 5 })] : []),
    ...parameters.map(([name, value]) => parameter(name, value)),
    ...(note === undefined ? [] : [other('note', note)]),
    ...(system ? [message('system_details', system)] : []),
    ...(file ? [message('file_name', { file_name: file })] : []),
    ...(index % 3 ? [] : [message('html', { html: '<p>' })]),
    ...(index % 4 ? [] : [upload('a.png', { assetId: 'a' })]),
  ];
  if (index % 4 === 0) messages.at(-1).payload.upload_type = 'image';
  // The SDK writes integers in full that JavaScript cannot hold.
  const lines = messages.map((line) =>
    JSON.stringify(line).replace('9007199254740992', '9007199254740993'),
  );
  return {
    key: keyOf(index),
    // Some start in one millisecond, so that the keys order them.
    experiment: {
      tags,
      start_time: startTime - Math.floor(index / 2) * 60_000,
      stop_time: startTime + index * 500,
    },
    messages: lines,
    files: { 'a.png': 'png' },
  };
}
