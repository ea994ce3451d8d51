import { type PageReading, type PageReadingInput, readPage } from './page-reading.ts';

/** Entry of a worker thread of the pool that reads pages. */
export default function work(input: PageReadingInput): PageReading {
  return readPage(input);
}
