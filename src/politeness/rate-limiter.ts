import type { Clock } from '../model/clock.ts';
import type { Permit } from '../model/permit.ts';
import { BackOff } from './back-off.ts';
import { LoadWatch } from './load-watch.ts';
import { OutageWatch } from './outage-watch.ts';
import { checkedRate, type Pace, paceOf, type Rate, SECOND_MS } from './pace.ts';

export type { Rate };

export interface RateSnapshot {
  /** Requests written so far. */
  written: number;
  /** Requests per second at most, as asked for; 0 without a cap. */
  cap: number;
  /** Requests per second that can be reached now; Infinity without a cap, 0 in a pause. */
  currentRequestsPerSecond: number;
  /** What holds the rate down most. */
  limitedBy: 'nothing' | 'rate' | 'crawl-delay' | 'slow-answers' | 'slow-down' | 'pause' | 'outage';
  /** What is left of a pause, ms. */
  pausedForMs: number;
  /** Callers of `acquire` still without a permit. */
  waiting: number;
}

interface Write {
  writtenMs: number;
  /** Infinity until answered. */
  answeredMs: number;
}

interface Waiter {
  grant: (permit: Permit) => void;
}

/**
 * Gives one host's requests their turn, so that the server sees at most N in any one second.
 *
 * Why that holds. Let w(k) be the instant request k is written, a(k) its arrival, and W = 1 s + margin. A permit is granted
 * only when now >= w(k-N) + W, and the next only after this one is written, so w(k) >= w(k-N) + W and w never goes back.
 * Of any N+1 requests take the first and the last written, i and j: j >= i+N, so w(j) - w(i) >= W. Arrival adds a delay
 * that varies by at most the margin, so a(j) - a(i) >= 1 s: no half-open window of one second holds all N+1.
 *
 * Strict: w(k) >= answered(k-N) + 1 s, and answered(i) is after a(i). For j >= i+N, w(j) >= w(i+N) >= answered(i) + 1 s,
 * so a(j) > w(j) >= answered(i) + 1 s > a(i) + 1 s, whatever the network does. (A request that failed without an
 * answer counts as answered when it failed: its connection is gone by then.)
 *
 * The anchor is the write itself and not the grant, so a stall of the event loop between both delays but cannot bunch.
 */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #backOff: BackOff;
  readonly #load = new LoadWatch();
  readonly #outage: OutageWatch;
  readonly #waiting: Waiter[] = [];
  #rate: Rate;
  /** The last N writes, oldest first. */
  #writes: Write[] = [];
  /** Writes within the last second, monotonic ms. */
  readonly #lastSecond: number[] = [];
  #highestInOneSecond = 0;
  #written = 0;
  #isPermitOut = false;
  #alarm: AbortController | undefined;

  /** @throws RangeError when the rate is negative or not finite */
  constructor(rate: Rate, clock: Clock) {
    this.#clock = clock;
    this.#backOff = new BackOff(clock);
    this.#outage = new OutageWatch(clock);
    this.#rate = checkedRate(rate);
  }

  /**
   * Waits for this request's turn, first come, first served.
   * @returns a permit that the caller must use (`written`) or give back (`cancel`) at once
   * @throws the signal's reason, when aborted while waiting
   */
  acquire(signal: AbortSignal): Promise<Permit> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<Permit>();
    const leave = () => {
      this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
      if (this.#waiting.length === 0) this.#stopAlarm();
      reject(signal.reason);
    };
    const waiter: Waiter = {
      grant: (permit) => {
        signal.removeEventListener('abort', leave);
        resolve(permit);
      },
    };
    signal.addEventListener('abort', leave, { once: true });
    this.#waiting.push(waiter);
    if (this.#alarm === undefined) this.#grantNext();
    return promise;
  }

  /** Takes effect for the next request. The penalty of a slow-down stays. @throws RangeError as the constructor */
  setRate(rate: Rate): void {
    const hadNoCap = this.#rate.requestsPerSecond === 0;
    this.#rate = checkedRate(rate);
    if (hadNoCap) this.prime();
    this.#reschedule();
  }

  /** Behaves as if N requests had been written just now: a crawl that continues does not know what was sent before. */
  prime(): void {
    const now = this.#clock.monotonic();
    this.#writes = Array.from({ length: this.#kept() }, () => ({ writtenMs: now, answeredMs: now }));
    this.#reschedule();
  }

  /** Writes nothing before this instant of the monotonic clock, ms; an earlier one than already set changes nothing. */
  pauseUntil(monotonicMs: number): void {
    this.#backOff.pauseUntil(monotonicMs);
    this.#reschedule();
  }

  /**
   * The host said 429 or 503: pauses it, and halves its rate.
   * @param retryAfterMs what Retry-After asked for; one hour at most is waited
   */
  slowDown(retryAfterMs?: number): void {
    this.#backOff.slowDown(retryAfterMs);
    this.#reschedule();
  }

  /** A page has failed as every page of the host would if it were down: when that seems so, pauses. */
  fail(page: { isFirstTry: boolean }): void {
    this.#outage.fail(page);
    if (!this.#outage.isOn) return;
    this.#backOff.pause();
    this.#reschedule();
  }

  /** The host seems to be down, and may come back soon. */
  get isDown(): boolean {
    return this.#outage.isOn;
  }

  /** The host gave a good answer: a rate that was halved climbs by a small step. */
  recover(): void {
    this.#outage.over();
    const shareBefore = this.#backOff.share;
    this.#backOff.recover();
    if (this.#backOff.share !== shareBefore) this.#reschedule();
  }

  /** Most requests written in any one second so far. */
  get highestInOneSecond(): number {
    return this.#highestInOneSecond;
  }

  /** How long the next request has to wait at least, if nobody else waits, ms; Infinity while strict mode waits for an answer. */
  get waitMs(): number {
    return Math.max(0, this.#earliestMs() - this.#clock.monotonic());
  }

  snapshot(): RateSnapshot {
    const { count, windowMs, spacingMs } = this.#pace();
    const pausedForMs = Math.max(0, this.#backOff.pausedUntilMs - this.#clock.monotonic());
    const byWindow = count / (windowMs / SECOND_MS);
    const bySpacing = SECOND_MS / spacingMs;
    const limitedBy = () => {
      if (pausedForMs > 0) return this.isDown ? 'outage' : 'pause';
      // The spacing of the rate itself leaves room to catch up.
      if (bySpacing < byWindow) return 'crawl-delay';
      if (count === Number.POSITIVE_INFINITY) return 'nothing';
      if (this.#load.share < this.#backOff.share) return 'slow-answers';
      return this.#backOff.share < 1 ? 'slow-down' : 'rate';
    };
    return {
      written: this.#written,
      cap: this.#rate.requestsPerSecond,
      currentRequestsPerSecond: pausedForMs > 0 ? 0 : Math.min(byWindow, bySpacing),
      limitedBy: limitedBy(),
      pausedForMs,
      waiting: this.#waiting.length,
    };
  }

  #grantNext(): void {
    if (this.#isPermitOut || this.#waiting.length === 0) return;
    const { waitMs } = this;
    if (waitMs > 0) {
      this.#setAlarm(waitMs);
      return;
    }
    this.#isPermitOut = true;
    this.#waiting.shift()?.grant(this.#issuePermit());
  }

  /** The more cautious of what the host says and what its answers show. */
  #pace(): Pace {
    return paceOf(this.#rate, Math.min(this.#backOff.share, this.#load.share));
  }

  /** When the next request may be written, monotonic ms; Infinity while strict mode waits for an answer. */
  #earliestMs(): number {
    const { count, windowMs, spacingMs } = this.#pace();
    const previous = this.#writes.at(-1);
    const anchor = Number.isFinite(count) ? this.#writes.at(-count) : undefined;
    const anchorMs = this.#rate.strict ? anchor?.answeredMs : anchor?.writtenMs;
    return Math.max(
      this.#backOff.pausedUntilMs,
      previous === undefined ? Number.NEGATIVE_INFINITY : previous.writtenMs + spacingMs,
      anchorMs === undefined ? Number.NEGATIVE_INFINITY : anchorMs + windowMs,
    );
  }

  #issuePermit(): Permit {
    let state: 'granted' | 'written' | 'cancelled' = 'granted';
    const write: Write = { writtenMs: Number.NaN, answeredMs: Number.POSITIVE_INFINITY };
    return {
      written: () => {
        if (state !== 'granted') throw new Error(`Permit.written() on a permit that is already ${state}`);
        state = 'written';
        write.writtenMs = this.#clock.monotonic();
        this.#record(write);
        this.#isPermitOut = false;
        this.#grantNext();
      },
      answered: () => {
        if (state !== 'written' || write.answeredMs !== Number.POSITIVE_INFINITY) return;
        write.answeredMs = this.#clock.monotonic();
        const shareBefore = this.#load.share;
        this.#load.observe(write.answeredMs - write.writtenMs);
        if (this.#rate.strict || this.#load.share !== shareBefore) this.#reschedule();
      },
      cancel: () => {
        if (state !== 'granted') return;
        state = 'cancelled';
        this.#isPermitOut = false;
        this.#grantNext();
      },
    };
  }

  /** Writes that count for the next one: without a cap the last, as a Crawl-delay is counted from it. */
  #kept(): number {
    const { count } = paceOf(this.#rate, 1);
    return Number.isFinite(count) ? count : 1;
  }

  #record(write: Write): void {
    this.#written += 1;
    this.#writes.push(write);
    const kept = this.#kept();
    if (this.#writes.length > kept) this.#writes.splice(0, this.#writes.length - kept);
    this.#lastSecond.push(write.writtenMs);
    while ((this.#lastSecond[0] ?? Number.POSITIVE_INFINITY) <= write.writtenMs - SECOND_MS) this.#lastSecond.shift();
    this.#highestInOneSecond = Math.max(this.#highestInOneSecond, this.#lastSecond.length);
  }

  #reschedule(): void {
    this.#stopAlarm();
    this.#grantNext();
  }

  #setAlarm(delayMs: number): void {
    if (delayMs === Number.POSITIVE_INFINITY) return;
    const alarm = new AbortController();
    this.#alarm = alarm;
    const ring = () => {
      if (this.#alarm !== alarm) return;
      this.#alarm = undefined;
      this.#grantNext();
    };
    // A sleep rejects only when it was stopped, and then another alarm, or none, has taken its place.
    this.#clock.sleep(delayMs, alarm.signal).then(ring, () => undefined);
  }

  #stopAlarm(): void {
    this.#alarm?.abort();
    this.#alarm = undefined;
  }
}
