import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, it } from 'node:test';
import { keptIndexContract } from '../../../test/support/kept-index-contract.ts';
import { pageDocument, searchIndexContract, sectionDocument } from '../../../test/support/search-index-contract.ts';
import type { CandidateQuery, SearchIndex } from '../search-index.ts';
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
  const apples: CandidateQuery = { groups: [{ terms: ['apple'] }], match: 'any', limit: 500 };

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

  for (const [what, damage] of [
    ['pages in it are overwritten', (file: Buffer) => file.fill(0xa5, 4096 * 2)],
    ['its end is missing', (file: Buffer) => file.subarray(0, 4096 * 2)],
  ] as const)
    it(`says that it is damaged, and what to do, when ${what}`, async () => {
      const path = freshPath();
      const index = SqliteSearchIndex.open({ path });
      await index.apply([{ kind: 'put', page }]);
      await index.close();
      writeFileSync(path, damage(readFileSync(path)));
      const use = async () => SqliteSearchIndex.open({ path }).apply([{ kind: 'delete', url: page.url }]);
      await assert.rejects(use, {
        code: 'data-unreadable',
        message: /damaged .*remove index\.sqlite.*spindex reindex/,
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

  it('apply() and differing() ask FTS5 for no range of row ids, for which it reads the whole table', async (t) => {
    const path = freshPath();
    const { mock } = t.mock.method(DatabaseSync.prototype, 'prepare');
    const index = SqliteSearchIndex.open({ path });
    const other = pageDocument(page.url, [sectionDocument({ body: 'pear' })]);
    await index.apply([{ kind: 'put', page }]);
    await index.apply([{ kind: 'put', page: other }]);
    assert.deepEqual(await index.differing([page, other]), [page.url]);
    await index.apply([{ kind: 'delete', url: page.url }]);
    await index.close();
    const asked = new Set(mock.calls.map((call) => String(call.arguments[0])).filter((sql) => /\bterm\b/.test(sql)));
    assert.ok([...asked].some((sql) => sql.startsWith('DELETE FROM term')));
    mock.restore();
    const db = new DatabaseSync(path);
    const plans = [...asked].flatMap((sql) => db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all());
    for (const { detail } of plans) assert.doesNotMatch(String(detail), /VIRTUAL TABLE INDEX .*[<>]/);
    db.close();
  });

  it('open() empties a file of an earlier version, whose pages come back from the crawl store', async () => {
    const path = freshPath();
    const db = new DatabaseSync(path);
    db.exec(`CREATE TABLE page (id INTEGER PRIMARY KEY, url TEXT); INSERT INTO page (url) VALUES ('https://docs.example/');
      CREATE TABLE section (id INTEGER PRIMARY KEY); CREATE TABLE passage (id INTEGER PRIMARY KEY);
      CREATE VIRTUAL TABLE term USING fts5 (symbols, content = ''); CREATE VIRTUAL TABLE word USING fts5 (words, content = '');
      CREATE VIRTUAL TABLE vocabulary USING fts5vocab (word, row); PRAGMA user_version = 2`);
    db.close();
    const index = SqliteSearchIndex.open({ path });
    assert.equal((await index.stats()).pages, 0);
    await index.apply([{ kind: 'put', page }]);
    assert.equal((await index.candidates(apples)).pages, 1);
    await index.close();
  });

  it('open() empties a file of the version before, which may have the same tables, and makes it another index', async () => {
    const path = freshPath();
    const index = SqliteSearchIndex.open({ path });
    await index.apply([{ kind: 'put', page }]);
    const identity = await index.identity();
    await index.close();
    const db = new DatabaseSync(path);
    const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
    db.exec(`PRAGMA user_version = ${version - 1}`);
    db.close();
    const reopened = SqliteSearchIndex.open({ path });
    assert.equal((await reopened.stats()).pages, 0);
    assert.notEqual(await reopened.identity(), identity);
    await reopened.close();
  });

  it('candidates() that were put in order before are given again, until the index changes, also by another writer', async () => {
    const path = freshPath();
    const page = (i: number, body: string) => pageDocument(`https://docs.example/${i}`, [sectionDocument({ body })]);
    const writer = open(path);
    await writer.apply(
      Array.from({ length: 40 }, (_, i) => ({ kind: 'put', page: page(i, `apple${' pie'.repeat(i)}`) })),
    );
    const reader = SqliteSearchIndex.open({ path, readOnly: true });
    const first = () => reader.candidates({ ...apples, limit: 2, perPage: 1 });
    const before = await first();
    assert.deepEqual(await first(), before);
    const fresh = SqliteSearchIndex.open({ path, readOnly: true });
    for (const limit of [30, 3, 50, 1, 20_000, 2]) {
      const query = { ...apples, limit, perPage: 1 };
      const { candidates } = await reader.candidates(query);
      assert.equal(candidates.length, Math.min(40, limit));
      assert.deepEqual(candidates.slice(0, 2), before.candidates.slice(0, limit), 'more or fewer of the same');
    }
    assert.deepEqual(
      await fresh.candidates({ ...apples, limit: 30 }),
      await reader.candidates({ ...apples, limit: 30 }),
    );
    await fresh.close();
    assert.deepEqual(
      before.candidates.map(({ url }) => url),
      ['https://docs.example/0', 'https://docs.example/1'],
    );
    await writer.apply([{ kind: 'put', page: page(39, 'apple apple apple') }]);
    assert.equal((await first()).candidates[0]?.url, 'https://docs.example/39');
    await Promise.all([reader.close(), writer.close()]);
  });

  it('close() leaves a file without free pages, in one segment, that answers as before', async () => {
    const path = freshPath();
    const index = SqliteSearchIndex.open({ path });
    const batchOf = (first: number) =>
      Array.from({ length: 20 }, (_, i) => {
        const body = Array.from({ length: 60 }, (_, word) => `apple w${(first * 31 + i * 7 + word) % 997}`).join(' ');
        const document = pageDocument(`https://docs.example/${first + i}`, [sectionDocument({ body }, { text: body })]);
        return { kind: 'put' as const, page: document };
      });
    for (let first = 0; first < 400; first += 20) await index.apply(batchOf(first), { more: true });
    await index.apply(
      Array.from({ length: 200 }, (_, i) => ({ kind: 'delete', url: `https://docs.example/${i}` })),
      {
        more: true,
      },
    );
    const before = await index.candidates(apples);
    await index.close();
    const db = new DatabaseSync(path);
    assert.equal(db.prepare('PRAGMA freelist_count').get()?.['freelist_count'], 0);
    const segments = Number(db.prepare('SELECT count(DISTINCT segid) AS n FROM term_idx').get()?.['n']);
    assert.equal(segments, 1);
    db.close();
    const again = SqliteSearchIndex.open({ path });
    assert.deepEqual(await again.candidates(apples), before);
    await again.close();
  });
});
