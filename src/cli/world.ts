import type { Crawls } from '../crawl/crawls.ts';
import type { RebuildProgress, Verification } from '../crawl/index-care.ts';
import type { ScheduleOptions } from '../crawl/schedule.ts';
import type { IndexStats } from '../index/search-index.ts';
import type { Asker } from '../model/asker.ts';
import type { Settings } from '../model/settings.ts';
import type { Ask } from '../search/evaluation.ts';
import type { SearchRequest, SearchResponse } from '../search/response.ts';
import type { SuggestRequest, SuggestResponse } from '../search/suggest.ts';
import type { CrawlStore } from '../store/crawl-store.ts';

/** Where text goes: a terminal, or a pipe. */
export interface Output {
  write(text: string): void;
  /** It takes nothing any more: its reader has left, or the disk is full. Work that does more than print goes on. */
  readonly isLost: boolean;
  readonly isTerminal: boolean;
  readonly columns: number;
}

/** The parts of one instance, as composition opens it: everything that works on one data directory. */
export interface Instance {
  store: CrawlStore;
  /** The same store for one of those who are served; what the asker's signal aborts before its turn is not begun. */
  storeFor(asker: Partial<Asker>): CrawlStore;
  crawls: Crawls;
  /** Rejects with the reason of the asker's signal when that is aborted before its turn. */
  search(request: SearchRequest, asker?: Asker): Promise<SearchResponse>;
  /** Searches as if a part of the index were not there: for judging it. */
  searchAs: Ask;
  suggest(request: SuggestRequest, asker?: Asker): Promise<SuggestResponse>;
  indexStats(): Promise<IndexStats>;
  /** Compares every page of the store with the index. Changes that wait for the index count as differences. */
  verifyIndex(): Promise<Verification>;
  /** Builds the index anew, from the store alone; resolves with the number of pages when the new one has taken the place of the old one. */
  reindex(onProgress: (progress: RebuildProgress) => void): Promise<number>;
  /** Crawls sites again in their time until the signal is aborted; see `keepFresh`. */
  keepFresh(options: ScheduleOptions, signal: AbortSignal): Promise<void>;
  /** Stops crawls, stores everything, ends the threads. */
  close(): Promise<void>;
}

/** All that the command line touches of the world around it; `main.ts` gives the real one. */
export interface World {
  arguments: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  /** Text of `spindex.json` in the working directory; undefined when there is none. Fault `usage` when it cannot be read. */
  settingsFile: () => string | undefined;
  /** Text of a file; undefined when there is none. Fault `usage` when it cannot be read. */
  readText: (path: string) => string | undefined;
  writeText: (path: string, text: string) => void;
  stdout: Output;
  stderr: Output;
  /** Aborted by Ctrl-C and TERM. */
  stop: AbortSignal;
  version: string;
  openInstance(options: { data: string; settings: Settings; mustExist: boolean }): Promise<Instance>;
  startServer(instance: Instance, settings: Settings): Promise<{ url: string; close(): Promise<void> }>;
}
