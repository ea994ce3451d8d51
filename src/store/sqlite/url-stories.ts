import type { DatabaseSync } from 'node:sqlite';
import { zstdDecompressSync } from 'node:zlib';
import type { Reason } from '../../model/reasons.ts';
import type { BrokenLink, Hop, Inlinks, PageStory, UrlRow, UrlStory } from '../url-report.ts';
import { toUrlRow } from './rows.ts';
import type { UrlLists } from './url-lists.ts';

/** Failures after which a person who follows the link gets the page all the same. */
const IS_THERE: ReadonlySet<Reason> = new Set<Reason>(['index', 'unreadable', 'too-large', 'extract-error']);

/** Links and duplicates that a story or a report names one by one. */
const MAX_NAMED = 20;
/** Longer than any chain of redirects that a crawl follows. */
const MAX_CHAIN = 20;

type Row = Record<string, unknown>;
type Values = (string | number)[];

const ROW = 'SELECT url.*, source.url AS found_on_url FROM url LEFT JOIN url AS source ON source.id = url.found_on';

/** Of the URLs that redirect to one, so many are looked at for links. */
const MAX_REDIRECTING = 1000;

/** A URL and those that redirect to it, directly or not, as `target (id, url, hops)`: a link to any of them leads to it. */
const TARGETS = `WITH RECURSIVE leading (id, url, hops) AS (
  SELECT id, url, 0 FROM url WHERE id = ?
  UNION SELECT url.id, url.url, leading.hops + 1 FROM leading CROSS JOIN url INDEXED BY url_redirect
    ON url.site_id = ? AND url.state = 'redirected' AND url.detail = leading.url WHERE leading.hops < ${MAX_CHAIN}
  LIMIT ${MAX_REDIRECTING}),
  target AS (SELECT id, url, min(hops) AS hops FROM leading GROUP BY id ORDER BY hops)`;

/** Tells what is known of a URL and of the links to it. The caller gives the transaction around it. */
export class UrlStories {
  readonly #db: DatabaseSync;
  readonly #lists: UrlLists;

  constructor(db: DatabaseSync, lists: UrlLists) {
    this.#db = db;
    this.#lists = lists;
  }

  /** URLs that are gone or have failed and that somebody links to, in the order of their ids. */
  broken(siteId: number, { after, limit }: { after: number; limit: number }): BrokenLink[] {
    const found: BrokenLink[] = [];
    for (let from = after; found.length < limit; ) {
      const rows = this.#unreachable(siteId, { after: from, limit });
      for (const row of rows) {
        if (IS_THERE.has(row.reason)) continue;
        const inlinks = this.#inlinks(siteId, row);
        if (inlinks.total > 0 && found.length < limit) found.push({ ...row, inlinks });
      }
      const last = rows.at(-1);
      if (!last || rows.length < limit) break;
      from = last.id;
    }
    return found;
  }

  story(siteId: number, url: string): UrlStory | undefined {
    const found = this.#get(`${ROW} WHERE url.site_id = ? AND url.url = ?`, siteId, url);
    if (!found) return undefined;
    const row = toUrlRow(found);
    const link = this.#get(
      'SELECT text FROM link WHERE from_id = ? AND to_id = ? LIMIT 1',
      Number(found['found_on'] ?? 0),
      row.id,
    );
    return {
      ...row,
      isSeed: found['is_seed'] === 1,
      hops: Number(found['hops']),
      foundAt: Number(found['found_at']),
      foundText: link ? String(link['text']) : null,
      sitemap: this.#sitemap(row.id),
      notBefore: Number(found['not_before']),
      inlinks: this.#inlinks(siteId, row),
      page: this.#page(row.id),
      chain: this.#chain(siteId, row),
      duplicates: this.#duplicates(siteId, url),
      failing: this.#failing(row.id),
      isInOutbox: this.#get('SELECT 1 FROM index_changes WHERE url_id = ?', row.id) !== undefined,
    };
  }

  #failing(urlId: number): UrlStory['failing'] {
    const row = this.#get('SELECT crawls, since FROM page_failure WHERE url_id = ?', urlId);
    return row ? { crawls: Number(row['crawls']), since: Number(row['since']) } : null;
  }

  #unreachable(siteId: number, { after, limit }: { after: number; limit: number }): UrlRow[] {
    const [gone, failed] = (['gone', 'failed'] as const).map((state) =>
      this.#lists.list(siteId, { after, limit, state }),
    );
    return [...(gone ?? []), ...(failed ?? [])].sort((a, b) => a.id - b.id).slice(0, limit);
  }

  #inlinks(siteId: number, { id }: { id: number }): Inlinks {
    const first = this.#all(
      `${TARGETS} SELECT page.url AS url, link.text AS text, target.url AS named, target.hops AS hops FROM target
        CROSS JOIN link ON link.to_id = target.id CROSS JOIN url AS page ON page.id = link.from_id LIMIT ?`,
      id,
      siteId,
      MAX_NAMED,
    ).map((row) => ({
      url: String(row['url']),
      text: String(row['text']),
      via: row['hops'] === 0 ? null : String(row['named']),
    }));
    if (first.length < MAX_NAMED) return { total: first.length, first };
    const count = `${TARGETS} SELECT count(*) AS n FROM target CROSS JOIN link ON link.to_id = target.id`;
    return { total: Number(this.#get(count, id, siteId)?.['n']), first };
  }

  #sitemap(id: number): string | null {
    const row = this.#get(
      'SELECT sitemap.url FROM url JOIN sitemap ON sitemap.id = url.sitemap_id WHERE url.id = ?',
      id,
    );
    return row ? String(row['url']) : null;
  }

  #page(id: number): PageStory | null {
    const row = this.#get('SELECT * FROM page WHERE url_id = ?', id);
    if (!row) return null;
    const { extracted, source, etag, last_modified: lastModified } = row;
    const bytes = source instanceof Uint8Array ? unpackedLength(source) : undefined;
    if (!(extracted instanceof Uint8Array) || bytes === undefined) return null;
    return {
      title: String(row['title']),
      lang: String(row['lang']),
      contentHash: String(row['content_hash']),
      etag: etag === null ? null : String(etag),
      lastModified: lastModified === null ? null : String(lastModified),
      fetchedAt: Number(row['fetched_at']),
      bytes,
      extracted,
    };
  }

  /** One way back over URLs that redirect here, and the way on to where the redirects end. */
  #chain(siteId: number, { url }: { url: string }): Hop[] {
    const hops = this.#hop(siteId, url);
    const seen = new Set([url]);
    for (let first = this.#redirecting(siteId, url); first && !seen.has(first.url) && seen.size < MAX_CHAIN; ) {
      hops.unshift(first);
      seen.add(first.url);
      first = this.#redirecting(siteId, first.url);
    }
    for (let next = this.#target(siteId, url); next && !seen.has(next.url) && seen.size < MAX_CHAIN; ) {
      hops.push(next);
      seen.add(next.url);
      next = this.#target(siteId, next.url);
    }
    return hops.length > 1 ? hops : [];
  }

  #hop(siteId: number, url: string): Hop[] {
    return this.#all('SELECT * FROM url WHERE site_id = ? AND url = ?', siteId, url).map(toHop);
  }

  #redirecting(siteId: number, url: string): Hop | undefined {
    const sql = `SELECT * FROM url WHERE site_id = ? AND state = 'redirected' AND detail = ? ORDER BY id LIMIT 1`;
    const row = this.#get(sql, siteId, url);
    return row && toHop(row);
  }

  #target(siteId: number, url: string): Hop | undefined {
    const row = this.#get(
      `SELECT to_url.* FROM url JOIN url AS to_url ON to_url.site_id = url.site_id AND to_url.url = url.detail
        WHERE url.site_id = ? AND url.url = ? AND (url.state = 'redirected' OR url.reason = 'redirect-loop')`,
      siteId,
      url,
    );
    return row && toHop(row);
  }

  #duplicates(siteId: number, url: string): UrlStory['duplicates'] {
    const same = `FROM url WHERE site_id = ? AND state = 'duplicate' AND detail = ?`;
    const first = this.#all(`SELECT url ${same} ORDER BY id LIMIT ?`, siteId, url, MAX_NAMED);
    const total = Number(this.#get(`SELECT count(*) AS n ${same}`, siteId, url)?.['n']);
    return { total, first: first.map((row) => String(row['url'])) };
  }

  #get(sql: string, ...values: Values): Row | undefined {
    return this.#db.prepare(sql).get(...values);
  }

  #all(sql: string, ...values: Values): Row[] {
    return this.#db.prepare(sql).all(...values);
  }
}

function toHop(row: Row): Hop {
  const { url, state, reason, status } = toUrlRow(row);
  return { url, state, reason, status };
}

/** `undefined` when what was stored is broken: the rest of the story can still be told. */
function unpackedLength(packed: Uint8Array): number | undefined {
  try {
    return zstdDecompressSync(packed).length;
  } catch {
    return undefined;
  }
}
