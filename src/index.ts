import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { openInstance } from './compose.ts';
import { Fault } from './model/errors.ts';
import type { CrawlProgress } from './model/events.ts';
import { type Settings, settingsSchema } from './model/settings.ts';
import type { SearchRequest, SearchResponse } from './search/response.ts';

export { Fault, type FaultCode } from './model/errors.ts';
export type { CrawlProgress } from './model/events.ts';
export type { Settings } from './model/settings.ts';
export type { SearchRequest, SearchResponse, SearchResult } from './search/response.ts';

/** Settings of the command line by their names; what is left out takes its default. */
export type LibrarySettings = Partial<Settings>;

export interface CrawlOptions extends LibrarySettings {
  /** http(s) URLs to begin with. */
  seeds: string[];
  /** Told about the crawl a few times a second. */
  onProgress?: (progress: CrawlProgress) => void;
  /** Stops the crawl; the same call continues it. */
  signal?: AbortSignal;
}

const { version }: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/**
 * Crawls a site into the data directory (or continues, or crawls it again) and resolves when everything is searchable, or stopped.
 * @throws Fault `usage`, `settings-invalid`, `not-a-url`, `data-in-use`, `data-unreadable`, `data-newer`, `store-failed`,
 * `index-unavailable` for a search engine that is not there, `index-refused` for one that takes no such credentials; TypeError for seeds
 * that are no array of strings; whatever `onProgress` throws, which stops the crawl
 */
export async function crawl({ seeds, onProgress, signal, ...given }: CrawlOptions): Promise<CrawlProgress> {
  if (!Array.isArray(seeds) || seeds.some((seed) => typeof seed !== 'string'))
    throw new TypeError(`seeds must be an array of URLs, each a string; got ${inspect(seeds)}`);
  const settings = parse(given);
  const instance = await openInstance({ data: settings.data, version, settings });
  const stop = signal ?? new AbortController().signal;
  let stopCrawl: () => void = () => undefined;
  try {
    let progress = await instance.crawls.start({ ...settings, seeds });
    const { id } = progress;
    stopCrawl = () => void instance.crawls.stop(id);
    stop.addEventListener('abort', stopCrawl, { once: true });
    if (stop.aborted) stopCrawl();
    while (progress.endedAt === null) {
      onProgress?.(progress);
      progress =
        (await instance.crawls.next(progress.id, { after: progress.revision, signal: new AbortController().signal })) ??
        progress;
    }
    onProgress?.(progress);
    return progress;
  } finally {
    stop.removeEventListener('abort', stopCrawl);
    await instance.close();
  }
}

export interface Search {
  /** @throws TypeError when `q` is no string; RangeError when it is too long, or `limit` or `offset` out of range; Fault `index-unavailable` */
  search(request: Pick<SearchRequest, 'q'> & Partial<SearchRequest>): Promise<SearchResponse>;
  close(): Promise<void>;
}

/**
 * Opens what was crawled into a data directory for searching.
 * @throws Fault `settings-invalid`, `data-unreadable`, `data-newer`, `index-unavailable`, `index-refused`
 */
export async function openSearch(given: LibrarySettings = {}): Promise<Search> {
  const settings = parse(given);
  const instance = await openInstance({ data: settings.data, version, settings, mustExist: true });
  let isClosed = false;
  return {
    async search(request) {
      if (isClosed) throw new TypeError('This search is closed: open another one with openSearch()');
      return instance.search({ ...request, limit: request.limit ?? 10, offset: request.offset ?? 0 });
    },
    close() {
      isClosed = true;
      return instance.close();
    },
  };
}

function parse(given: LibrarySettings): Settings {
  const result = settingsSchema.safeParse(given);
  if (result.success) return result.data;
  throw new Fault(
    'settings-invalid',
    result.error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; '),
  );
}
