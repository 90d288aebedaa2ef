// Queries over ten thousand experiments, through the HTTP handler, against the bare SQLite statement that each becomes.
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importServer, openServer } from '../support/server-source.js';
import { inTurn, rowOf } from './workloads/compare.js';

const EXPERIMENTS = 10_000;
const METRICS = 50;
const PARAMETERS = 30;
const RUNS = 15;
const place = { workspaceName: 'team', projectName: 'many' };

/** The same numbers from 0 to 1 each time. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Writes the experiments as an import does, but without the points of their metrics, which no query reads. */
async function fill(folder) {
  const { ExperimentContent, LeasedStore, transaction, writeExperiment, writeSummary } =
    await importServer(
      ...['import/content.ts', 'import/write-experiment.ts', 'store/database.ts', 'store/lease.ts'],
    );
  const random = generator(1);
  const store = new LeasedStore(folder, 10_000);
  const writeOne = (database, index) => {
    const time = 1_700_000_000_000 + index * 1000;
    const about = header(index, time);
    writeExperiment(database, about, new ExperimentContent());
    const write = (source, name, type, text) => {
      const value = { text, time, step: null, context: null };
      const summary = { type, max: value, min: value, current: value };
      writeSummary(database, about.key, source, name, summary);
    };
    for (let at = 0; at < METRICS; at++)
      write('metrics', `metric ${at}`, 'double', String(random()));
    for (let at = 0; at < PARAMETERS; at++) {
      const word = ['adam', 'sgd', 'rmsprop'][Math.floor(random() * 3)];
      if (at % 3 === 0) write('params', `parameter ${at}`, 'string', word);
      else write('params', `parameter ${at}`, 'double', String(random()));
    }
  };
  await store.use((database) => {
    // Rows come in no order of their keys: with SQLite's two megabytes each would read its page again.
    database.exec('PRAGMA cache_size = -262144');
    return transaction(database, async () => {
      for (let index = 0; index < EXPERIMENTS; index++) writeOne(database, index);
    });
  });
  store.close();
}

const header = (index, startTime) => ({
  key: createHash('md5').update(String(index)).digest('hex'),
  name: `run ${index}`,
  resumes: false,
  workspace: place.workspaceName,
  project: place.projectName,
  projectDescription: null,
  projectNotes: null,
  startTime,
  stopTime: startTime + 60_000,
  tags: index % 10 === 0 ? ['best'] : [],
  crashed: false,
  crashMessage: null,
  archived: false,
});

const rule = (source, field, type, operator, value) => ({
  ...{ id: field, field, type, operator, value, source },
});
const nested = (condition, ...rules) => [
  { source: 'nested', query: { condition, rules, valid: true } },
];
const low = rule('metrics', 'metric 3', 'double', 'less', 0.1);
const high = rule('metrics', 'metric 7', 'double', 'greater_or_equal', 0.5);
const adam = rule('params', 'parameter 3', 'string', 'equal', 'adam');

const QUESTIONS = [
  ['three terms', nested('AND', low, high, adam), '≤ 10×'],
  ['contains', nested('AND', rule('params', 'parameter 3', 'string', 'contains', 'prop')), '≤ 10×'],
  ['two metrics under OR', nested('OR', low, high), '≤ 10×'],
];

async function compareQuestion(server, name, predicates, goal) {
  let found = 0;
  const ours = async () => {
    const { status, body } = await server.ask('project/query', { ...place, predicates });
    if (status !== 200) throw new Error(body.msg);
    found = body.experimentKeys.length;
  };
  const peer = async () => {
    const { sql, values } = server.statements.at(-1);
    const rows = await server.use((database) => database.all(sql, values));
    if (found === 0 || rows.length !== found) throw new Error(`${name}: the two differ`);
  };
  // The first run fills SQLite's cache.
  const times = await inTurn({ ours, peer }, { runs: RUNS, warmUp: 1 });
  const about = {
    name: `project/query of ${EXPERIMENTS} experiments, ${name}`,
    peerName: 'the bare SQLite statement',
    goal,
  };
  return rowOf(about, times.ours, times.peer, 'ours over peer');
}

/** Queries in this process, over a store made for it in a temporary folder. */
export async function run() {
  const folder = await mkdtemp(join(tmpdir(), 'perihelion-bench-'));
  const started = performance.now();
  await fill(folder);
  console.log(
    `${EXPERIMENTS} experiments written in ${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
  const server = await openServer(folder);
  try {
    const rows = [];
    for (const question of QUESTIONS) rows.push(await compareQuestion(server, ...question));
    return rows;
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}
