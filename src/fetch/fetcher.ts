import type { Permit } from '../model/permit.ts';
import type { FetchFailure } from '../model/reasons.ts';

export interface FetchRequest {
  /** Absolute http(s) URL without fragment. */
  url: string;
  /** Further headers, lower-case names, such as `if-none-match`. */
  headers?: Record<string, string>;
  /**
   * Decides, from status and headers alone, whether the body is worth downloading. Default: always.
   * When it says no, `body` is empty with `bodySkipped: true`, and what there is of one comes only as far as the connection is kept by it.
   */
  wantsBody?: (head: ResponseHead) => boolean;
  /** Stop after this many bytes, compressed or decoded, keeping what came (`truncated: true`) instead of failing with `too-large`. */
  truncateAtBytes?: number;
}

export interface ResponseHead {
  status: number;
  /** Lower-case names; repeated fields joined by `, `, those of x-robots-tag by line breaks. */
  headers: Record<string, string>;
}

/** A complete HTTP answer, whatever its status; redirects are not followed. */
export interface FetchedResponse extends ResponseHead {
  kind: 'response';
  /** Content codings removed. */
  body: Uint8Array;
  bodySkipped: boolean;
  truncated: boolean;
  /** Bytes of the body on the wire. */
  wireBytes: number;
  /** From writing the request to the first byte of the answer, ms. */
  firstByteMs: number;
  /** From writing the request to the last byte, ms. */
  totalMs: number;
}

export interface FetchError {
  kind: 'failed';
  reason: FetchFailure;
  /** One sentence for a person. */
  detail: string;
}

/**
 * Port: one HTTP GET.
 *
 * Contract:
 * - `fetch` writes at most one request, and only with a permit. It calls `acquire` when a connection to the host stands (TCP and
 *   TLS done) and `permit.written()` in the tick in which the request is written. If no connection is left when the permit comes,
 *   the permit is cancelled and a new one acquired for the next connection; an adapter may do so a few times only, and then keep
 *   a permit while it connects, within the time limit for that. It never retries what was written.
 * - It never follows a redirect, never stores a cookie.
 * - It resolves with a value for all that a server or a network can do; it rejects only with the signal's reason when
 *   aborted, or with a TypeError for misuse.
 * - Time to connect, to the first byte, between bytes and in total is limited, as are header and body bytes (compressed and decoded).
 *   The time spent in `acquire` counts for none of the limits.
 * - `close` ends idle connections at once and waits for requests in flight; `fetch` after it is misuse.
 */
export interface Fetcher {
  fetch(request: FetchRequest, options: FetchOptions): Promise<FetchedResponse | FetchError>;
  close(): Promise<void>;
}

export interface FetchOptions {
  acquire: (signal: AbortSignal) => Promise<Permit>;
  signal: AbortSignal;
}
