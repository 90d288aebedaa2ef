// The C++ library as its users meet it: among their sources, installed, and as the README shows it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sampleArchives } from '../support/archive-reader.js';
import { startServer } from '../support/serve.js';
import { startTlsServer } from '../support/tls-server.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const example = join(root, 'examples/native');
const sources = join(root, 'tests/package/native-consumer');
const project = ['perihelion-samples', 'digits-classifier'];

let folder;
let server;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'perihelion-native-'));
  server = await startServer({ archives: sampleArchives() });
});
after(async () => {
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** Configures and builds a project; cmake's own words are the failure's. */
async function build(source, name, options = []) {
  const binary = join(folder, name);
  const common = ['-G', 'Ninja', '-DCMAKE_CXX_COMPILER=clang++-19', '-DCMAKE_BUILD_TYPE=Release'];
  try {
    await run('cmake', ['-S', source, '-B', binary, ...common, ...options]);
    await run('cmake', ['--build', binary], { maxBuffer: 1 << 26 });
  } catch (error) {
    throw new Error(`${error.message}\n${error.stdout}`.slice(-4000), { cause: error });
  }
  return binary;
}

/** What the program prints, compared with what the server says. */
async function checkProgram(binary) {
  const program = join(binary, 'last_values');
  const [workspaceName, projectName] = project;
  const { experiments } = await server.json('experiments', { workspaceName, projectName });
  const wanted = [];
  for (const { experimentKey, experimentName } of experiments) {
    const { metrics } = await server.json('experiment/metrics/get-metric', {
      experimentKey,
      metricName: 'train_loss',
    });
    wanted.push([experimentName, Number(metrics.at(-1).metricValue)]);
  }
  assert.ok(wanted.length > 1, 'the project has experiments');

  const { stdout } = await run(program, [server.origin, ...project, 'train_loss', '.*']);
  const lines = stdout.trim().split('\n');
  assert.deepEqual(
    lines.map((line) => line.split(': ')[0]).sort(),
    wanted.map(([name]) => name).sort(),
  );
  for (const [name, value] of wanted) {
    const printed = Number(lines.find((line) => line.startsWith(`${name}: `)).split(': ')[1]);
    assert.ok(Math.abs(printed - value) <= 1e-4 * Math.abs(value), `${name}: ${printed}, ${value}`);
  }

  const [[first]] = wanted;
  const picked = await run(program, [server.origin, ...project, 'train_loss', `${first}$`]);
  assert.match(picked.stdout, new RegExp(`^${first}: [^\n]+\n$`));
  await assert.rejects(run(program, [server.origin, ...project, 'train_loss', '(']), {
    code: 1,
    stderr: /^invalid_argument: .*byte 1/,
  });
  await assert.rejects(run(program, ['http://127.0.0.1:1', ...project, 'train_loss', '.*']), {
    code: 1,
    stderr: /^network: /,
  });
}

let built;

test('a project builds it among its own sources', async () => {
  built = await build(sources, 'sources');
  await checkProgram(built);
});

test('over https it asks who is trusted, by HTTP/2, and no one else', async (t) => {
  assert.ok(built, 'it was not built');
  const secure = await startTlsServer(t, async ({ url }, response) => {
    const answer = await fetch(server.origin + url);
    response.writeHead(answer.status, { 'Content-Type': answer.headers.get('content-type') });
    response.end(await answer.text());
  });
  const ask = (origin, trusted) => {
    const env = { ...process.env, COMET_API_KEY: 'key', ...trusted };
    return run(join(built, 'last_values'), [origin, ...project, 'train_loss', '.*'], { env });
  };
  const trusted = { SSL_CERT_FILE: secure.certificate };
  for (const [origin, env] of [
    [secure.origin, { SSL_CERT_FILE: '' }],
    [`https://localhost:${secure.port}`, trusted],
  ]) {
    await assert.rejects(ask(origin, env), { code: 1, stderr: /^network: .*certificate/i });
    assert.deepEqual(secure.requests, []);
  }
  const { stdout } = await ask(secure.origin, trusted);
  const plain = await ask(server.origin);
  assert.equal(stdout, plain.stdout);
  for (const seen of secure.requests)
    assert.deepEqual(seen, { version: '2.0', authorization: 'key' });
});

test('a project finds it installed', async () => {
  assert.ok(built, 'it was not built');
  const prefix = join(folder, 'prefix');
  await run('cmake', ['--install', built, '--prefix', prefix]);
  const files = await readdir(prefix, { recursive: true, withFileTypes: true });
  for (const file of files.filter(({ name }) => /\.(cmake|h)$/.test(name))) {
    const text = await readFile(join(file.parentPath, file.name), 'utf8');
    assert.ok(!text.includes(root) && !text.includes(folder), `${file.name} names this machine`);
  }
  await checkProgram(await build(example, 'installed', [`-DCMAKE_PREFIX_PATH=${prefix}`]));
});

test('the README shows this example', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  for (const name of ['last_values.cpp', 'CMakeLists.txt']) {
    const text = await readFile(join(example, name), 'utf8');
    assert.ok(readme.includes(text), `README.md and ${name} differ`);
  }
});
