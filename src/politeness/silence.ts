/** Nobody who is asked so long in vain is asked on: an hour is more than maintenance takes, and a crawl must end. */
const LONGEST_SILENCE_MS = 3_600_000;
/** So many pages have failed at their first try: fewer may be broken for good, and the last that are left. */
const MIN_PAGES = 8;
/** In so many parts of the host: one part alone may be broken, and all others well. */
const MIN_PARTS = 8;

/** Knows when a host has given nothing but trouble for so long that a crawl had better leave the rest of it to the next one. */
export class Silence {
  #sinceMs: number | undefined;
  #pages = 0;
  #isLasting = false;
  /** Those that have given trouble. */
  readonly #parts = new Set<string>();

  /**
   * Only a failure says so, not time: during a long pause that the host has asked for, nobody knows. A part that has not been asked in this while is
   * asked for once, unless many others were.
   */
  isLastingAt(part: string): boolean {
    return this.#isLasting && (this.#parts.has(part) || this.#parts.size >= MIN_PARTS);
  }

  /** A request has failed as all would if the host were away, or was refused for being one too many, at this instant of the monotonic clock, ms. */
  fail(nowMs: number, { isFirstTry, part }: { isFirstTry: boolean; part: string }): void {
    this.#sinceMs ??= nowMs;
    if (this.#parts.size < MIN_PARTS) this.#parts.add(part);
    if (isFirstTry) this.#pages += 1;
    this.#isLasting ||= this.#pages >= MIN_PAGES && nowMs - this.#sinceMs >= LONGEST_SILENCE_MS;
  }

  /** The host has answered what was asked. */
  over(): void {
    this.#sinceMs = undefined;
    this.#pages = 0;
    this.#isLasting = false;
    this.#parts.clear();
  }
}
