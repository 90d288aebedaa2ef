import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporaryFolder } from '../support/command.js';
import { importServer } from '../support/server-source.js';

test('a transaction that SQLite rolled back itself fails with what went wrong first', async (t) => {
  const { openDatabase, transaction } = await importServer(
    'store/database.ts',
    'store/sqlite-node.ts',
  );
  const database = openDatabase(await temporaryFolder(t));
  t.after(() => database.close());
  database.exec('CREATE TABLE one (n INTEGER PRIMARY KEY)');
  const twice = () =>
    transaction(database, async () => {
      database.run('INSERT INTO one VALUES (1)');
      database.run('INSERT OR ROLLBACK INTO one VALUES (1)');
    });
  await assert.rejects(twice, /UNIQUE constraint failed/);
  assert.deepEqual(database.all('SELECT n FROM one'), []);
  await transaction(database, async () => database.run('INSERT INTO one VALUES (2)'));
  assert.deepEqual(database.all('SELECT n FROM one'), [{ n: 2 }]);
});
