import type { FetchError, FetchedResponse, Fetcher } from '../fetch/fetcher.ts';
import type { Permit } from '../model/permit.ts';
import type { FetchFailure } from '../model/reasons.ts';
import { canonicalizeUrl } from '../model/url.ts';
import { parseRobots, type Robots } from '../politeness/robots.ts';

/** RFC 9309 section 2.3.1.2: follow at least five redirects, also to another host. */
const MAX_REDIRECTS = 5;
/** RFC 9309 section 2.5: read at least 500 KiB. */
const MAX_BYTES = 512_000;
/** RFC 9309 section 2.4: do not use a cached copy for longer than a day. */
const MAX_AGE_MS = 24 * 3_600_000;
/** A file that could not be read is asked for again this soon. */
const RETRY_AGE_MS = 60_000;

export type RobotsVerdict =
  | { allowed: true }
  | { allowed: false; reason: 'robots'; detail: string }
  | { allowed: false; reason: 'robots-unreachable'; detail: string; failure: FetchFailure | undefined };

export interface RobotsGateOptions {
  fetcher: Fetcher;
  userAgent: string;
  /** Permission of the host of a URL: robots.txt counts for the rate like any request. */
  acquire: (url: string) => (signal: AbortSignal) => Promise<Permit>;
  /** Told once a file is read, with the delay it asks for. */
  onCrawlDelay: (host: string, seconds: number) => void;
  onRequest: () => void;
  monotonic: () => number;
}

interface Fetched {
  robots: Robots | undefined;
  /** Why there is no answer at all. */
  failure: FetchFailure | undefined;
  detail: string;
  expires: number;
}

/** Answers from robots.txt whether a URL may be fetched; one file an origin, fetched once whoever asks (RFC 9309). */
export class RobotsGate {
  readonly #options: RobotsGateOptions;
  readonly #byOrigin = new Map<string, Promise<Fetched>>();

  constructor(options: RobotsGateOptions) {
    this.#options = options;
  }

  async judge(url: string, signal: AbortSignal): Promise<RobotsVerdict> {
    const { origin } = new URL(url);
    const { robots, detail, failure } = await this.#robots(origin, signal);
    if (robots === undefined) return { allowed: false, reason: 'robots-unreachable', detail, failure };
    const { allowed, rule, line } = robots.decide(url, this.#options.userAgent);
    return allowed
      ? { allowed }
      : { allowed, reason: 'robots', detail: `${rule ?? ''} (line ${line ?? '?'} of ${origin}/robots.txt)` };
  }

  async #robots(origin: string, signal: AbortSignal): Promise<Fetched> {
    const cached = this.#byOrigin.get(origin);
    if (cached && (await cached).expires > this.#options.monotonic()) return cached;
    if (cached !== this.#byOrigin.get(origin)) return this.#robots(origin, signal); // somebody else has asked meanwhile
    const fresh = this.#fetch(origin, signal);
    this.#byOrigin.set(origin, fresh);
    fresh.catch(() => this.#byOrigin.delete(origin));
    return fresh;
  }

  async #fetch(origin: string, signal: AbortSignal): Promise<Fetched> {
    const { monotonic, userAgent, onCrawlDelay } = this.#options;
    const answer = await this.#follow(`${origin}/robots.txt`, signal);
    const failure = answer.kind === 'failed' ? answer.reason : undefined;
    const detail = answer.kind === 'failed' ? answer.detail : `${origin}/robots.txt answered ${answer.status}`;
    if (answer.kind === 'failed' || answer.status >= 500 || answer.status === 429) {
      return { robots: undefined, failure, detail, expires: monotonic() + RETRY_AGE_MS };
    }
    // Any other status than success means that there is no file, hence no rule (RFC 9309 section 2.3.1.3).
    const robots = parseRobots(answer.status >= 200 && answer.status < 300 ? answer.body : new Uint8Array());
    const delay = robots.crawlDelaySeconds(userAgent);
    if (delay !== undefined) onCrawlDelay(new URL(origin).host, delay);
    return { robots, failure, detail, expires: monotonic() + MAX_AGE_MS };
  }

  async #follow(start: string, signal: AbortSignal): Promise<FetchedResponse | FetchError> {
    const { fetcher, acquire, onRequest } = this.#options;
    for (let url = start, hops = 0; ; hops += 1) {
      onRequest();
      const answer = await fetcher.fetch({ url, truncateAtBytes: MAX_BYTES }, { acquire: acquire(url), signal });
      const next =
        answer.kind === 'response' && answer.status >= 300 && answer.status < 400
          ? canonicalizeUrl(answer.headers['location'] ?? '', url)
          : undefined;
      if (next === undefined || hops === MAX_REDIRECTS) return answer;
      url = next;
    }
  }
}
