import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { ReadPage } from '../crawl/page-reading.ts';
import type { ReadSitemap } from '../crawl/sitemap-reading.ts';
import { waitFor } from '../crawl/wait-for.ts';
import { Fault } from '../model/errors.ts';

/** A page that takes longer to read than this fails alone. */
const READ_TIMEOUT_MS = 30_000;

export interface ReadingPool {
  readPage: ReadPage;
  readSitemap: ReadSitemap;
  close(): Promise<void>;
}

/**
 * Worker threads that read pages and sitemaps; they start when the first one comes. Whoever gives up a page no longer waits for it, but it is read to its
 * end, and so are all before the threads end: a thread that is ended while it compresses takes the process along (an assertion of Node).
 * When no thread can start, as for want of open files, whatever waits is rejected with the fault `internal`; what comes later tries anew.
 * @param options.module what runs in the threads
 */
export function readingPool({ module, maxHeapMib }: { module: string; maxHeapMib: number }): ReadingPool {
  const pool = new Piscina({
    filename: module,
    minThreads: 0,
    maxThreads: Math.max(1, Math.min(4, availableParallelism() - 1)),
    idleTimeout: 5_000,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMib, maxYoungGenerationSizeMb: 16 },
  });
  const open = new Map<Promise<unknown>, (cause: Fault) => void>();
  pool.on('error', (cause: Error) => {
    if (pool.threads.length > 0) return; // another one reads what waits
    const fault = new Fault('internal', `No thread can be started to read pages (${cause.message}).`, { cause });
    for (const reject of open.values()) reject(fault);
    open.clear();
  });
  const run = <T>(input: { body: Uint8Array }, { name, signal }: { name: string; signal: AbortSignal }): Promise<T> => {
    signal.throwIfAborted();
    const options = { name, signal: AbortSignal.timeout(READ_TIMEOUT_MS), transferList: ownMemory(input.body) };
    const reading: Promise<T> = pool.run(input, options);
    const unread = Promise.withResolvers<never>();
    open.set(reading, unread.reject);
    const ended = () => void open.delete(reading);
    reading.then(ended, ended);
    return waitFor(Promise.race([reading, unread.promise]), signal);
  };
  return {
    readPage: async (input, signal) => run(input, { name: 'default', signal }),
    readSitemap: async (input, signal) => run(input, { name: 'readSitemap', signal }),
    close: async () => {
      await Promise.allSettled(open.keys());
      await pool.destroy();
    },
  };
}

/** Memory that can be handed to a thread instead of being copied: what holds these bytes alone. */
function ownMemory({ buffer, byteLength }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}
