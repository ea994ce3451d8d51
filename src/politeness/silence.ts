/** Nobody who is asked so long in vain is asked on: an hour is more than maintenance takes, and a crawl must end. */
const LONGEST_SILENCE_MS = 3_600_000;
/** Fewer failures may all be of one page. */
const MIN_FAILURES = 8;

/** Knows when a host has given nothing but trouble for so long that a crawl had better leave the rest of it to the next one. */
export class Silence {
  #sinceMs = 0;
  #failures = 0;
  #isLasting = false;

  /** Only a failure says so, not time: during a long pause that the host has asked for, nobody knows. */
  get isLasting(): boolean {
    return this.#isLasting;
  }

  /** A request has failed as all would if the host were away, or was refused for being one too many. Monotonic ms. */
  fail(nowMs: number): void {
    if (this.#failures === 0) this.#sinceMs = nowMs;
    this.#failures += 1;
    this.#isLasting ||= this.#failures >= MIN_FAILURES && nowMs - this.#sinceMs >= LONGEST_SILENCE_MS;
  }

  /** The host has answered what was asked. */
  over(): void {
    this.#failures = 0;
  }
}
