import { move, transferableSymbol, valueSymbol } from 'piscina';
import { type PageReadingInput, readPage } from '../crawl/page-reading.ts';
import { yieldToOthers } from './background.ts';
import { ownMemory } from './own-memory.ts';

export { readSitemap } from '../crawl/sitemap-reading.ts';

yieldToOthers();

/**
 * Entry of a worker thread of the pool that reads pages, and by the name of the other function sitemaps. The page to be stored is handed over: copies
 * of it would stay in the event loop's thread until that one collects its garbage.
 */
export default function work(input: PageReadingInput): unknown {
  const reading = readPage(input);
  const { extracted, source } = reading.page;
  return move({ [transferableSymbol]: ownMemory(extracted, source), [valueSymbol]: reading });
}
