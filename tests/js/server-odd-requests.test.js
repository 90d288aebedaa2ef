// Requests as no client of Comet sends them: each gets a right answer or a clear error, and the connection goes on.
import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { temporaryFolder } from '../support/command.js';
import { keyOf, metric, upload, writeArchive } from '../support/offline-archive.js';
import { startServer } from '../support/serve.js';

const key = keyOf(10);
const name = 'a/b %2F + 🚀';
const chartPath = 'experiments/multi-metric-chart';
let server;

before(async () => {
  const folder = await temporaryFolder({ after });
  const archive = writeArchive(folder, {
    key,
    messages: [
      metric(name, 1),
      metric('half\ud83d', 1),
      upload('file', { fileName: name }),
      { type: 'standard_output', payload: { output: 'one\0two\n', stderr: false } },
      { type: 'log_other', payload: { key: 'nul\0key', value: 'v\0w' } },
    ],
    files: { file: Buffer.from('0123456789') },
  });
  server = await startServer({ archives: [archive] });
});
after(() => server?.stop());

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
after(() => agent.destroy());

/** The answer, by way of the one connection of `agent`, and whether that was open already. */
function ask(path, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const options = { agent, host: '127.0.0.1', port: server.port, method, headers };
    const sent = request({ ...options, path: `/api/rest/v2/${path}` }, async (response) => {
      const text = Buffer.concat(await response.toArray()).toString();
      resolve({
        status: response.statusCode,
        headers: response.headers,
        text,
        reused: sent.reusedSocket,
      });
    });
    sent.on('error', reject).end(body);
  });
}

const message = ({ text }) => JSON.parse(text).msg;

test('HEAD has the headers of GET, and no body', async () => {
  const { assets } = await server.json('experiment/asset/list', { experimentKey: key });
  const asset = `experiment/asset/get-asset?experimentKey=${key}&assetId=${assets[0].assetId}`;
  for (const path of ['workspaces', `experiment/metrics/get-all?experimentKey=${key}`, asset]) {
    const [head, get] = [await ask(path, { method: 'HEAD' }), await ask(path)];
    assert.deepEqual([head.status, head.text], [200, '']);
    for (const header of ['content-type', 'vary', 'content-security-policy'])
      assert.equal(head.headers[header], get.headers[header]);
  }
  assert.equal((await ask(asset, { method: 'HEAD' })).headers['content-length'], '10');
  assert.equal((await ask('experiment/tags?experimentKey=x', { method: 'HEAD' })).status, 404);
});

test('a range of a file is answered with all of it', async () => {
  const { assets } = await server.json('experiment/asset/list', { experimentKey: key });
  const path = `experiment/asset/get-asset?experimentKey=${key}&assetId=${assets[0].assetId}`;
  for (const range of ['bytes=0-3', 'bytes=99-', 'bytes=3-1', 'lines=1-2']) {
    const { status, text } = await ask(path, { headers: { Range: range } });
    assert.deepEqual([status, text], [200, '0123456789'], range);
  }
});

test('names with slashes, percent signs and emoji', async () => {
  const encoded = encodeURIComponent(name);
  const points = await ask(
    `experiment/metrics/get-metric?experimentKey=${key}&metricName=${encoded}`,
  );
  assert.equal(JSON.parse(points.text).metrics[0].metricName, name);
  const plus = encoded.replaceAll('%20', '+');
  const named = await ask(`experiment/asset/get-by-name?experimentKey=${key}&assetName=${plus}`);
  assert.equal(JSON.parse(named.text).assets[0].fileName, name);
});

test('parameters in any spelling of booleans, unknown, twice, malformed', async () => {
  const project = 'experiments?workspaceName=team&projectName=demo';
  const count = async (more) => JSON.parse((await ask(project + more)).text).experiments.length;
  assert.equal(await count('&archived=FALSE&allow301=x&unknown=1&unknown'), 1);
  assert.equal(await count('&archived=TRUE'), 0);
  assert.equal(await count('&projectName=other'), 1);
  assert.equal(await count('&size=999999999&page=999999999'), 0);
  for (const [more, msg] of [
    ['&size=1&page=1000000000', 'page has to be a whole number from 1 to 999999999'],
    ['&size=1e3', 'size has to be a whole number from 1 to 999999999'],
    ['&archived=1', 'archived has to be true or false'],
  ]) {
    const answer = await ask(project + more);
    assert.deepEqual([answer.status, message(answer)], [400, msg]);
  }
  const malformed = await ask('experiment/metadata?experimentKey=%E0%A4%A');
  assert.deepEqual([malformed.status, message(malformed)], [404, 'no such experiment: %E0%A4%A']);
});

test('a key is taken as it is spelled', async () => {
  for (const other of [key.toUpperCase(), `${key}%00`, `${key}%20`, `%20${key}`]) {
    assert.notEqual(other, key);
    assert.equal((await ask(`experiment/metadata?experimentKey=${other}`)).status, 404, other);
  }
  const chart = await server.post(chartPath, {
    targetedExperiments: [`${key}\0`],
    metrics: [name],
  });
  assert.deepEqual(await chart.json(), { experiments: {}, empty: true });
});

test('the character NUL does not cut texts short', async () => {
  const ofRun = { experimentKey: key };
  assert.equal((await server.json('experiment/output', ofRun)).output, 'one\uFFFDtwo\n');
  const [other] = (await server.json('experiment/log-other', ofRun)).values;
  assert.deepEqual([other.name, other.valueCurrent], ['nul\uFFFDkey', 'v\uFFFDw']);
});

test('half a character in a name becomes one that can be asked for', async () => {
  const { metrics } = await server.json('experiment/metrics/get-metric', {
    experimentKey: key,
    metricName: 'half\ud83d',
  });
  assert.deepEqual(
    metrics.map(({ metricName }) => metricName),
    ['half\uFFFD'],
  );
});

test('paths and methods that are not there', async () => {
  for (const [method, path] of [
    ['DELETE', 'workspaces'],
    ['POST', 'workspaces'],
    ['PUT', chartPath],
    ['GET', chartPath],
    ['GET', 'workspaces/'],
    ['GET', 'Workspaces'],
    ['GET', '/workspaces'],
    ['GET', 'experiment%2Fmetadata'],
  ]) {
    const answer = await ask(path, { method });
    assert.equal(answer.status, 404, path);
    assert.equal(message(answer), `no such endpoint: ${method} /api/rest/v2/${path}`);
  }
});

test('an answer is not compressed, whether that is accepted or not', async () => {
  for (const encoding of ['gzip', 'gzip;q=1, identity;q=0', 'br', '']) {
    const { status, headers, text } = await ask('workspaces', {
      headers: { 'Accept-Encoding': encoding },
    });
    assert.deepEqual([status, headers['content-encoding']], [200, undefined]);
    assert.deepEqual(JSON.parse(text), { workspaceNames: ['team'] });
  }
});

test('after an error the connection answers on, also when a body was left unread', async () => {
  const json = { 'Content-Type': 'application/json' };
  const errors = [
    [404, 'experiment/metadata?experimentKey=none', {}],
    [400, 'experiment/metadata', {}],
    [400, chartPath, { method: 'POST', headers: json, body: '{' }],
    [400, chartPath, { method: 'POST', headers: json, body: '['.repeat(10 ** 6) }],
    [
      400,
      chartPath,
      { method: 'POST', headers: { 'Content-Encoding': 'gzip' }, body: gzipSync('{}') },
    ],
    [404, 'workspaces', { method: 'POST', body: 'x' }],
    [403, 'workspaces', { headers: { Origin: 'https://evil.example' } }],
    [421, 'workspaces', { headers: { Host: 'evil.example' } }],
  ];
  await ask('workspaces');
  for (const [status, path, options] of errors) {
    const answer = await ask(path, options);
    assert.equal(answer.status, status);
    assert.equal(JSON.parse(answer.text).code, status);
    const next = await ask('workspaces');
    assert.deepEqual([next.status, next.reused], [200, true], `after ${status}`);
  }
});

test('a query of 12,000 characters is answered, a longer header refused', async () => {
  const asked = (length) => ask(`experiment/metadata?experimentKey=${'a'.repeat(length)}`);
  assert.equal((await asked(12_000)).status, 404);
  assert.equal((await asked(20_000)).status, 431);
  assert.equal((await ask('workspaces')).status, 200);
});
