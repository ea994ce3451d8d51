/**
 * Permission to write one request to one host, given by the host's rate limiter.
 *
 * Its life is `written` then `answered`, or `cancel`. The host's next request waits until this one is written or
 * cancelled, so whoever holds a permit does one of both soon, whatever happens.
 */
export interface Permit {
  /**
   * The request is being written to a connection in this very tick.
   * Throws an Error when the permit was written or cancelled before: nothing may be written then.
   */
  written(): void;
  /** The first byte of the answer is here, or the written request has failed. Only the first call counts. */
  answered(): void;
  /** Nothing was written; the permit goes back unused. Does nothing once written or cancelled. */
  cancel(): void;
}
