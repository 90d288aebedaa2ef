import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCommand, startCommand, temporaryFolder } from '../support/command.js';
import {
  archiveMembers,
  keyOf,
  metric,
  upload,
  writeArchive,
  zip,
} from '../support/offline-archive.js';
import { storeHash, withDatabase } from '../support/store-rows.js';

const bad = {
  key: keyOf(2),
  messages: [
    ...Array.from({ length: 50 }, (_, step) => metric('loss', step, { step })),
    upload('tmp1'),
  ],
  files: { tmp1: 'the bytes of an asset', tmp2: 'bytes that nothing names' },
};
const whole = zip(archiveMembers(bad));

/** Imports `bytes` between two good archives, and checks that these are all that the store then has. */
async function refused(t, bytes, reason, file = `${keyOf(2)}.zip`) {
  const folder = await temporaryFolder(t);
  const good = [1, 3].map((n) =>
    writeArchive(folder, { key: keyOf(n), messages: [metric('loss', n)] }),
  );
  const expected = join(folder, 'expected');
  await runCommand(['import', '--data', expected, ...good]);
  const path = join(folder, file);
  writeFileSync(path, bytes);
  const data = join(folder, 'data');
  const { code, stdout, stderr } = await runCommand([
    'import',
    '--data',
    data,
    good[0],
    path,
    good[1],
  ]);
  assert.equal(code, 1);
  assert.equal(stdout.split('\n').filter((line) => line.startsWith('imported')).length, 2);
  assert.ok(stderr.startsWith(`${path} is not imported: `), stderr);
  assert.match(stderr, reason);
  assert.equal(stderr.trimEnd().split('\n').length, 1);
  assert.equal(storeHash(data), storeHash(expected));
}

test('an archive that was cut short', async (t) => {
  for (const kept of [0, 1, 21, 22, 100, whole.length >> 1, whole.length - 30, whole.length - 1]) {
    await t.test(`after ${kept} of ${whole.length} bytes`, (t) =>
      refused(
        t,
        whole.subarray(0, kept),
        /not a whole zip archive: cut short, damaged or another kind of file/,
      ),
    );
  }
});

test('a flipped byte in any member', async (t) => {
  for (const text of ['"loss"', 'team', 'the bytes of', 'nothing names']) {
    await t.test(text, (t) => {
      const bytes = Buffer.from(whole);
      bytes[bytes.indexOf(text) + 2] ^= 0x10;
      return refused(t, bytes, /its member \S+ is damaged/);
    });
  }
});

test('a flipped bit in what the archive says about a member', async (t) => {
  const directory = whole.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  const places = {
    'local signature': 0,
    'local size': 20,
    'local name': 30,
    'name in the directory': directory + 46,
  };
  for (const [name, at] of Object.entries(places)) {
    await t.test(name, (t) => {
      const bytes = Buffer.from(whole);
      bytes[at] ^= 1;
      return refused(t, bytes, /its member \S+ is damaged/);
    });
  }
});

test('files that are no offline archive', async (t) => {
  const members = archiveMembers(bad);
  const without = (name) => zip(members.filter(([member]) => member !== name));
  const withHeader = (experiment) => zip(archiveMembers({ ...bad, experiment }));
  const cases = [
    ['text', Buffer.from('hello'.repeat(100)), /not a whole zip archive/],
    ['an empty zip', zip([]), /it has no experiment\.json: it is no Comet offline archive/],
    ['no experiment.json', without('experiment.json'), /it has no experiment\.json/],
    ['no messages.json', without('messages.json'), /it has no messages\.json/],
    [
      'a header that is no JSON',
      zip([
        ['experiment.json', '{'],
        ['messages.json', ''],
      ]),
      /its experiment\.json is not a JSON object/,
    ],
    [
      'a header that is a list',
      zip([
        ['experiment.json', '[]'],
        ['messages.json', ''],
      ]),
      /its experiment\.json is not a JSON object/,
    ],
    ['no start', withHeader({ start_time: undefined }), /start_time is not a time in milliseconds/],
    ['a project that is a number', withHeader({ project_name: 5 }), /project_name is not text/],
    ['tags that are no list', withHeader({ tags: 'best' }), /tags is not a list of texts/],
    ['a key with a slash', withHeader({ offline_id: '../x' }), /it names no experiment/],
    [
      'two members of one name',
      zip([...members, ['messages.json', '']]),
      /two members named messages\.json|ambiguous/i,
    ],
  ];
  for (const [name, bytes, reason] of cases) await t.test(name, (t) => refused(t, bytes, reason));
});

test('a member that declares more than it may', (t) => {
  // Sizes from 4 GiB on need zip64 fields; what such a field declares is what counts.
  const bytes = zip64(5 * 2 ** 30);
  return refused(t, bytes, /its member tmp1 declares 5368709120 bytes; 4 GiB is the limit/);
});

/** An archive whose member `tmp1` declares a size in a zip64 field. */
function zip64(size) {
  const field = Buffer.alloc(20);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(16, 2);
  field.writeBigUInt64LE(BigInt(size), 4);
  field.writeBigUInt64LE(BigInt(size), 12);
  const bytes = zip(archiveMembers(bad), {
    declare: (name) => (name === 'tmp1' ? { size: 0xffffffff } : {}),
  });
  const entry = bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  const nameEnd = entry + 46 + bytes.readUInt16LE(entry + 28);
  bytes.writeUInt16LE(field.length, entry + 30);
  const out = Buffer.concat([bytes.subarray(0, nameEnd), field, bytes.subarray(nameEnd)]);
  const end = out.length - 22;
  out.writeUInt32LE(out.readUInt32LE(end + 12) + field.length, end + 12);
  return out;
}

test('a file that is not there, and a folder', async (t) => {
  const folder = await temporaryFolder(t);
  const { code, stderr } = await runCommand(['import', 'gone.zip', '.'], { cwd: folder });
  assert.equal(code, 1);
  assert.equal(
    stderr,
    'gone.zip is not imported: there is no such file\n. is not imported: it has no experiment that cometx downloaded; name .zip files themselves\n',
  );
});

test('an import that is killed leaves the store as it was, and the next one works', async (t) => {
  const folder = await temporaryFolder(t);
  const data = join(folder, 'data');
  const small = writeArchive(folder, { key: keyOf(1), messages: [metric('loss', 1)] });
  await runCommand(['import', '--data', data, small]);
  const before = storeHash(data);
  const files = Object.fromEntries(
    Array.from({ length: 60 }, (_, i) => [`f${i}`, Buffer.alloc(2 ** 20, i)]),
  );
  const large = writeArchive(folder, {
    key: keyOf(2),
    messages: Object.keys(files).map((f) => upload(f)),
    files,
  });
  const child = startCommand(['import', '--data', data, large]);
  const ended = new Promise((resolve) => child.once('close', resolve));
  // Killed in the middle of the transaction: some of it is in the store's files, the end is not.
  const log = join(data, 'perihelion.db-wal');
  while (sizeOf(log) < 2 ** 21) await new Promise((resolve) => setTimeout(resolve, 2));
  child.kill('SIGKILL');
  await ended;
  assert.ok(readdirSync(data).includes('lock'), 'it was killed while it had the store');
  const again = await runCommand(['import', '--data', data, small]);
  assert.match(again.stdout, /^already imported/);
  assert.equal(storeHash(data), before);
  const whole = await runCommand(['import', '--data', data, large]);
  assert.match(whole.stdout, /60 assets/);
});

function sizeOf(path) {
  try {
    return readFileSync(path).length;
  } catch {
    return 0;
  }
}

test('a store of a newer release is refused and not touched', async (t) => {
  const folder = await temporaryFolder(t);
  const data = join(folder, 'data');
  mkdirSync(data);
  const path = writeArchive(folder, { messages: [metric('loss', 1)] });
  await runCommand(['import', '--data', data, path]);
  withDatabase(data, (database) => database.exec('PRAGMA user_version = 99'));
  for (const args of [
    ['import', '--data', data, path],
    ['serve', '--data', data, '--port', '0'],
  ]) {
    const { code, stderr } = await runCommand(args);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      'perihelion: the store has version 99, and this release of perihelion reads up to version 3: ' +
        'use the release that wrote it, or another data folder\n',
    );
  }
});
