import { readFileSync } from 'node:fs';
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
 * @throws Fault `settings-invalid`, `not-a-url`, `data-in-use`, `data-unreadable`, `data-newer`, `store-failed`
 */
export async function crawl({ seeds, onProgress, signal, ...given }: CrawlOptions): Promise<CrawlProgress> {
  const settings = parse(given);
  const instance = await openInstance({ data: settings.data, version, settings });
  const stop = signal ?? new AbortController().signal;
  try {
    let progress = await instance.crawls.start({ ...settings, seeds });
    const stopCrawl = () => void instance.crawls.stop(progress.id);
    stop.addEventListener('abort', stopCrawl, { once: true });
    if (stop.aborted) stopCrawl();
    while (progress.endedAt === null) {
      onProgress?.(progress);
      progress =
        (await instance.crawls.next(progress.id, { after: progress.revision, signal: new AbortController().signal })) ??
        progress;
    }
    stop.removeEventListener('abort', stopCrawl);
    onProgress?.(progress);
    return progress;
  } finally {
    await instance.close();
  }
}

export interface Search {
  search(request: Pick<SearchRequest, 'q'> & Partial<SearchRequest>): Promise<SearchResponse>;
  close(): Promise<void>;
}

/**
 * Opens what was crawled into a data directory for searching.
 * @throws Fault `settings-invalid`, `data-unreadable`, `data-newer`
 */
export async function openSearch(given: LibrarySettings = {}): Promise<Search> {
  const settings = parse(given);
  const instance = await openInstance({ data: settings.data, version, settings, mustExist: true });
  return {
    search: (request) => instance.search({ limit: 10, offset: 0, ...request }),
    close: () => instance.close(),
  };
}

function parse(given: LibrarySettings): Settings {
  const result = settingsSchema.safeParse(given);
  if (result.success) return result.data;
  throw new Fault(
    'settings-invalid',
    result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
  );
}
