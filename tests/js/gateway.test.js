import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { runCommand } from '../support/command.js';
import { readArchive, sampleArchives } from '../support/archive-reader.js';
import { startFakeComet } from '../support/fake-comet-server.js';
import { apiKey, startGateway } from '../support/gateway.js';
import { startServer } from '../support/serve.js';

async function withFake(t, answer, args) {
  const comet = await startFakeComet(answer);
  t.after(() => comet.close());
  return { comet, gateway: await startGateway(t, comet.url, args) };
}

test('read calls answer as the server behind answers', async (t) => {
  const [archive] = sampleArchives();
  const server = await startServer({ archives: [archive] });
  t.after(() => server.stop());
  const gateway = await startGateway(t, server.origin);
  const { key } = readArchive(archive);
  const { workspaceNames } = await (await gateway.get('workspaces')).json();
  assert.equal(workspaceNames.length, 1);
  for (const path of [
    '/clientlib/isAlive/ver',
    ...[
      'workspaces',
      `projects?workspaceName=${workspaceNames[0]}`,
      `experiment/metadata?experimentKey=${key}`,
      `experiment/metrics/get-all?experimentKey=${key}`,
      `experiment/parameters?experimentKey=${key}`,
      'experiment/metadata?experimentKey=none',
    ].map((rest) => `/api/rest/v2/${rest}`),
  ]) {
    const [direct, through] = await Promise.all(
      [server, gateway].map(({ origin }) => fetch(origin + path)),
    );
    assert.equal(through.status, direct.status, path);
    assert.equal(through.headers.get('content-type'), direct.headers.get('content-type'), path);
    assert.equal(await through.text(), await direct.text(), path);
  }
  const body = { targetedExperiments: [key], metrics: ['loss'], params: null, fetchFull: true };
  const [direct, through] = await Promise.all(
    [server, gateway].map(({ origin }) =>
      fetch(`${origin}/api/rest/v2/experiments/multi-metric-chart`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }).then((response) => response.json()),
    ),
  );
  assert.deepEqual(through, direct);
  assert.ok(through.experiments[key]);
  assert.equal((await fetch(`${gateway.origin}/`)).status, 200, 'the playground is there too');
});

test('Comet gets the key, the query as it was, and nothing of the caller that it should not', async (t) => {
  const { comet, gateway } = await withFake(t, () => ({ body: {} }));
  const query =
    'experimentKey=k&metricName=train%2Facc+%C3%A9+%26+x%3D1+%2B%25&artifactName=a%2520b';
  await gateway.get(`experiment/metrics/get-metric?${query}`, {
    Authorization: 'the key of the caller',
    Cookie: 'session=1',
    Referer: 'http://localhost/private',
    'X-COMET-SDK-SOURCE': 'API',
  });
  await fetch(`${gateway.origin}/api/rest/v2/project/query`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json;charset=utf-8' },
    body: '{"predicates":NaN}',
  });
  const [get, post] = comet.requests;
  assert.equal(get.rawQuery, `?${query}`);
  assert.equal(get.headers.authorization, apiKey);
  assert.equal(get.headers.cookie, undefined);
  assert.equal(get.headers.referer, undefined);
  assert.equal(get.headers.origin, undefined);
  assert.equal(get.headers['x-comet-sdk-source'], 'API');
  assert.equal(post.headers['content-type'], 'application/json;charset=utf-8');
  assert.equal(post.headers['content-length'], '18');
  assert.equal(post.headers['transfer-encoding'], undefined);
  assert.equal(post.body, '{"predicates":NaN}');
});

test('the path of the upstream is kept, the one of COMET_URL_OVERRIDE left out', async (t) => {
  const comet = await startFakeComet(() => ({ body: {} }));
  t.after(() => comet.close());
  for (const [path, seen] of [
    ['/some/place/', '/some/place/api/rest/v2/workspaces'],
    ['/clientlib/', '/api/rest/v2/workspaces'],
  ]) {
    const gateway = await startGateway(t, comet.url + path);
    assert.equal((await gateway.get('workspaces')).status, 200);
    assert.equal(comet.requests.at(-1).path, seen);
    assert.equal(comet.requests.at(-1).headers.authorization, apiKey);
  }
});

test('no other call passes', async (t) => {
  const { comet, gateway } = await withFake(t, () => ({ body: {} }));
  const refused = [
    ['GET', 'write/experiment/archive?experimentKey=k'],
    ['GET', 'write/experiment/delete?experimentKey=k'],
    ['GET', 'write/experiment/set-status'],
    ['GET', 'experiment/asset/delete'],
    ['GET', 'project/query'],
    ['POST', 'experiment/metadata'],
    ['POST', 'write/experiment/log-other'],
    ['DELETE', 'workspaces'],
    ['PUT', 'workspaces'],
    ['HEAD', 'workspaces'],
    ['GET', 'workspaces/'],
    ['GET', '/workspaces'],
    ['GET', 'Workspaces'],
    ['GET', 'experiment%2Fmetadata'],
    ['GET', 'experiment/../write/experiment/archive'],
    ['GET', 'experiment/%2e%2e/write/experiment/archive'],
    ['GET', '../v1/experiment/params'],
    ['GET', '../../../clientlib/rest/v2/write/experiment/output'],
  ];
  for (const [method, path] of refused) {
    const response = await fetch(`${gateway.origin}/api/rest/v2/${path}`, { method });
    assert.equal(response.status, 403, `${method} ${path}`);
    if (method === 'HEAD') continue;
    const { msg, code } = await response.json();
    assert.equal(code, 403);
    assert.match(msg, new RegExp(`^the gateway passes Comet's read calls only, not ${method} /`));
  }
  assert.equal(comet.requests.length, 0);
});

test('status, Retry-After and error bodies pass; cookies and other headers do not', async (t) => {
  const { gateway } = await withFake(t, () => ({
    status: 429,
    body: { msg: 'slowly', code: 429 },
    headers: { 'Retry-After': '7', 'Set-Cookie': 'a=1', 'X-Internal': 'host-7' },
  }));
  const response = await gateway.get('workspaces');
  assert.equal(response.status, 429);
  assert.equal(response.headers.get('retry-after'), '7');
  assert.equal(response.headers.get('content-type'), 'application/json');
  assert.equal(response.headers.get('set-cookie'), null);
  assert.equal(response.headers.get('x-internal'), null);
  assert.deepEqual(await response.json(), { msg: 'slowly', code: 429 });
});

test('compressed and byte-wise answers arrive whole', async (t) => {
  const body = { workspaceNames: ['é'.repeat(100)] };
  let weather = 'gzip';
  const { gateway } = await withFake(t, () => ({ body, weather }));
  const response = await gateway.get('workspaces');
  assert.equal(response.headers.get('content-encoding'), null);
  assert.deepEqual(await response.json(), body);
  weather = 'one byte at a time';
  assert.deepEqual(await (await gateway.get('workspaces')).json(), body);
  weather = 'no content';
  assert.equal((await gateway.get('workspaces')).status, 204);
});

test('an answer that breaks off is no whole answer', async (t) => {
  const { gateway } = await withFake(t, () => ({
    body: { workspaceNames: ['a', 'b'] },
    weather: 'cut in mid-body',
  }));
  await assert.rejects(async () => (await gateway.get('workspaces')).text());
  await assert.rejects(async () => (await gateway.get('workspaces')).text(), 'it still runs');
});

test('a server that sends the key back does not tell it to the caller', async (t) => {
  const { comet, gateway } = await withFake(t, ({ headers }) => ({
    status: 401,
    body: { msg: `bad key ${headers.authorization} or ${headers.authorization}` },
    headers: {
      'Content-Disposition': `attachment; filename=${headers.authorization}`,
      'X-Key': headers.authorization,
      Authorization: headers.authorization,
    },
  }));
  const response = await gateway.get('workspaces');
  const text = await response.text();
  assert.equal(comet.requests[0].headers.authorization, apiKey);
  assert.equal(text, JSON.stringify({ msg: `bad key ${'*'.repeat(25)} or ${'*'.repeat(25)}` }));
  assert.ok(!JSON.stringify([...response.headers]).includes(apiKey));
  assert.ok(!JSON.stringify(gateway.output).includes(apiKey));
});

test('a key that arrives in pieces is found too, and what only begins like it is kept', async (t) => {
  const body = `Secre ${apiKey}SecretSecret ${apiKey.slice(0, -1)}`;
  const { gateway } = await withFake(t, () => ({ body, weather: 'one byte at a time' }));
  const text = await (await gateway.get('workspaces')).text();
  assert.equal(text, body.replace(apiKey, '*'.repeat(25)));
});

test('redirects: the key goes to the same server only', async (t) => {
  const storage = await startFakeComet(() => ({ body: { stored: true } }));
  t.after(() => storage.close());
  const { comet, gateway } = await withFake(t, ({ path, query }) => {
    if (path.startsWith('/elsewhere')) return { body: { moved: true } };
    const location = {
      same: '/api/rest/v2/workspaces?at=home',
      write: '/elsewhere/write/experiment/archive',
      storage: `${storage.url}/bucket/file?signature=1`,
      loop: '/api/rest/v2/projects?to=loop',
      none: '',
      file: 'file:///etc/passwd',
      password: `http://a:b@127.0.0.1:${storage.port}/`,
    }[query.get('to')];
    return location === undefined
      ? { body: { home: true } }
      : { status: 302, headers: location ? { location } : {} };
  });
  const go = (to) => gateway.get(`projects?to=${to}`);
  assert.deepEqual(await (await go('same')).json(), { home: true });
  assert.equal(comet.requests.at(-1).headers.authorization, apiKey);
  assert.deepEqual(await (await go('write')).json(), { moved: true });
  assert.equal(comet.requests.at(-1).headers.authorization, undefined);
  const stored = await go('storage');
  assert.deepEqual(await stored.json(), { stored: true });
  assert.equal(storage.requests[0].headers.authorization, undefined);
  assert.equal(storage.requests[0].rawQuery, '?signature=1');
  for (const to of ['loop', 'none', 'file', 'password']) {
    const response = await go(to);
    assert.equal(response.status, 502, to);
    assert.match((await response.json()).msg, /redirects/);
  }
  assert.equal(storage.requests.length, 1);
});

test('a server that is down is a 502 that says so', async (t) => {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  const gateway = await startGateway(t, `http://127.0.0.1:${port}`);
  const response = await gateway.get('workspaces');
  assert.equal(response.status, 502);
  assert.equal(response.headers.get('content-type'), 'application/json');
  assert.deepEqual(await response.json(), {
    msg: `http://127.0.0.1:${port} cannot be reached (ECONNREFUSED)`,
    code: 502,
  });
});

test('a wrong command line is told, and never the key', async () => {
  const upstream = ['serve', '--upstream'];
  const badUrl = '--upstream has to be an address such as https://www.comet.com';
  const badOrigin = (text) =>
    `--allow-origin has to be one origin such as https://dash.example, not "${text}"`;
  const cases = [
    [[...upstream, 'comet.com'], badUrl],
    [[...upstream, 'ftp://comet.com'], badUrl],
    [[...upstream, `https://me:${apiKey}@comet.com`], badUrl],
    [[...upstream, 'http://h', '--allow-origin', '*'], badOrigin('*')],
    [[...upstream, 'http://h', '--allow-origin', 'https://a/b'], badOrigin('https://a/b')],
    [[...upstream, 'http://h', '--data', 'x'], 'serve takes --data or --upstream, not both'],
    [['serve', '--allow-origin', 'null'], badOrigin('null')],
    [['import', '--allow-origin', 'http://a', 'a.zip'], 'import takes no --allow-origin'],
    [['import', '--upstream', 'http://h', 'a.zip'], 'import takes no --upstream'],
  ];
  for (const [args, reason] of cases) {
    const { code, stderr } = await runCommand(args);
    assert.deepEqual([code, stderr], [2, `perihelion: ${reason}\nTry: perihelion --help\n`]);
  }
  for (const [key, reason] of [
    ['', 'is empty: put the API key there'],
    ['short', 'holds no API key'],
    ['a key with blanks and\nlines', 'holds no API key'],
  ]) {
    process.env.COMET_API_KEY = key;
    const { code, stderr } = await runCommand([...upstream, 'http://h', '--port', '0']);
    assert.equal(code, 1);
    assert.equal(stderr, `perihelion: the environment variable COMET_API_KEY ${reason}\n`);
  }
});
