import { createHash } from 'node:crypto';
import type { IndexRebuild, KeptIndex } from '../index/search-index.ts';
import type { Clock } from '../model/clock.ts';
import { Fault } from '../model/errors.ts';
import type { CrawlStore, KeptPage } from '../store/crawl-store.ts';
import { Indexer } from './indexer.ts';
import { storedDocument } from './stored-document.ts';

/** What the index lacks or has beyond what the store says. */
export interface Verification {
  /** Pages of the store, each compared. */
  pages: number;
  /** Pages that are not in the index, or not as the store has them. */
  differing: Named;
  /** Pages of the index that the store does not have. */
  extra: Named;
}

interface Named {
  total: number;
  /** The first of them. */
  urls: string[];
}

/** How far an index that is built anew has come. */
export interface RebuildProgress {
  /** Pages that wait: for the new index, or before that for the old one. */
  left: number;
  /** Pages of the new index; undefined while the old one takes what waits for it. */
  total: number | undefined;
  /** What keeps pages out right now, in a sentence; null when nothing does. */
  trouble: string | null;
}

/** What is done with an index as a whole. */
export interface IndexCare {
  /** Begins to build the index anew from the store, and resolves with the number of its pages: all are in the outbox now. */
  beginRebuild(): Promise<number>;
  /** Resolves when the new index has taken the place of the old one. */
  finishRebuild(): Promise<void>;
  /** What keeps changes out of the index, the new one while one is built, right now, in a sentence; null when nothing does. */
  trouble(): Promise<string | null>;
  verify(): Promise<Verification>;
  /**
   * Puts everything into the outbox when the index is another one than that which has heard of all before (removed and made again, or elsewhere), and all pages
   * when the index has none. Does nothing while the index is not available.
   */
  refill(): Promise<void>;
}

const COMPARED_PAGES = 32;
const LISTED_URLS = 1000;
const NAMED_URLS = 20;

/** Codes of the faults by which an old index says that it takes no changes any more. */
const HOPELESS: ReadonlySet<string> = new Set(['data-unreadable', 'index-unavailable']);

type CareIndex = Pick<KeptIndex, 'identity' | 'urls' | 'differing' | 'rebuild'>;
type CareStore = Pick<CrawlStore, 'pages' | 'changes' | 'newestChange' | 'acknowledge' | 'requeueAll' | 'adoptIndex'>;

/** Works beside an indexer that is not woken meanwhile: whoever asks for it keeps crawls away. */
export class StoreIndexCare implements IndexCare {
  readonly #store: CareStore;
  readonly #index: CareIndex;
  readonly #indexer: Pick<Indexer, 'drain' | 'trouble'>;
  readonly #clock: Clock;
  #rebuild: IndexRebuild | undefined;
  #builder: Indexer | undefined;
  #isKnownToHavePages = false;

  constructor(parts: {
    store: CareStore;
    index: CareIndex;
    indexer: Pick<Indexer, 'drain' | 'trouble'>;
    clock: Clock;
  }) {
    this.#store = parts.store;
    this.#index = parts.index;
    this.#indexer = parts.indexer;
    this.#clock = parts.clock;
  }

  async beginRebuild(): Promise<number> {
    await this.#finishOld();
    this.#rebuild = await this.#index.rebuild();
    return this.#store.requeueAll();
  }

  /**
   * Should the rebuild end before its time, the old index lacks nothing, although the outbox was emptied into the new one. One of which nothing can be
   * read (its shards are lost), or that is not written any more (of an older form), is not waited for: it is what the new one is built for.
   */
  async #finishOld(): Promise<void> {
    try {
      await this.#index.urls({ after: '', limit: 1 });
      await this.#indexer.drain();
    } catch (cause) {
      if (!(cause instanceof Fault && HOPELESS.has(cause.code))) throw cause;
    }
  }

  async finishRebuild(): Promise<void> {
    if (this.#rebuild === undefined) throw new TypeError('finishRebuild: no rebuild has begun');
    this.#builder = new Indexer({ store: this.#store, index: this.#rebuild, clock: this.#clock });
    try {
      await this.#builder.drain();
      await this.#rebuild.finish();
      await this.#store.adoptIndex(await this.#index.identity(), { hasAll: true });
    } finally {
      this.#builder = undefined;
      this.#rebuild = undefined;
    }
  }

  /** What keeps changes out of the old index is no trouble any more once a new one is built. */
  async trouble(): Promise<string | null> {
    if (this.#rebuild === undefined) return this.#indexer.trouble();
    return this.#builder?.trouble() ?? null;
  }

  async refill(): Promise<void> {
    try {
      const isOther = await this.#store.adoptIndex(await this.#index.identity());
      if (isOther || this.#isKnownToHavePages) return;
      const known = await this.#index.urls({ after: '', limit: 1 });
      if (known.length === 0) await this.#store.requeueAll();
      this.#isKnownToHavePages = true;
    } catch (cause) {
      if (!(cause instanceof Fault && cause.remedy === 'retry-later')) throw cause;
    }
  }

  async verify(): Promise<Verification> {
    // A URL that two sites have a page of is in the index once, as one of them has it.
    const same = new Set<number>();
    const differing = new Map<number, string | undefined>();
    let after = 0;
    for (;;) {
      const pages = await this.#store.pages({ after, limit: COMPARED_PAGES });
      if (pages.length === 0) break;
      for (const { url, isSame } of await this.#compared(pages)) {
        if (isSame) same.add(fingerprint(url));
        else differing.set(fingerprint(url), differing.size < LISTED_URLS ? url : undefined);
      }
      after = pages.at(-1)?.place ?? after;
    }
    for (const key of same) differing.delete(key);
    const urls = [...differing.values()].flatMap((url) => url ?? []).slice(0, NAMED_URLS);
    return {
      pages: same.size + differing.size,
      differing: { total: differing.size, urls },
      extra: await this.#extra((key) => same.has(key) || differing.has(key)),
    };
  }

  async #compared(pages: readonly KeptPage[]): Promise<{ url: string; isSame: boolean }[]> {
    const once = [...new Map(pages.map((page) => [page.url, page])).values()];
    const others = new Set(await this.#index.differing(once.map((page) => storedDocument(page, page.site))));
    const compared = once.map(({ url }) => ({ url, isSame: !others.has(url) }));
    const again = pages.filter((page) => !once.includes(page));
    return again.length === 0 ? compared : [...compared, ...(await this.#compared(again))];
  }

  async #extra(isKnown: (key: number) => boolean): Promise<Named> {
    const extra: Named = { total: 0, urls: [] };
    let after = '';
    for (;;) {
      const urls = await this.#index.urls({ after, limit: LISTED_URLS });
      if (urls.length === 0) return extra;
      const beyond = urls.filter((url) => !isKnown(fingerprint(url)));
      extra.total += beyond.length;
      extra.urls.push(...beyond.slice(0, NAMED_URLS - extra.urls.length));
      after = urls.at(-1) ?? after;
    }
  }
}

/** 48 bits: a million addresses fit into memory, and one in a few hundred such runs would take two of them for one. */
function fingerprint(url: string): number {
  return createHash('sha256').update(url).digest().readUIntBE(0, 6);
}
