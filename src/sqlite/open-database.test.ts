import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { Fault, type FaultCode } from '../model/errors.ts';
import { openDatabase, transaction } from './open-database.ts';

const directory = mkdtempSync(join(tmpdir(), 'spindex-sqlite-'));
after(() => rmSync(directory, { recursive: true, force: true }));

const FIRST = 'CREATE TABLE a (n INTEGER); INSERT INTO a VALUES (1)';
const SECOND = 'ALTER TABLE a ADD COLUMN m INTEGER DEFAULT 2';

function open(file: string, migrations: readonly string[]): DatabaseSync {
  return openDatabase({ path: join(directory, file), name: 'test file', migrations, cacheKib: 64 });
}

function throwsFault(work: () => unknown, code: FaultCode): void {
  assert.throws(work, (cause) => cause instanceof Fault && cause.code === code);
}

const rows = (db: DatabaseSync) =>
  db
    .prepare('SELECT * FROM a')
    .all()
    .map((row) => ({ ...row }));

test('openDatabase() makes the directory and the file, in WAL mode', () => {
  const db = open('new/sub/file.sqlite', [FIRST]);
  assert.equal(db.prepare('PRAGMA journal_mode').get()?.['journal_mode'], 'wal');
  assert.deepEqual(rows(db), [{ n: 1 }]);
  db.close();
});

test('openDatabase() brings an older file up to date, keeping its rows, each migration once', () => {
  open('older.sqlite', [FIRST]).close();
  open('older.sqlite', [FIRST, SECOND]).close();
  const db = open('older.sqlite', [FIRST, SECOND]);
  assert.deepEqual(rows(db), [{ n: 1, m: 2 }]);
  assert.equal(db.prepare('PRAGMA user_version').get()?.['user_version'], 2);
  db.close();
});

test('openDatabase() makes a file that gives free pages back when it is asked to', () => {
  const shrinks = (file: string, isShrinkable: boolean) => {
    const path = join(directory, file);
    const db = openDatabase({ path, name: 'test file', migrations: [FIRST], cacheKib: 64, isShrinkable });
    const pages = () => Number(db.prepare('PRAGMA page_count').get()?.['page_count']);
    db.exec('CREATE TABLE large AS SELECT zeroblob(1000000) AS zeros; DROP TABLE large');
    const before = pages();
    db.exec('PRAGMA incremental_vacuum');
    const after = pages();
    db.close();
    return before - after >= 240;
  };
  assert.equal(shrinks('shrinkable.sqlite', true), true);
  assert.equal(shrinks('plain.sqlite', false), false);
});

test('openDatabase() makes every commit wait for the disk when the file is to be durable', () => {
  // https://sqlite.org/pragma.html#pragma_synchronous: 1 is NORMAL, 2 is FULL, which syncs the log of WAL mode after each commit.
  const synchronous = (file: string, isDurable: boolean) => {
    const path = join(directory, file);
    const db = openDatabase({ path, name: 'test file', migrations: [FIRST], cacheKib: 64, isDurable });
    const row = db.prepare('PRAGMA synchronous').get();
    db.close();
    return row?.['synchronous'];
  };
  assert.equal(synchronous('durable.sqlite', true), 2);
  assert.equal(synchronous('quick.sqlite', false), 1);
});

test('openDatabase() leaves the file at the last good version when a migration fails', () => {
  throwsFault(() => open('broken.sqlite', [FIRST, 'DELETE FROM a; CREATE TABLE a (again)']), 'data-unreadable');
  const db = open('broken.sqlite', [FIRST, SECOND]);
  assert.deepEqual(rows(db), [{ n: 1, m: 2 }]);
  db.close();
});

test('openDatabase() says why a migration failed when SQLite itself has rolled back, as on a full disk', () => {
  const full = 'CREATE TABLE b (n INTEGER UNIQUE); INSERT OR ROLLBACK INTO b VALUES (1), (1)';
  assert.throws(() => open('full.sqlite', [FIRST, full]), /UNIQUE constraint failed/, 'not: no transaction is active');
  const db = open('full.sqlite', [FIRST]);
  assert.deepEqual(rows(db), [{ n: 1 }]);
  db.close();
});

test('openDatabase() refuses a newer file', () => {
  open('newer.sqlite', [FIRST, SECOND]).close();
  throwsFault(() => open('newer.sqlite', [FIRST]), 'data-newer');
});

test('openDatabase() says of a damaged file what to do with it, and speaks of no permissions', () => {
  const path = join(directory, 'text.sqlite');
  writeFileSync(path, 'a text that is longer than the header of a database would be'.repeat(10));
  const says = (options: { ifDamaged?: string }, pattern: RegExp) =>
    assert.throws(() => openDatabase({ path, name: 'file', migrations: [FIRST], cacheKib: 64, ...options }), pattern);
  says({}, /text\.sqlite is damaged \(.*\)\. Put back a copy of it, or .*--data\.$/);
  says({ ifDamaged: 'Make it anew.' }, /is damaged \(.*\)\. Make it anew\.$/);
});

test('openDatabase() refuses a directory that is a file', () => {
  writeFileSync(join(directory, 'plain'), 'text');
  throwsFault(() => open('plain/file.sqlite', [FIRST]), 'data-unreadable');
  throwsFault(() => open('plain/sub/file.sqlite', [FIRST]), 'data-unreadable');
});

test('transaction() keeps everything, or nothing when its work throws', () => {
  const db = open('transaction.sqlite', [FIRST]);
  const add = () => db.exec('INSERT INTO a VALUES (7)');
  assert.throws(
    () =>
      transaction(db, () => {
        add();
        throw new Error('no');
      }),
    /^Error: no$/,
  );
  assert.deepEqual(rows(db), [{ n: 1 }]);
  assert.equal(
    transaction(db, () => {
      add();
      return 'value';
    }),
    'value',
  );
  assert.deepEqual(rows(db), [{ n: 1 }, { n: 7 }]);
  db.close();
});

test('transaction() throws the cause when SQLite itself has rolled back', () => {
  const db = open('rolled-back.sqlite', [FIRST]);
  assert.throws(
    () => transaction(db, () => db.exec("ROLLBACK; INSERT INTO nowhere VALUES ('x')")),
    /no such table/,
    'not: no transaction is active',
  );
  db.close();
});
