import type { Fetcher } from '../fetch/fetcher.ts';
import type { Clock } from '../model/clock.ts';
import type { CrawlProgress } from '../model/events.ts';
import type { CrawlRun } from './crawl.ts';

/** Snapshots are made this often while a crawl runs. */
const SNAPSHOT_MS = 250;

interface Following {
  /** Before it has begun. */
  latest: CrawlProgress;
  /** Closed when it has ended. */
  fetcher: Fetcher;
  clock: Clock;
  /** Called once, when it has ended and its last snapshot is published. */
  onEnd: () => void;
}

/** A crawl that runs, with a snapshot made anew now and then, and a last one when it has ended. */
export class FollowedCrawl {
  readonly #run: CrawlRun;
  readonly #following: Following;
  #latest: CrawlProgress;
  #changed = Promise.withResolvers<void>();
  /** Everything is stored, and the last snapshot published. Never rejects: a fault is in that snapshot. */
  readonly ended: Promise<void>;

  /** Starts the crawl. */
  constructor(run: CrawlRun, following: Following) {
    this.#run = run;
    this.#following = following;
    this.#latest = following.latest;
    this.ended = this.#follow().finally(following.onEnd);
  }

  get latest(): CrawlProgress {
    return this.#latest;
  }

  /** Resolves with the next snapshot. */
  get changed(): Promise<void> {
    return this.#changed.promise;
  }

  get hasEnded(): boolean {
    return this.#latest.endedAt !== null;
  }

  /** It has been stopped, or is at fault: it ends soon. */
  get isEnding(): boolean {
    return this.#run.isEnding;
  }

  async stop(): Promise<void> {
    this.#run.stop();
    await this.ended;
  }

  async #follow(): Promise<void> {
    const { clock, fetcher } = this.#following;
    const ended = new AbortController();
    const done = this.#run
      .run()
      .catch(() => undefined)
      .finally(() => ended.abort());
    while (!ended.signal.aborted) {
      await clock.sleep(SNAPSHOT_MS, ended.signal).catch(() => undefined);
      await this.#publish().catch(() => undefined);
    }
    await done;
    await fetcher.close();
  }

  async #publish(): Promise<void> {
    this.#latest = await this.#run.progress();
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
