import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Crawls } from '../crawl/crawls.ts';
import type { IndexStats } from '../index/search-index.ts';
import type { Asker } from '../model/asker.ts';
import type { Clock } from '../model/clock.ts';
import type { CrawlSettings } from '../model/settings.ts';
import type { SearchRequest, SearchResponse } from '../search/response.ts';
import type { SuggestRequest, SuggestResponse } from '../search/suggest.ts';
import type { CrawlStore } from '../store/crawl-store.ts';

export type ReadStore = Pick<
  CrawlStore,
  'sites' | 'lastCrawl' | 'counts' | 'urls' | 'coverage' | 'story' | 'brokenLinks' | 'robots'
>;

/** What the API and its pages stand on. Everything they show comes from here; they decide nothing themselves. */
export interface ServerParts {
  /** Rejects with the reason of the asker's signal when that is aborted before its turn: the client has left. */
  search(request: SearchRequest, asker: Asker): Promise<SearchResponse>;
  suggest(request: SuggestRequest, asker: Asker): Promise<SuggestResponse>;
  /** What is asked of it in the name of somebody; without a signal to its end. */
  storeFor(asker: Partial<Asker>): ReadStore;
  crawls: Crawls;
  indexStats(): Promise<IndexStats>;
  version: string;
  address: ServerAddress;
  /** What a crawl started here uses where the request says nothing. */
  crawlDefaults: Omit<CrawlSettings, 'seeds'>;
  clock: Clock;
  /** Takes a line of JSON for each failure of the server (5xx); the client is shown its request id only. */
  faults?: { write(line: string): void };
}

export interface ServerAddress {
  /** Name or address the server is bound to. */
  host: string;
  /** Asked from whoever changes something, when `host` is not loopback. */
  adminToken?: string;
}

/** The Fastify server, with zod schemas as its types. */
export type Server = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;
