import type { FetchError, FetchedResponse, Fetcher, ResponseHead } from '../fetch/fetcher.ts';
import type { Clock } from '../model/clock.ts';
import type { Permit } from '../model/permit.ts';
import type { FetchFailure } from '../model/reasons.ts';
import { canonicalizeUrl } from '../model/url.ts';
import { parseRobots, type Robots } from '../politeness/robots.ts';
import { MAX_ROBOTS_BYTES } from '../politeness/robots-records.ts';
import type { CrawlStore, RobotsFile } from '../store/crawl-store.ts';

/** RFC 9309 section 2.3.1.2: follow at least five redirects, also to another host. */
const MAX_REDIRECTS = 5;
/** RFC 9309 section 2.4: do not use a cached copy for longer than a day. */
const MAX_AGE_MS = 24 * 3_600_000;
/** A file that could not be read is asked for again this soon: before the first entry that waits for it is tried again. */
const RETRY_AGE_MS = 2_000;
/** A longer Crawl-delay is cut to this: at an hour a page no site would ever be crawled. */
const LONGEST_DELAY_SECONDS = 60;

export type RobotsVerdict =
  | { allowed: true }
  | { allowed: false; reason: 'robots'; detail: string }
  | { allowed: false; reason: 'robots-unreachable'; detail: string; failure: FetchFailure | undefined };

export interface RobotsJudge {
  judge(url: string, signal: AbortSignal): Promise<RobotsVerdict>;
  /** Is it known what robots.txt says of the URL, so that `judge` asks nobody? */
  knows(url: string): boolean;
  /** Addresses of sitemaps that the robots.txt of the URL's origin names, as written; none when it cannot be read. */
  sitemaps(url: string, signal: AbortSignal): Promise<string[]>;
}

/** For --ignore-robots: refuses nothing, and asks for robots.txt only to learn which sitemaps there are. */
export function ignoringRobots({ sitemaps }: Pick<RobotsJudge, 'sitemaps'>): RobotsJudge {
  return { judge: async () => ({ allowed: true }), knows: () => true, sitemaps };
}

export interface RobotsGateOptions {
  fetcher: Fetcher;
  /** What was read within the last day need not be asked for again. */
  cache: Pick<CrawlStore, 'robots' | 'saveRobots'>;
  userAgent: string;
  /** Permission of the host of a URL: robots.txt counts for the rate like any request. */
  acquire: (url: string) => (signal: AbortSignal) => Promise<Permit>;
  /** Told once a file is read, with the delay it asks for, 60 s at most. */
  onCrawlDelay: (host: string, seconds: number) => void;
  /** Told every answer, so that 429 and 503 slow the host down. */
  onAnswer: (url: string, answer: ResponseHead) => void;
  clock: Clock;
}

interface Fetched {
  robots: Robots | undefined;
  /** Why there is no answer at all. */
  failure: FetchFailure | undefined;
  detail: string;
  /** Monotonic ms. */
  expires: number;
}

/** Answers from robots.txt whether a URL may be fetched; one file an origin, fetched once a day whoever asks (RFC 9309). */
export class RobotsGate implements RobotsJudge {
  readonly #options: RobotsGateOptions;
  readonly #byOrigin = new Map<string, Promise<Fetched>>();
  /** Until when what was read holds, by origin, in monotonic ms. */
  readonly #expires = new Map<string, number>();

  constructor(options: RobotsGateOptions) {
    this.#options = options;
  }

  async judge(url: string, signal: AbortSignal): Promise<RobotsVerdict> {
    const { origin } = new URL(url);
    const { robots, detail, failure } = await this.#robots(origin, signal);
    if (robots === undefined) return { allowed: false, reason: 'robots-unreachable', detail, failure };
    return robotsVerdict(robots, { url, userAgent: this.#options.userAgent });
  }

  knows(url: string): boolean {
    return (this.#expires.get(new URL(url).origin) ?? 0) > this.#options.clock.monotonic();
  }

  async sitemaps(url: string, signal: AbortSignal): Promise<string[]> {
    const { robots } = await this.#robots(new URL(url).origin, signal);
    return robots?.sitemaps ?? [];
  }

  async #robots(origin: string, signal: AbortSignal): Promise<Fetched> {
    const cached = this.#byOrigin.get(origin);
    if (cached && (await cached).expires > this.#options.clock.monotonic()) return cached;
    if (cached !== this.#byOrigin.get(origin)) return this.#robots(origin, signal); // somebody else has asked meanwhile
    const fresh = this.#read(origin, signal);
    this.#byOrigin.set(origin, fresh);
    fresh.then(
      ({ expires }) => this.#expires.set(origin, expires),
      () => this.#byOrigin.delete(origin),
    );
    return fresh;
  }

  async #read(origin: string, signal: AbortSignal): Promise<Fetched> {
    const { cache, clock } = this.#options;
    const kept = await cache.robots(origin);
    const ageMs = kept ? clock.now() - kept.fetchedAt : Number.POSITIVE_INFINITY;
    // A time to come was written by a clock that was wrong.
    return kept && ageMs >= 0 && ageMs < MAX_AGE_MS ? this.#accept(origin, kept) : this.#fetch(origin, signal);
  }

  async #fetch(origin: string, signal: AbortSignal): Promise<Fetched> {
    const { cache, clock } = this.#options;
    const answer = await this.#follow(`${origin}/robots.txt`, signal);
    if (answer.kind === 'failed' || answer.status >= 500 || answer.status === 429) {
      const failure = answer.kind === 'failed' ? answer.reason : undefined;
      const detail = answer.kind === 'failed' ? answer.detail : `${origin}/robots.txt answered ${answer.status}`;
      return { robots: undefined, failure, detail, expires: clock.monotonic() + RETRY_AGE_MS };
    }
    // Any other status than success means that there is no file, hence no rule (RFC 9309 section 2.3.1.3).
    const isThere = answer.status >= 200 && answer.status < 300;
    const file = { body: isThere ? answer.body : new Uint8Array(), fetchedAt: clock.now() };
    // A refusal may depend on who asks: with a login there may be rules.
    if (isThere || answer.status === 404 || answer.status === 410) await cache.saveRobots(origin, file);
    return this.#accept(origin, file);
  }

  #accept(origin: string, { body, fetchedAt }: RobotsFile): Fetched {
    const { clock, userAgent, onCrawlDelay } = this.#options;
    const robots = parseRobots(body);
    const delay = robots.crawlDelaySeconds(userAgent);
    if (delay !== undefined) onCrawlDelay(new URL(origin).host, Math.min(delay, LONGEST_DELAY_SECONDS));
    const expires = clock.monotonic() + fetchedAt + MAX_AGE_MS - clock.now();
    return { robots, failure: undefined, detail: '', expires };
  }

  async #follow(start: string, signal: AbortSignal): Promise<FetchedResponse | FetchError> {
    const { fetcher, acquire, onAnswer } = this.#options;
    for (let url = start, hops = 0; ; hops += 1) {
      const answer = await fetcher.fetch({ url, truncateAtBytes: MAX_ROBOTS_BYTES }, { acquire: acquire(url), signal });
      if (answer.kind === 'response') onAnswer(url, answer);
      const next =
        answer.kind === 'response' && answer.status >= 300 && answer.status < 400
          ? canonicalizeUrl(answer.headers['location'] ?? '', url)
          : undefined;
      if (next === undefined || hops === MAX_REDIRECTS) return answer;
      url = next;
    }
  }
}

/** What a robots.txt says of a URL, with the line that says it. */
export function robotsVerdict(robots: Robots, { url, userAgent }: { url: string; userAgent: string }): RobotsVerdict {
  const { allowed, rule, line } = robots.decide(url, userAgent);
  if (allowed) return { allowed };
  const detail = `${rule ?? ''} (line ${line ?? '?'} of ${new URL(url).origin}/robots.txt)`;
  return { allowed, reason: 'robots', detail };
}
