import { yieldToOthers } from '../threads/background.ts';
import { type PageReading, type PageReadingInput, readPage } from './page-reading.ts';

export { readSitemap } from './sitemap-reading.ts';

yieldToOthers();

/** Entry of a worker thread of the pool that reads pages, and by the name of the other function sitemaps. */
export default function work(input: PageReadingInput): PageReading {
  return readPage(input);
}
