import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../support/command.js';
import { importServer } from '../support/server-source.js';

let LeasedStore, lockPath, releaseLock, takeLock;
before(
  async () =>
    ({ LeasedStore, lockPath, releaseLock, takeLock } = await importServer(
      'store/lease.ts',
      'store/lock.ts',
    )),
);

/** Leaves a lock as a process does that was killed */
function leaveLock(path, id = 'a') {
  const { pid } = spawnSync(process.execPath, ['--version']);
  fs.writeFileSync(path, JSON.stringify({ pid, host: hostname(), id }));
}

/** Calls `meanwhile` once, when a lock has just been read. */
function onFirstRead(t, meanwhile) {
  const read = fs.readFileSync;
  const mocked = t.mock.method(fs, 'readFileSync', (...args) => {
    const text = read(...args);
    mocked.mock.restore();
    syncBuiltinESMExports();
    meanwhile();
    return text;
  });
  syncBuiltinESMExports();
}

test('a lock is taken once, and again when it is given back', async (t) => {
  const folder = await temporaryFolder(t);
  assert.equal(takeLock(folder), true);
  assert.equal(takeLock(folder), false);
  releaseLock(folder);
  assert.equal(takeLock(folder), true);
  releaseLock(folder);
  assert.deepEqual(fs.readdirSync(folder), []);
});

test('what a dead process left is taken over', async (t) => {
  const folder = await temporaryFolder(t);
  leaveLock(lockPath(folder));
  assert.equal(takeLock(folder), true);
  assert.deepEqual(fs.readdirSync(folder), ['lock']);
});

test('a lock that another one has taken over meanwhile stays', async (t) => {
  const folder = await temporaryFolder(t);
  leaveLock(lockPath(folder));
  onFirstRead(t, () => assert.equal(takeLock(folder), true));
  assert.equal(takeLock(folder), false);
  assert.deepEqual(fs.readdirSync(folder), ['lock']);
  assert.equal(JSON.parse(fs.readFileSync(lockPath(folder), 'utf8')).pid, process.pid);
});

test('a process that was killed while it took a lock over is in nobody’s way', async (t) => {
  const folder = await temporaryFolder(t);
  leaveLock(lockPath(folder), 'a');
  leaveLock(`${lockPath(folder)}.of-a`, 'b');
  assert.equal(takeLock(folder), true);
  assert.deepEqual(fs.readdirSync(folder), ['lock']);
});

test('a lock of another machine is never taken over', async (t) => {
  const folder = await temporaryFolder(t);
  leaveLock(lockPath(folder));
  const owner = JSON.parse(fs.readFileSync(lockPath(folder), 'utf8'));
  fs.writeFileSync(join(folder, 'lock'), JSON.stringify({ ...owner, host: 'elsewhere' }));
  assert.equal(takeLock(folder), false);
});

test('a store that is asked all the time gives way to one that waits', async (t) => {
  const folder = await temporaryFolder(t);
  const [busy, waiting] = [new LeasedStore(folder, 20_000), new LeasedStore(folder, 10_000)];
  t.after(() => [busy, waiting].forEach((store) => store.close()));
  await busy.use(() => {});
  let isOver = false;
  const asking = (async () => {
    for (; !isOver; await sleep(1)) await busy.use(() => {});
  })();
  try {
    await waiting.use(() => {});
  } finally {
    isOver = true;
    await asking;
  }
});
