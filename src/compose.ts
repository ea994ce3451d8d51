import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Instance } from './cli/world.ts';
import type { IndexCare } from './crawl/index-care.ts';
import type { Indexing } from './crawl/indexer.ts';
import { type FetcherSettings, LocalCrawls } from './crawl/local-crawls.ts';
import { rebuildIndex } from './crawl/rebuild-index.ts';
import { keepFresh } from './crawl/schedule.ts';
import { SharedLock } from './crawl/shared-lock.ts';
import { bareHost, seedPolicy } from './fetch/address-guard.ts';
import type { Fetcher } from './fetch/fetcher.ts';
import { HttpFetcher } from './fetch/http-fetcher.ts';
import { ownHeaders } from './fetch/own-headers.ts';
import type { IndexStats } from './index/search-index.ts';
import type { Asker } from './model/asker.ts';
import { systemClock } from './model/clock.ts';
import { parseDurationMs } from './model/duration.ts';
import { Fault } from './model/errors.ts';
import { given } from './model/given.ts';
import { parseIndexAddress } from './model/index-address.ts';
import { parseResolveRule } from './model/resolve-rule.ts';
import type { Settings } from './model/settings.ts';
import { parseSynonyms } from './model/synonyms.ts';
import type { SearchRequest, SearchResponse } from './search/response.ts';
import type { SuggestRequest, SuggestResponse } from './search/suggest.ts';
import { DataLock } from './sqlite/data-lock.ts';
import type { CrawlStore, Settlement } from './store/crawl-store.ts';
import { Crew, type CrewOptions } from './threads/crew.ts';
import { callsInTurn, inTurn } from './threads/in-turn.ts';
import { lastingThread } from './threads/lasting-thread.ts';
import type { IndexPlace } from './threads/open-index.ts';
import { OpenParts } from './threads/open-parts.ts';
import { readingPool } from './threads/reading-pool.ts';
import { startThread } from './threads/remote.ts';
import { searchingBeside } from './threads/searching-beside.ts';
import { whenAvailable } from './threads/when-available.ts';

/** Connections that may wait to be accepted: thousands of clients may come back at once. Systems lower it as they see fit. */
const BACKLOG = 4_096;

/**
 * Threads that search, and searches that one of them has at a time. A file is read by as many as there are processors, each with one search in work and one
 * at hand; an engine is only waited for.
 */
const SEARCHING = {
  file: { threads: Math.min(8, availableParallelism()), callsEach: 2 },
  engine: { threads: 1, callsEach: 64 },
};

/** Calls of the API and the command line that a thread of the store has at a time: what a crawl asks of it waits for no more of them. */
const STORE_CALLS = 1;

/** Largest heap of one thread: a bound, not a need. */
const MAX_HEAP_MIB = 256;

interface Searching {
  search(request: SearchRequest): Promise<SearchResponse>;
  searchAs: Instance['searchAs'];
  suggest(request: SuggestRequest): Promise<SuggestResponse>;
  stats(): Promise<IndexStats>;
  close(): Promise<void>;
}

type IndexSettings = Partial<
  Pick<
    Settings,
    'index' | 'indexApiKey' | 'indexCa' | 'indexProxy' | 'indexShards' | 'indexReplicas' | 'waitIndex' | 'synonyms'
  >
>;

export interface InstanceOptions {
  /** The data directory. */
  data: string;
  version: string;
  /** Where the index is; default: a file in the data directory. */
  settings?: IndexSettings;
  /** Fails with `data-unreadable` when nothing was ever crawled into it, instead of making it. */
  mustExist?: boolean;
  /** Takes a line now and then while the index is waited for. */
  notices?: { write(line: string): void };
}

/** Composition root: picks adapters and the threads they run in, and wires the parts. No other logic. */
export async function openInstance(options: InstanceOptions): Promise<Instance> {
  const { data, mustExist = false } = options;
  if (mustExist && !existsSync(storePath(data)))
    throw new Fault('data-unreadable', `Nothing has been crawled into ${data} yet. Crawl a site first: spindex <url>`);
  const parts = new OpenParts();
  try {
    return await openParts(options, parts);
  } catch (cause) {
    await parts.close().catch(() => undefined); // it is told why nothing was opened
    throw cause;
  }
}

async function openParts(options: InstanceOptions, parts: OpenParts): Promise<Instance> {
  const { data, version, settings = {} } = options;
  const place = indexPlace(settings, data);
  const synonyms = (settings.synonyms ?? []).map(parseSynonyms).filter((group) => group !== undefined);
  const { store, otherStore, indexing } = await storeAndIndexing(options, { place, parts });
  // A crawl without a server needs no search.
  const { threads, callsEach } = SEARCHING[place.kind];
  const searching = parts.add(
    new Crew<Searching>({
      start: (onEnd) => startThread('search-thread', { data: { place, synonyms }, maxHeapMib: MAX_HEAP_MIB, onEnd }),
      threads,
      callsEach,
    }),
  );
  const turn = inTurn(threads * callsEach);
  const { readPage, readSitemap } = parts.add(readingPool({ maxHeapMib: MAX_HEAP_MIB }));
  const [storeTurn, otherTurn] = [inTurn(STORE_CALLS), inTurn(STORE_CALLS)];
  const storeFor = (asker: Partial<Asker>) =>
    searchingBeside(callsInTurn(store, { turn: storeTurn, asker }), async () =>
      callsInTurn(await otherStore(), { turn: otherTurn, asker }),
    );
  const lock = new SharedLock(new DataLock(data));
  const clock = systemClock;
  const userAgent = `Spindex/${version}`;
  const crawls = parts.add(
    new LocalCrawls({ store, indexing, readPage, readSitemap, makeFetcher, lock, clock, userAgent }),
  );
  return {
    store: storeFor({}),
    storeFor,
    crawls,
    search: (request, asker) => turn(() => searching.run((thread) => thread.search(request)), asker),
    searchAs: (request, options) => searching.run((thread) => thread.searchAs(request, options)),
    suggest: (request, asker) => turn(() => searching.run((thread) => thread.suggest(request)), asker),
    indexStats: () => searching.run((thread) => thread.stats()),
    keepFresh: (options, signal) => keepFresh({ store, crawls, clock, random: Math.random }, options, signal),
    reindex: (onProgress) => rebuildIndex({ store, indexing, lock, clock }, onProgress),
    verifyIndex: () => indexing.verify(),
    close: () => parts.close(),
  };
}

/** Both at once. An index that is not there is waited for, but not when there is no store. */
async function storeAndIndexing(
  { data, settings = {}, notices }: InstanceOptions,
  { place, parts }: { place: IndexPlace; parts: OpenParts },
): Promise<{ store: CrawlStore; otherStore: () => Promise<CrawlStore>; indexing: Indexing & IndexCare }> {
  const path = storePath(data);
  const storeFailed = new AbortController();
  const maxHeapMib = MAX_HEAP_MIB;
  const startStore: CrewOptions<CrawlStore>['start'] = (onEnd) =>
    startThread<CrawlStore>('store-thread', { data: { path }, maxHeapMib, onEnd, handsOver: { settle: bytesOfPage } });
  const startIndexing: CrewOptions<Indexing & IndexCare>['start'] = (onEnd) =>
    startThread('indexing-thread', { data: { storePath: path, place }, maxHeapMib, onEnd });
  const storeThread = async () => parts.add(await lastingThread(startStore));
  const [store, indexing] = await bothOf(
    storeThread().catch((cause: unknown) => {
      storeFailed.abort(cause);
      throw cause;
    }),
    whenAvailable(async () => parts.add(await lastingThread(startIndexing)), {
      waitMs: parseDurationMs(settings.waitIndex ?? '') ?? 0,
      clock: systemClock,
      signal: storeFailed.signal,
      onWait: (why, leftMs) => notices?.write(`Waiting for the index, ${Math.ceil(leftMs / 1000)} s more: ${why}\n`),
    }),
  );
  return { store, otherStore: whenFirstAsked(storeThread), indexing };
}

/** Opens it once, when it is needed. Tries again after a failure, as an engine that is away comes back. */
function whenFirstAsked<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined;
  return () => {
    opened ??= open().catch((cause: unknown) => {
      opened = undefined;
      throw cause;
    });
    return opened;
  };
}

function storePath(data: string): string {
  return join(data, 'crawl.sqlite');
}

/** Both values, or the failure of the first before that of the second; either way neither is still on its way. */
async function bothOf<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return [await first, await second];
}

function indexPlace(
  { index = 'sqlite:', indexApiKey, indexCa, indexProxy, indexShards, indexReplicas }: IndexSettings,
  data: string,
): IndexPlace {
  const address = parseIndexAddress(index);
  if (address === undefined) return { kind: 'file', path: join(data, 'index.sqlite') };
  const access = { apiKey: indexApiKey, caFile: indexCa, proxy: indexProxy };
  return { kind: 'engine', ...address, ...given({ ...access, shards: indexShards, replicas: indexReplicas }) };
}

function makeFetcher(settings: FetcherSettings): Fetcher {
  const seedHosts = settings.seeds.map((seed) => bareHost(new URL(seed)));
  const maxBodyBytes = Math.round(settings.maxBodyMib * 1024 * 1024);
  return new HttpFetcher({
    userAgent: settings.userAgent,
    headersFor: ownHeaders(settings),
    allowAddress: settings.allowPrivate ? () => true : seedPolicy(seedHosts),
    resolve: settings.resolve.map(parseResolveRule).filter((rule) => rule !== undefined),
    maxConnectionsPerOrigin: settings.concurrency,
    maxBodyBytes,
    maxDecodedBytes: 2 * maxBodyBytes,
  });
}

/** Serves the API and the search page of an instance. Fault `port-taken` when the address cannot be had. */
export async function startServer(
  instance: Instance,
  { settings, version, faults }: { settings: Settings; version: string; faults?: { write(line: string): void } },
): Promise<{ url: string; close(): Promise<void> }> {
  const { host, port, adminToken } = settings;
  const { buildServer } = await import('./api/server.ts'); // a crawl without a server needs none of it
  const server = await buildServer({
    search: instance.search,
    suggest: instance.suggest,
    storeFor: instance.storeFor,
    crawls: instance.crawls,
    indexStats: instance.indexStats,
    version,
    address: { host, ...given({ adminToken }) },
    // What was given for the seeds of the command line is not for those of somebody else.
    crawlDefaults: { ...settings, header: [], ignoreRobots: false, acceptLosses: false },
    clock: systemClock,
    ...given({ faults }),
  });
  try {
    const url = await server.listen({ host, port, backlog: BACKLOG });
    return { url, close: () => server.close() };
  } catch (cause) {
    await server.close();
    throw new Fault('port-taken', notServed(cause, { host, port }), { cause });
  }
}

/** Whose fault it is that an address cannot be had: the host's, or the port's. */
function notServed(cause: unknown, { host, port }: { host: string; port: number }): string {
  const why = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (why === 'ENOTFOUND' || why === 'EAI_AGAIN' || why === 'EADDRNOTAVAIL')
    return `Cannot serve at ${host} (${why}): it is no address of this machine. Give another one with --host.`;
  const says =
    why === 'EADDRINUSE' ? `Port ${port} is taken by another program.` : `Cannot serve at ${host}:${port} (${why}).`;
  return `${says} Choose another one with --port, or --port 0 for any free one.`;
}

/** Of a page that is settled, whoever settles it uses nothing afterwards: see `CrawlStore`. */
function bytesOfPage({ page }: Settlement): Uint8Array[] {
  return page ? [page.extracted, page.source] : [];
}
