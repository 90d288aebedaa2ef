// Queries to the server: what each operator means for each type, the request's form, and damage.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { keyOf } from '../support/offline-archive.js';
import { openQueryProject, place } from '../support/query-project.js';

let project;
let server;
let projectId;
let count;

before(async () => {
  project = await openQueryProject();
  ({ server, projectId } = project);
  count = project.experiments.length;
});

after(() => project?.close());

const rule = (source, name, type, operator, value = null) => ({
  ...{ id: name, field: name, type, operator, value, source },
});
const group = (condition, ...rules) => ({ condition, rules, valid: true });
const asPredicates = (...rules) => [{ source: 'nested', query: group('AND', ...rules) }];
const query = (predicates, more) =>
  server.ask('project/query', { ...place, predicates, archived: false, ...more });
const search = (rulesTree, more) =>
  server.ask('experiments/search', { projectId, rulesTree, ...more });

/** Numbers of the experiments that a rule is true of: their lines in query-project.js, from 0. */
async function hits(...one) {
  const { status, body } = await query(asPredicates(rule(...one)));
  assert.equal(status, 200, body.msg);
  return body.experimentKeys.map((key) => Number(key.replace(/^e+/, ''))).sort((a, b) => a - b);
}

const all = () => Array.from({ length: count }, (_, index) => index);

async function expectHits(t, [source, name, type], cases) {
  for (const [operator, value, expected] of cases) {
    await t.test(`${name} ${operator} ${JSON.stringify(value) ?? ''}`, async () => {
      assert.deepEqual(await hits(source, name, type, operator, value), expected);
    });
  }
}

test('a metric is its last value, compared as a number', (t) =>
  expectHits(
    t,
    ['metrics', 'loss', 'double'],
    [
      ['equal', 0.1, [0, 10]],
      ['equal', '0.1', [0, 10]],
      ['equal', '1e-1', [0, 10]],
      ['not_equal', 0.1, [1, 2, 3, 4, 5, 6, 7, 8, 11]],
      ['less', 0, [4, 7]],
      ['less_or_equal', -0, [4, 6, 7]],
      ['less', '-8.6E-4', [4]],
      ['less_or_equal', '-8.6E-4', [4, 7]],
      ['greater', 0.5, [3, 8, 11]],
      ['greater_or_equal', 0.5, [1, 3, 8, 11]],
      ['greater', 1e20, [3, 8]],
      ['less', 'inf', [0, 1, 4, 5, 6, 7, 8, 10, 11]],
      ['between', ['0.1', '0.5'], [0, 1, 10]],
      ['between', ['-inf', '0'], [4, 6, 7]],
      ['between', ['0.5', '0.1'], []],
      ['not_between', ['0.1', '0.5'], [3, 4, 5, 6, 7, 8, 11]],
      ['equal', 'NaN', [2]],
      ['not_equal', 'nan', [0, 1, 3, 4, 5, 6, 7, 8, 10, 11]],
      ['greater', 'NaN', []],
      ['greater', true, [3, 8]],
      ['is_null', undefined, [9, 12]],
      ['is_not_null', undefined, [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11]],
      ['is_empty', undefined, []],
      ['is_not_empty', undefined, [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11]],
    ],
  ));

test('numbers beyond the decimal notation in JSON', async () => {
  const asked = JSON.stringify({
    ...{ ...place, predicates: asPredicates(rule('metrics', 'loss', 'double', 'less', 7.5)) },
  });
  const { body } = await server.ask('project/query', asked.replace('7.5', '-1e999'));
  assert.deepEqual(body, { experimentKeys: [] });
  const above = await server.ask(
    'project/query',
    asked.replace('"less","value":7.5', '"equal","value":1e999'),
  );
  assert.deepEqual(above.body, { experimentKeys: [keyOf(3)] });
});

test('a parameter of numbers', (t) =>
  expectHits(
    t,
    ['params', 'lr', 'double'],
    [
      ['equal', 0.1, [0, 9]],
      ['equal', 0.00001, [7]],
      ['equal', 9007199254740992, [8]],
      ['less', 0, [3, 5]],
      ['greater', 1, [4, 8]],
    ],
  ));

test('a parameter of booleans', (t) =>
  expectHits(
    t,
    ['params', 'flag', 'boolean'],
    [
      ['equal', 1, [0, 3, 10]],
      ['equal', true, [0, 3, 10]],
      ['equal', 'true', [0, 3, 10]],
      ['equal', 0, [1, 6]],
      ['not_equal', 1, [1, 6]],
      ['greater', false, [0, 3, 10]],
      ['between', ['False', 'True'], [0, 1, 3, 6, 10]],
      ['is_null', undefined, [2, 4, 5, 7, 8, 9, 11, 12]],
    ],
  ));

test('a parameter of texts', (t) =>
  expectHits(
    t,
    ['params', 'opt', 'string'],
    [
      ['equal', 'adam', [0]],
      ['not_equal', 'adam', [1, 2, 3, 4, 5, 6, 7, 8, 9, 11]],
      ['less', 'a', [1, 2, 9]],
      ['greater_or_equal', 'nai', [4, 5, 6, 7]],
      ['greater', '\uffff', [4, 5]],
      ['greater', '\u{10000}', [4]],
      ['contains', 'dam', [0, 1, 11]],
      ['contains', '%', [3]],
      ['contains', '_', [3]],
      ['contains', '', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11]],
      ['not_contains', 'a', [2, 4, 9]],
      ['begins_with', 'adam', [0, 11]],
      ['begins_with', '\u{1d11e}', [4]],
      ['not_begins_with', 'a', [1, 2, 4, 5, 6, 7, 8, 9]],
      ['ends_with', 'adam', [0, 11]],
      ['ends_with', 'ïve', [6]],
      ['not_ends_with', 'm', [2, 3, 4, 5, 6, 7, 8, 9]],
      ['equal', "' OR 1=1 --", [9]],
      ['is_empty', undefined, [2]],
      ['is_not_empty', undefined, [0, 1, 3, 4, 5, 6, 7, 8, 9, 11]],
      ['is_null', undefined, [10, 12]],
      ['equal', 1, []],
      ['equal', 0, [8]],
    ],
  ));

test('a column of mixed types: as text with a text, as numbers with a number', (t) =>
  expectHits(
    t,
    ['params', 'mixed', 'string'],
    [
      ['equal', '5', [0]],
      ['equal', 5, [0]],
      ['equal', 7, [4]],
      ['equal', '7', []],
      ['not_equal', 5, [3, 4, 5, 8, 10]],
      ['equal', 1, [3, 8]],
      ['less', 1, [10]],
      ['equal', 'null', [6]],
      ['equal', '[1,2.5]', [7]],
      ['greater', 0, [0, 3, 4, 8]],
    ],
  ));

test('an "other" is text', (t) =>
  expectHits(
    t,
    ['log_other', 'note', 'string'],
    [
      ['equal', 'fine', [0]],
      ['equal', 0.5, [4, 5]],
      ['equal', '0.5', [4]],
      ['less', 0.5, [7]],
      ['equal', true, [3]],
      ['begins_with', '0.5', [4, 5]],
    ],
  ));

test('tags are there or not', (t) =>
  expectHits(
    t,
    ['tag', 'any', 'string'],
    [
      ['equal', 'best', [0, 2, 10]],
      ['not_equal', 'best', all().filter((n) => ![0, 2, 10].includes(n))],
      ['equal', '%', [5]],
      ['equal', "' OR 1=1 --", [9]],
      ['equal', 'no such', []],
      ['not_equal', 'no such', all()],
    ],
  ));

test('durations are seconds', (t) =>
  expectHits(
    t,
    ['metadata', 'duration', 'timenumber'],
    [
      ['equal', 0, [0]],
      ['less_or_equal', 0.5, [0, 1]],
      ['between', ['61', '62'], [2, 3]],
      ['greater', 365, [12]],
    ],
  ));

test('times are instants, in UTC without an offset', (t) =>
  expectHits(
    t,
    ['metadata', 'start_server_timestamp', 'datetime'],
    [
      ['equal', '2023-11-14 22:13:20', [0, 1]],
      ['equal', '2023-11-15 00:13:20+02:00', [0, 1]],
      ['equal', '2023-11-14T22:13:20.000Z', [0, 1]],
      ['equal', '2023-11-14 23:32:50+01:19:30', [0, 1]],
      ['less', '2023-11-14 22:13:20.000001', all()],
      ['equal', '2023-11-14 22:13:20.000001', []],
      ['greater_or_equal', '2023-11-14 16:42:20-05:30', [0, 1, 2, 3]],
      ['between', ['2023-11-14 22:11:20', '2023-11-14 22:12:20'], [2, 3, 4, 5]],
      ['is_null', undefined, []],
    ],
  ));

test('the experiment itself and its system', async () => {
  assert.deepEqual(await hits('metadata', 'experimentKey', 'string', 'equal', keyOf(7)), [7]);
  assert.deepEqual(await hits('metadata', 'file_name', 'string', 'equal', 'eval.py'), [1, 5, 9]);
  assert.deepEqual(await hits('metadata', 'file_path', 'string', 'begins_with', 'C:\\'), [1, 5, 9]);
  assert.deepEqual(await hits('metadata', 'user_name', 'string', 'equal', 'ada'), [0, 3, 6, 9, 12]);
  assert.deepEqual(await hits('metadata', 'hasImages', 'boolean', 'equal', 1), [0, 4, 8, 12]);
  assert.deepEqual(await hits('metadata', 'hasHtml', 'boolean', 'equal', 1), [0, 3, 6, 9, 12]);
  assert.deepEqual(await hits('metadata', 'runActive', 'boolean', 'equal', 0), all());
  assert.deepEqual(await hits('metadata', 'codeSHA', 'string', 'is_null'), all());
  const environment = (name, ...test) => hits('env_details', name, 'string', ...test);
  assert.deepEqual(await environment('os', 'contains', 'Linux'), [0, 3, 6, 9, 12]);
  assert.deepEqual(await environment('os_type', 'not_equal', 'Linux'), [1, 4, 7, 10]);
  assert.deepEqual(await environment('ip', 'is_empty'), [0, 3, 6, 9, 12]);
  assert.deepEqual(await environment('command', 'contains', '"--lr","1.0"'), [1, 4, 7, 10]);
  assert.deepEqual(await environment('python_version', 'less', 3.95), [1, 4, 7, 10]);
});

test('nothing is known of a column that is not there', async () => {
  for (const source of ['metrics', 'params', 'log_other', 'metadata', 'env_details']) {
    for (const operator of ['equal', 'not_equal', 'not_contains', 'is_empty', 'is_not_empty'])
      assert.deepEqual(await hits(source, 'constructor', 'string', operator, 'x'), [], operator);
    assert.deepEqual(await hits(source, 'constructor', 'string', 'is_null'), all());
    assert.deepEqual(await hits(source, 'constructor', 'string', 'is_not_null'), []);
  }
});

test('groups in any mix, with sources where Comet puts them', async () => {
  const adam = rule('params', 'opt', 'string', 'equal', 'adam');
  const best = rule('tag', 'best', 'string', 'equal', 'best');
  const low = rule('metrics', 'loss', 'double', 'less', 0);
  const bare = { ...low, source: undefined };
  const tree = group('AND', group('OR', adam, group('AND', group('OR', best))), {
    ...group('OR', { ...bare, operator: 'less', value: 0.2 }),
    source: 'metrics',
  });
  const { body } = await search(tree);
  assert.deepEqual(
    body.experiments.map(({ experimentKey }) => experimentKey),
    [keyOf(10), keyOf(0)],
  );
  const predicates = [
    { source: 'nested', query: group('OR', adam, best), negated: true },
    { source: 'metrics', query: group('AND', { ...bare, value: 0.2 }) },
  ];
  assert.deepEqual((await query(predicates)).body, { experimentKeys: [keyOf(10), keyOf(0)] });
});

test('empty groups: all of nothing is true, any of nothing is not', async () => {
  assert.equal((await query([])).body.experimentKeys.length, count);
  for (const [tree, found] of [
    [null, count],
    [group('AND'), count],
    [group('OR'), 0],
  ])
    assert.equal((await search(tree)).body.experiments.length, found);
});

test('the order of the listing, and its pages', async () => {
  const listing = await server.get(`experiments?projectId=${projectId}`);
  const keys = ({ body }) => body.experiments.map(({ experimentKey }) => experimentKey);
  assert.deepEqual((await search(null)).body.experiments, listing.body.experiments);
  assert.deepEqual((await query([])).body.experimentKeys, keys(listing));
  const pages = [];
  for (const page of [1, 2, 3, 4]) pages.push(keys(await search(null, { limit: 5, page })));
  assert.deepEqual(
    pages.map(({ length }) => length),
    [5, 5, count - 10, 0],
  );
  assert.deepEqual(pages.flat(), keys(listing));
  assert.deepEqual(keys(await search(null, { limit: 999_999_999, page: 999_999_999 })), []);
});

test('archived experiments only when they are asked for', async () => {
  const put = (archived) =>
    server.use((database) =>
      database.run('UPDATE experiment SET archived = ? WHERE experiment_key = ?', [
        archived,
        keyOf(4),
      ]),
    );
  await put(1);
  assert.deepEqual((await query([], { archived: true })).body.experimentKeys, [keyOf(4)]);
  assert.equal((await query([])).body.experimentKeys.length, count - 1);
  const { body } = await search(null, { deleted: true });
  assert.deepEqual(
    body.experiments.map(({ archived }) => archived),
    [true],
  );
  await put(0);
});

test('no query reads a whole table', async () => {
  const questions = [
    rule('metrics', 'loss', 'double', 'less', 1),
    rule('metrics', 'loss', 'double', 'not_equal', 1),
    rule('params', 'opt', 'string', 'contains', 'a'),
    rule('params', 'opt', 'string', 'equal', 'adam'),
    rule('params', 'opt', 'string', 'is_null'),
    rule('env_details', 'os', 'string', 'contains', 'Linux'),
    rule('metadata', 'hasImages', 'boolean', 'equal', 1),
    rule('tag', 'best', 'string', 'equal', 'best'),
    rule('tag', 'best', 'string', 'not_equal', 'best'),
  ];
  for (const tree of [...questions, group('OR', ...questions), group('AND', ...questions)]) {
    await search(tree.rules ? tree : group('AND', tree));
    const { sql, values } = server.statements.at(-1);
    const plan = await server.use((database) => database.all(`EXPLAIN QUERY PLAN ${sql}`, values));
    const steps = plan.map(({ detail }) => detail);
    assert.deepEqual(
      steps.filter((step) => /^SCAN (?!CONSTANT)/.test(step)),
      [],
      steps.join('\n'),
    );
    for (const step of steps.filter((name) => name.includes('summary')))
      assert.match(step, /USING COVERING INDEX summary_by_(number|text) \(source=\? AND name=\?/);
  }
});

test('nothing that is asked becomes SQL text', async () => {
  const marked = 'x"\'`; DROP TABLE summary; --';
  await query(asPredicates(rule('params', marked, 'string', 'contains', marked)));
  assert.ok(server.statements.length > 0);
  for (const { sql } of server.statements) assert.ok(!sql.includes('DROP'));
});

test('a store of the release before gets its numbers when it is opened', async () => {
  const before = await hits('metrics', 'loss', 'double', 'less', 1);
  await server.use((database) =>
    database.exec(`
      DROP INDEX summary_by_number; DROP INDEX summary_by_text; DROP INDEX experiment_in_order;
      DROP INDEX tag_by_name;
      ALTER TABLE summary DROP COLUMN current_number;
      CREATE INDEX experiment_by_project ON experiment (project_id, start_time);
      PRAGMA user_version = 2`),
  );
  server.close();
  assert.deepEqual(await hits('metrics', 'loss', 'double', 'less', 1), before);
  assert.ok(before.length > 0);
});

test('damage is named, with what would be right', async (t) => {
  const loss = (more) => asPredicates({ ...rule('metrics', 'loss', 'double', 'less', 1), ...more });
  const text = (more) =>
    asPredicates({ ...rule('params', 'opt', 'string', 'equal', 'a'), ...more });
  const time = (value) =>
    asPredicates(rule('metadata', 'start_server_timestamp', 'datetime', 'less', value));
  const at = 'predicates[0].query.rules[0]';
  const nested = (depth) =>
    depth === 0 ? rule('metrics', 'loss', 'double', 'less', 1) : group('AND', nested(depth - 1));
  const aTime =
    'so it has to be a time such as "2026-09-24 05:00:00", in UTC or with an offset such as +02:00';
  const cases = [
    [undefined, 'missing parameter: predicates'],
    [null, 'predicates: it has to be a list, not null'],
    [{}, 'predicates: it has to be a list, not an object'],
    [[1], 'predicates[0]: it has to be an object, not 1'],
    [[{ source: 'metrics' }], 'predicates[0].query: it has to be an object, not nothing'],
    [
      [{ source: 'metrics', query: { condition: 'XOR', rules: [] } }],
      'predicates[0].query.condition: it has to be one of AND, OR, not "XOR"',
    ],
    [
      [{ source: 'metrics', query: { condition: 'AND' } }],
      'predicates[0].query.rules: it has to be a list, not nothing',
    ],
    [
      loss({ source: undefined }),
      `${at}.source: it has to be one of metrics, params, log_other, metadata, env_details, tag, not "nested"`,
    ],
    [
      loss({ type: 'float' }),
      `${at}.type: it has to be one of string, double, timenumber, boolean, datetime, not "float"`,
    ],
    [loss({ field: undefined, id: 7 }), `${at}.field: it has to be a text, not 7`],
    [loss({ field: 'x'.repeat(5000) }), `${at}.field: the text is longer than 4096 characters`],
    [
      loss({ operator: 'contains' }),
      `${at}.operator: contains compares text, and "loss" is a double`,
    ],
    [
      loss({ value: 'low' }),
      `${at}.value: "loss" is a double, so it has to be a number, not "low"`,
    ],
    [loss({ value: null }), `${at}.value: "loss" is a double, so it has to be a number, not null`],
    [loss({ value: '' }), `${at}.value: "loss" is a double, so it has to be a number, not ""`],
    [loss({ operator: 'between', value: 1 }), `${at}.value: it has to be a list, not 1`],
    [loss({ operator: 'between', value: [1] }), `${at}.value: between needs two values, not 1`],
    [
      loss({ operator: 'between', value: [1, {}] }),
      `${at}.value[1]: "loss" is a double, so it has to be a number, not an object`,
    ],
    [
      loss({ type: 'boolean', value: 2 }),
      `${at}.value: "loss" is a boolean, so it has to be true or false, not 2`,
    ],
    [loss({ type: 'datetime' }), `${at}.type: only metadata has columns of the type datetime`],
    [
      text({ value: ['a'] }),
      `${at}.value: "opt" is a string, so it has to be a text or a number, not a list`,
    ],
    [text({ value: '\ud800' }), `${at}.value: the text holds half a character, or a NUL`],
    [text({ value: 'a\0b' }), `${at}.value: the text holds half a character, or a NUL`],
    [text({ operator: 'contains', value: 5 }), `${at}.value: it has to be a text, not 5`],
    [text({ value: 'x'.repeat(65537) }), `${at}.value: the text is longer than 65536 characters`],
    [
      asPredicates(rule('tag', 'best', 'string', 'contains', 'best')),
      `${at}.operator: a tag is there (equal) or not (not_equal)`,
    ],
    [time(5), `${at}.value: "start_server_timestamp" is a datetime, ${aTime}, not 5`],
    [
      time('2026-02-30 00:00:00'),
      `${at}.value: "start_server_timestamp" is a datetime, ${aTime}, not "2026-02-30 00:00:00"`,
    ],
    [
      time('2026-09-24 25:00:00'),
      `${at}.value: "start_server_timestamp" is a datetime, ${aTime}, not "2026-09-24 25:00:00"`,
    ],
    [
      [{ source: 'metrics', query: nested(129) }],
      `predicates[0].query${'.rules[0]'.repeat(128)}: groups are nested deeper than 128`,
    ],
    [
      asPredicates(...Array.from({ length: 257 }, () => nested(0))),
      'predicates[0].query.rules[256]: there are more than 256 rules',
    ],
  ];
  for (const [predicates, msg] of cases) {
    await t.test(msg.slice(0, 100), async () => {
      assert.deepEqual(await query(predicates), { status: 400, body: { msg, code: 400 } });
    });
  }
  await t.test('what is just small enough', async () => {
    const rules = Array.from({ length: 256 }, () => nested(0));
    assert.equal((await query(asPredicates(...rules))).status, 200);
    const deep = rules.slice(0, 127).reduce((inner, one) => group('OR', inner, one), nested(1));
    const asked = [{ source: 'metrics', query: deep }];
    assert.equal((await query(asked)).status, 200);
  });
});

test('requests that lack what they need', async (t) => {
  const cases = [
    ['project/query', { predicates: [] }, 400, 'missing parameter: workspaceName (or projectId)'],
    [
      'project/query',
      { ...place, projectName: 5, predicates: [] },
      400,
      'projectName has to be a text',
    ],
    [
      'project/query',
      { ...place, projectName: 'x', predicates: [] },
      404,
      'no such project: team/x',
    ],
    [
      'project/query',
      { ...place, predicates: [], archived: 'no' },
      400,
      'archived has to be true or false',
    ],
    ['project/query', '{', 400, 'the body is not JSON'],
    ['project/query', ' '.repeat(2 ** 20 + 1), 413, 'the body is larger than 1048576 bytes'],
    ['experiments/search', {}, 400, 'missing parameter: projectId'],
    ['experiments/search', { projectId: 'x' }, 404, 'no such project: x'],
    [
      'experiments/search',
      { projectId: 'x', limit: 0 },
      400,
      'limit has to be a whole number from 1 on',
    ],
    [
      'experiments/search',
      { projectId: 'x', page: 1.5 },
      400,
      'page has to be a whole number from 1 on',
    ],
    [
      'experiments/search',
      { projectId: 'x', rulesTree: [] },
      400,
      'rulesTree: it has to be an object, not a list',
    ],
  ];
  for (const [path, body, status, msg] of cases) {
    await t.test(`${path}: ${msg}`, async () => {
      assert.deepEqual(await server.ask(path, body), { status, body: { msg, code: status } });
    });
  }
});
