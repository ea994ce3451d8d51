export interface Rate {
  /**
   * Requests in any one second at most. The whole part of it counts, as 2.5 allows no third request in a second either;
   * below 1 it is one request in 1/N seconds. 0: no cap.
   */
  requestsPerSecond: number;
  /** Least distance between two requests in seconds, as asked for by Crawl-delay. Default 0. */
  minDelaySeconds?: number;
  /** Count the second from the first byte of the answer instead of from writing the request. Default false. */
  strict?: boolean;
}

export const SECOND_MS = 1_000;
/** Network jitter that the promise withstands. */
const MARGIN_MS = 25;
/** Two requests are never closer than this share of their even distance: room to catch up, none to bunch. */
const SPACING_SHARE = 0.8;

export interface Pace {
  /** Requests in a window; Infinity without a cap. */
  count: number;
  /** From request k - count to request k, ms. */
  windowMs: number;
  /** From request k - 1 to request k, ms. */
  spacingMs: number;
}

/** @param share part of the rate that is used now, in (0, 1] */
export function paceOf(rate: Rate, share: number): Pace {
  const delayMs = rate.minDelaySeconds ? rate.minDelaySeconds * SECOND_MS + MARGIN_MS : 0;
  if (rate.requestsPerSecond === 0) return { count: Number.POSITIVE_INFINITY, windowMs: SECOND_MS, spacingMs: delayMs };
  const wanted = rate.requestsPerSecond * share;
  const count = Math.max(1, Math.floor(wanted));
  const periodMs = SECOND_MS / Math.min(1, wanted);
  return {
    count,
    windowMs: rate.strict ? periodMs : periodMs + MARGIN_MS,
    spacingMs: Math.max(delayMs, (SPACING_SHARE * periodMs) / count),
  };
}

/** @throws RangeError when a number is negative or not finite */
export function checkedRate(rate: Rate): Rate {
  for (const name of ['requestsPerSecond', 'minDelaySeconds'] as const) {
    const value = rate[name] ?? 0;
    if (!Number.isFinite(value) || value < 0) throw new RangeError(`${name} must be a number from 0, not ${value}`);
  }
  return rate;
}
