import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, it } from 'node:test';
import { keptIndexContract } from '../../../test/support/kept-index-contract.ts';
import { pageDocument, searchIndexContract, sectionDocument } from '../../../test/support/search-index-contract.ts';
import type { SearchIndex } from '../search-index.ts';
import { SqliteSearchIndex } from './sqlite-search-index.ts';

const directory = mkdtempSync(join(tmpdir(), 'spindex-index-'));
const paths = new Map<SearchIndex, string>();
let made = 0;
after(() => rmSync(directory, { recursive: true }));

function freshPath(): string {
  made += 1;
  return join(directory, `${made}.sqlite`);
}

function open(path: string): SearchIndex {
  const index = SqliteSearchIndex.open({ path });
  paths.set(index, path);
  return index;
}

function pathOf(index: SearchIndex): string {
  return paths.get(index) ?? assert.fail('not opened by this test');
}

searchIndexContract('SqliteSearchIndex', {
  open: async () => open(freshPath()),
  reopen: async (index) => {
    await index.close();
    return open(pathOf(index));
  },
  openReader: async (index) => SqliteSearchIndex.open({ path: pathOf(index), readOnly: true }),
  runs: 60,
});
keptIndexContract('SqliteSearchIndex', async () => SqliteSearchIndex.open({ path: freshPath() }));

describe('SqliteSearchIndex', () => {
  const page = pageDocument('https://docs.example/', [sectionDocument({ body: 'apple' })]);

  it('open() refuses a file of a newer program and says so', () => {
    const path = freshPath();
    const db = new DatabaseSync(path);
    db.exec('PRAGMA user_version = 1000');
    db.close();
    assert.throws(() => SqliteSearchIndex.open({ path }), { code: 'data-newer', message: /newer/ });
  });

  it('open() refuses a file that is no database', () => {
    const path = freshPath();
    writeFileSync(path, 'this is not a database, but long enough to be taken for one'.repeat(40));
    assert.throws(() => SqliteSearchIndex.open({ path }), {
      code: 'data-unreadable',
      message: new RegExp(`${made}\\.sqlite`),
    });
  });

  it('apply() on a read-only index is misuse', async () => {
    const index = SqliteSearchIndex.open({ path: freshPath(), readOnly: true });
    await assert.rejects(index.apply([{ kind: 'put', page }]), TypeError);
    await index.close();
  });

  it('apply() of an unchanged page writes no terms', async () => {
    const path = freshPath();
    const index = SqliteSearchIndex.open({ path });
    await index.apply([{ kind: 'put', page }]);
    const db = new DatabaseSync(path);
    const written = () => db.prepare('SELECT count(*) AS n FROM term_docsize').get()?.['n'];
    const before = db.prepare('SELECT block FROM term_data WHERE id = 1').get();
    await index.apply([{ kind: 'put', page: { ...page, crawledAt: 5 } }]);
    assert.deepEqual(db.prepare('SELECT block FROM term_data WHERE id = 1').get(), before);
    assert.equal(written(), 1);
    db.close();
    await index.close();
  });

  it('apply() that SQLite refuses is a fault to try again, and nothing of it is kept', async () => {
    const path = freshPath();
    const index = SqliteSearchIndex.open({ path });
    const db = new DatabaseSync(path);
    db.exec('BEGIN EXCLUSIVE; DROP TABLE term; COMMIT');
    await assert.rejects(index.apply([{ kind: 'put', page }]), { code: 'index-unavailable' });
    assert.equal((await index.stats()).pages, 0);
    db.close();
    await index.close();
  });
});
