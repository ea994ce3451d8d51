import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { ReadPage } from '../crawl/page-reading.ts';
import type { ReadSitemap } from '../crawl/sitemap-reading.ts';
import { waitFor } from '../crawl/wait-for.ts';
import { Gate } from '../fetch/gate.ts';
import { Fault } from '../model/errors.ts';
import { ownMemory } from './own-memory.ts';
import { heapLimits, moduleUrl } from './remote.ts';

/** A page that takes longer to read than this fails alone. */
const READ_TIMEOUT_MS = 30_000;

export interface ReadingPoolOptions {
  maxHeapMib: number;
  threads?: number;
  /** Module that a thread runs; default: the one that reads. */
  filename?: string;
  /** Calls `over` when the time to read one page, which begins now, is over, unless what it returns is called before. */
  limitTime?: (over: () => void) => () => void;
}

export interface ReadingPool {
  readPage: ReadPage;
  readSitemap: ReadSitemap;
  close(): Promise<void>;
}

/**
 * Worker threads that read pages and sitemaps; they start when the first one comes. The time for a page begins when a thread is free for it: a page that takes
 * too long, or hangs, must not take along those that wait behind it. Whoever gives up a page no longer waits for it, but it is read to its
 * end, and so are all before the threads end: a thread that is ended while it compresses takes the process along (an assertion of Node).
 * When no thread can start, as for want of open files, what is to be read is rejected with the fault `internal`; what comes later tries anew.
 */
export function readingPool({
  maxHeapMib,
  threads = Math.max(1, Math.min(4, availableParallelism() - 1)),
  filename = moduleUrl('reading-thread'),
  limitTime = within30Seconds,
}: ReadingPoolOptions): ReadingPool {
  const pool = new Piscina({
    filename,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 5_000,
    resourceLimits: heapLimits(maxHeapMib),
  });
  const free = new Gate(threads);
  const open = new Map<Promise<unknown>, AbortController>();
  pool.on('error', (cause: Error) => {
    if (pool.threads.length > 0) return; // another one reads
    const fault = new Fault('internal', `No thread can be started to read pages (${cause.message}).`, { cause });
    for (const task of open.values()) task.abort(fault);
  });
  const run = async <T>(input: { body: Uint8Array }, { name, signal }: { name: string; signal: AbortSignal }) => {
    await free.enter(signal);
    const task = new AbortController();
    const forget = limitTime(() => task.abort(new Error('It took too long to read.')));
    const options = { name, signal: task.signal, transferList: ownMemory(input.body) };
    const reading: Promise<T> = pool.run(input, options);
    open.set(reading, task);
    const ended = () => {
      forget();
      open.delete(reading);
      free.leave();
    };
    reading.then(ended, ended);
    const told = reading.catch((cause: unknown) => {
      throw task.signal.aborted ? task.signal.reason : cause;
    });
    return waitFor(told, signal);
  };
  return {
    readPage: (input, signal) => run(input, { name: 'default', signal }),
    readSitemap: (input, signal) => run(input, { name: 'readSitemap', signal }),
    close: async () => {
      await Promise.allSettled(open.keys());
      await pool.destroy();
    },
  };
}

/** Forgotten as soon as the page is read: signals of so many seconds would be old garbage by then, which V8 leaves where it is until there are tens of MB. */
function within30Seconds(over: () => void): () => void {
  const timer = setTimeout(over, READ_TIMEOUT_MS);
  return () => clearTimeout(timer);
}
