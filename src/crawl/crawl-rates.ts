import type { ResponseHead } from '../fetch/fetcher.ts';
import type { Clock } from '../model/clock.ts';
import type { CrawlRate, HostRate } from '../model/events.ts';
import { rounded } from '../model/figures.ts';
import type { Permit } from '../model/permit.ts';
import { parseRetryAfterMs } from '../politeness/back-off.ts';
import type { Rate, RateSnapshot } from '../politeness/rate-limiter.ts';
import { Silence } from '../politeness/silence.ts';
import type { Hosts, OpenHost } from './hosts.ts';
import { isLoopback } from './seeds.ts';

/** Cap of a host that is not loopback in a crawl without one: a seed may redirect anywhere. */
const CAP_ELSEWHERE = 5;
/** A worker may wait so long for its host's permit. When it would be longer, it had better ask another host meanwhile. */
const WORTH_WAITING_MS = 1_000;

/** Hosts that a snapshot tells of. */
const HOSTS_SHOWN = 50;

interface HostOfCrawl {
  host: OpenHost;
  speed: Speed;
  silence: Silence;
  /** The last page that was asked of it has been answered. */
  answers: boolean;
}

/** Requests per second since the last look. */
class Speed {
  #written: number;
  #at: number;
  #perSecond = 0;

  /** @param written requests until now, monotonic ms */
  constructor(written: number, monotonic: number) {
    this.#written = written;
    this.#at = monotonic;
  }

  /** At `monotonic` ms, when so many have been written. */
  look(written: number, monotonic: number): number {
    const elapsed = monotonic - this.#at;
    if (elapsed >= 1000) {
      this.#perSecond = Math.round(((written - this.#written) * 10_000) / elapsed) / 10;
      this.#written = written;
      this.#at = monotonic;
    }
    return this.#perSecond;
  }
}

/** The hosts of one crawl: gives their permits, tells their rates. */
export class CrawlRates {
  readonly #hosts: Hosts;
  readonly #rate: Rate;
  readonly #prime: boolean;
  readonly #clock: Clock;
  /** The one asked last is the last. */
  readonly #byHost = new Map<string, HostOfCrawl>();
  readonly #speed: Speed;
  #written = 0;
  #maxInAnySecond = 0;

  constructor(hosts: Hosts, { rate, prime, clock }: { rate: Rate; prime: boolean; clock: Clock }) {
    this.#hosts = hosts;
    this.#rate = rate;
    this.#prime = prime;
    this.#clock = clock;
    this.#speed = new Speed(0, clock.monotonic());
  }

  /** For Fetcher.fetch: waits for the permit of the URL's host. `onWritten` is told of the request when it is written, so that none is counted that is not. */
  acquire(url: string, onWritten: () => void): (signal: AbortSignal) => Promise<Permit> {
    const name = new URL(url).host;
    const entry = this.#of(name);
    const { limiter } = entry.host;
    return async (signal) => {
      const permit = await limiter.acquire(signal);
      const written = () => {
        permit.written();
        onWritten();
        this.#byHost.delete(name);
        this.#byHost.set(name, entry);
        this.#written += 1;
        this.#maxInAnySecond = Math.max(this.#maxInAnySecond, limiter.highestInOneSecond);
      };
      return { written, answered: () => permit.answered(), cancel: () => permit.cancel() };
    };
  }

  /** 429 and 503 slow the whole host; a good answer lets it climb back. */
  observe(url: string, { status, headers }: ResponseHead): void {
    const { host, silence } = this.#of(new URL(url).host);
    if (status === 429 || status === 503)
      host.limiter.slowDown(parseRetryAfterMs(headers['retry-after'], this.#clock.now()));
    else if (status < 400) host.limiter.recover();
    if (status < 500 && status !== 429) silence.over();
  }

  /** A page of the URL's host has failed as every one would if the host were down. */
  fail(url: string, page: { isFirstTry: boolean }): void {
    this.#of(new URL(url).host).host.limiter.fail(page);
  }

  /** So it has, or has been refused for being one request too many. */
  noteTrouble(url: string, page: { isFirstTry: boolean }): void {
    this.#of(new URL(url).host).silence.fail(this.#clock.monotonic(), { ...page, part: partOf(url) });
  }

  /** A page of the URL's host has been answered, whatever with; or it has not, though there was time. */
  notePage(url: string, { isAnswered }: { isAnswered: boolean }): void {
    this.#of(new URL(url).host).answers = isAnswered;
  }

  /** The URL's host has yet to answer a page, or has not answered the last one. */
  isUnproven(url: string): boolean {
    return !this.isGivenUp(url) && this.#byHost.get(new URL(url).host)?.answers !== true;
  }

  /** The URL's host has given nothing but trouble for so long that this crawl asks it, or this part of it, no more. */
  isGivenUp(url: string): boolean {
    return this.#byHost.get(new URL(url).host)?.silence.isLastingAt(partOf(url)) ?? false;
  }

  /** The URL's host seems to be down, and may come back soon: no page of it is to be given up meanwhile. */
  isDown(url: string): boolean {
    return this.#of(new URL(url).host).host.limiter.isDown;
  }

  /** When to come back to the URL's host, ms since the epoch; undefined when a request may be written soon. */
  notBefore(url: string): number | undefined {
    if (this.isGivenUp(url)) return undefined;
    const waitMs = this.#byHost.get(new URL(url).host)?.host.limiter.waitMs ?? 0;
    return Number.isFinite(waitMs) && waitMs > WORTH_WAITING_MS ? Math.ceil(this.#clock.now() + waitMs) : undefined;
  }

  /** robots.txt of the host asks for this many seconds between requests. */
  setCrawlDelay(host: string, seconds: number): void {
    this.#of(host).host.setCrawlDelay(seconds);
  }

  /** The crawl has ended and writes nothing any more: other crawls of its hosts go by their own rates. */
  release(): void {
    for (const { host } of this.#byHost.values()) host.release();
  }

  /** @param monotonic ms, for the rates since the last snapshot */
  snapshot(monotonic: number): { hosts: HostRate[]; rate: CrawlRate } {
    const askedLast = [...this.#byHost].slice(-HOSTS_SHOWN).reverse();
    return {
      hosts: askedLast.map(([name, entry]) => this.#view(name, entry, monotonic)),
      rate: {
        hosts: this.#byHost.size,
        now: this.#speed.look(this.#written, monotonic),
        maxInAnySecond: this.#maxInAnySecond,
      },
    };
  }

  #view(name: string, { host: { limiter }, speed }: HostOfCrawl, monotonic: number): HostRate {
    const snapshot = limiter.snapshot();
    const { cap } = snapshot;
    const perSecond = speed.look(snapshot.written, monotonic);
    return {
      host: name,
      // Between two looks more than a second apart may lie one more than a second may have.
      now: cap === 0 ? perSecond : Math.min(cap, perSecond),
      cap,
      maxInAnySecond: limiter.highestInOneSecond,
      limitedBy: sentence(snapshot, { wanted: this.#rateOf(name).requestsPerSecond }),
    };
  }

  #of(name: string): HostOfCrawl {
    const known = this.#byHost.get(name);
    if (known) return known;
    const host = this.#hosts.open(name, this.#rateOf(name), { prime: this.#prime });
    const entry = {
      host,
      speed: new Speed(host.limiter.snapshot().written, this.#clock.monotonic()),
      silence: new Silence(),
      answers: false,
    };
    this.#byHost.set(name, entry);
    return entry;
  }

  #rateOf(host: string): Rate {
    const isCapped = this.#rate.requestsPerSecond > 0 || isLoopback(host.replace(/:\d+$/, ''));
    return isCapped ? this.#rate : { ...this.#rate, requestsPerSecond: CAP_ELSEWHERE };
  }
}

/** The directory that it is in. */
function partOf(url: string): string {
  return new URL('.', url).pathname;
}

function sentence(snapshot: RateSnapshot, { wanted }: { wanted: number }): string | null {
  const { limitedBy, pausedForMs, currentRequestsPerSecond, cap } = snapshot;
  const rate = `${rounded(currentRequestsPerSecond)}/s`;
  switch (limitedBy) {
    case 'pause':
      return `The server asked for fewer requests (429 or 503): paused for ${Math.ceil(pausedForMs / 1000)} s.`;
    case 'outage':
      return `The server seems to be down: asked again in ${Math.ceil(pausedForMs / 1000)} s.`;
    case 'slow-down':
      return `The server asked for fewer requests (429 or 503): down to ${rate}, climbing back.`;
    case 'slow-answers':
      return `The server takes several times longer than usual to answer: down to ${rate} until it recovers.`;
    case 'crawl-delay':
      return `robots.txt asks for a Crawl-delay: ${rate}.`;
    case 'rate':
      return cap === wanted ? null : `Another crawl of this host asks for at most ${cap}/s.`;
    case 'nothing':
      return null;
  }
}
