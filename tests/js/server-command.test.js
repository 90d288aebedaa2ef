import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runCommand, startCommand, temporaryFolder } from '../support/command.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

test('npx runs the command from the repository, as the README says', async () => {
  // Where the command is not linked, npx would look for one of that name at the registry.
  const env = { ...process.env, npm_config_offline: 'true' };
  const { stdout } = await run('npx', ['perihelion', '--help'], { cwd: root, env });
  assert.equal(stdout, (await runCommand(['--help'])).stdout);
});

test('a command that is not built says what builds it', async (t) => {
  const folder = await temporaryFolder(t);
  await cp(join(root, 'web/bin'), join(folder, 'bin'), { recursive: true });
  await cp(join(root, 'web/package.json'), join(folder, 'package.json'));
  await assert.rejects(run(process.execPath, [join(folder, 'bin/perihelion.js')]), {
    code: 1,
    stdout: '',
    stderr: 'perihelion: it is not built yet: run npm start or npm run build first\n',
  });
});

test('--help tells the commands, the defaults, and who is answered', async () => {
  const { code, stdout } = await runCommand(['--help']);
  assert.equal(code, 0);
  assert.match(stdout, /perihelion serve/);
  assert.match(stdout, /perihelion import/);
  assert.match(stdout, /--data DIR .*\(default: \.\/perihelion-data\)/);
  assert.match(stdout, /--port N .*\(default: 8010\)/);
  assert.match(stdout, /any API key or none/);
  assert.match(stdout, /Pages of websites get nothing/);
});

test('a wrong command line is told', async (t) => {
  const cases = [
    [[], 'no command: use serve, import, panel or assets'],
    [['go'], 'no such command: go'],
    [['import'], 'import needs the name of at least one archive or folder'],
    [['import', '--port', '1', 'a.zip'], 'import takes no --port'],
    [['panel'], 'panel needs to know what to do: use pack or unpack'],
    [['panel', 'toString', 'a'], 'panel needs to know what to do: use pack or unpack'],
    [['panel', 'pack'], 'panel pack takes a panel, and where to write it'],
    [['panel', 'pack', 'a', '--data', 'x'], 'panel takes no --data'],
    [['assets'], 'assets takes one folder'],
    [['assets', 'a', '--port', '1'], 'assets takes no --port'],
    [['serve', 'a.zip'], 'serve takes no file: a.zip'],
    [['serve', '--port', 'http'], '--port has to be a number from 0 to 65535, not "http"'],
    [['serve', '--port', '65536'], '--port has to be a number from 0 to 65535, not "65536"'],
    [['serve', '--port', ''], '--port has to be a number from 0 to 65535, not ""'],
  ];
  for (const [args, reason] of cases) {
    await t.test(args.join(' '), async () => {
      const { code, stdout, stderr } = await runCommand(args);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.equal(stderr, `perihelion: ${reason}\nTry: perihelion --help\n`);
    });
  }
  const unknown = await runCommand(['serve', '--dta', 'x']);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /--dta/);
});

for (const host of ['127.0.0.1', '::1']) {
  test(`a port that is in use on ${host} is told`, async (t) => {
    const taken = createServer();
    try {
      await new Promise((resolve, reject) => taken.once('error', reject).listen(0, host, resolve));
    } catch {
      return t.skip(`this machine has no ${host}`);
    }
    t.after(() => taken.close());
    const { port } = taken.address();
    const data = join(await temporaryFolder(t), 'data');
    const { code, stderr } = await runCommand(['serve', '--data', data, '--port', String(port)]);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      `perihelion: port ${port} is in use: stop what uses it, or choose another with --port\n`,
    );
  });
}

test('the server ends at a signal, with its store closed', async (t) => {
  const data = join(await temporaryFolder(t), 'data');
  for (const signal of ['SIGINT', 'SIGTERM']) {
    const child = startCommand(['serve', '--data', data, '--port', '0']);
    const closed = new Promise((resolve) => child.once('close', (code) => resolve(code)));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill(signal);
    assert.equal(await closed, 0);
  }
});
