import { type PageReading, type PageReadingInput, readPage } from '../crawl/page-reading.ts';
import { yieldToOthers } from './background.ts';

export { readSitemap } from '../crawl/sitemap-reading.ts';

yieldToOthers();

/** Entry of a worker thread of the pool that reads pages, and by the name of the other function sitemaps. */
export default function work(input: PageReadingInput): PageReading {
  return readPage(input);
}
