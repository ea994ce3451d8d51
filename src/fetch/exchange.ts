import type { IncomingHttpHeaders } from 'node:http';
import { type Dispatcher, errors } from 'undici';
import type { Clock } from '../model/clock.ts';
import { FetchFault, notHttp, toFetchFault } from './fetch-fault.ts';
import type { ResponseHead } from './fetcher.ts';
import { responseHeaders } from './response-headers.ts';

/**
 * A body that is not wanted is read and dropped all the same when it is no larger than this, and comes within this time: the connection can be used again
 * then, and to open another one costs both sides more.
 */
const DROPPED_BYTES = 16 * 1024;
const DROPPED_MS = 1_000;

interface ExchangeLimits {
  /** From writing the request to the end of the headers, ms. */
  firstByteTimeoutMs: number;
  /** Between two pieces of the body, ms. */
  bodyIdleTimeoutMs: number;
  /** From writing the request to the end of the body, ms. */
  totalTimeoutMs: number;
}

export interface ExchangeOptions {
  clock: Clock;
  signal: AbortSignal;
  limits: ExchangeLimits;
  /** Bound of the body on the wire, bytes. */
  maxBodyBytes: number;
  /** Keep what fits instead of failing. */
  truncate: boolean;
  wantsBody: (head: ResponseHead) => boolean;
  /** The request is being written in this tick. */
  onWritten: () => void;
  /** The first byte of the answer is here, or the written request has failed. */
  onAnswered: () => void;
}

export interface RawResponse {
  head: ResponseHead;
  /** Still encoded. */
  wire: Uint8Array;
  wireBytes: number;
  bodySkipped: boolean;
  truncated: boolean;
  firstByteMs: number;
  totalMs: number;
}

/** `cause` is a FetchFault, or what the caller did: the signal's reason, or a TypeError for misuse. */
export type ExchangeOutcome = ({ kind: 'answered' } & RawResponse) | { kind: 'unwritten' | 'failed'; cause: unknown };

/** One request and its answer, as undici reports them; the first thing that decides the outcome settles it. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly outcome: Promise<ExchangeOutcome>;
  readonly #options: ExchangeOptions;
  readonly #resolve: (outcome: ExchangeOutcome) => void;
  readonly #chunks: Uint8Array[] = [];
  readonly #onAbort = () => this.#abort(this.#options.signal.reason);
  #controller: Dispatcher.DispatchController | undefined;
  #totalTimer: NodeJS.Timeout | undefined;
  /** Runs until the headers are here, then from one piece of the body to the next; or to the end of one that is not wanted. */
  #silenceTimer: NodeJS.Timeout | undefined;
  #head: ResponseHead | undefined;
  #isBodyWanted = true;
  #isSettled = false;
  #isWritten = false;
  #writtenAtMs = 0;
  #firstByteMs = 0;
  #wireBytes = 0;

  constructor(options: ExchangeOptions) {
    const { promise, resolve } = Promise.withResolvers<ExchangeOutcome>();
    this.outcome = promise;
    this.#resolve = resolve;
    this.#options = options;
    options.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isSettled) {
      controller.abort(new Error('aborted before the request was written'));
      return;
    }
    this.#options.onWritten();
    this.#isWritten = true;
    this.#writtenAtMs = this.#options.clock.monotonic();
    const { totalTimeoutMs, firstByteTimeoutMs } = this.#options.limits;
    this.#totalTimer = setTimeout(() => this.#onTotalTimeout(), totalTimeoutMs);
    this.#silenceTimer = setTimeout(() => this.#onSilence(firstByteTimeoutMs), firstByteTimeoutMs);
  }

  onResponseStarted(): void {
    this.#noteFirstByte();
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200 || this.#isSettled) return;
    this.#head = { status, headers: responseHeaders(headers) };
    const { maxBodyBytes, truncate, wantsBody } = this.#options;
    try {
      this.#isBodyWanted = wantsBody(this.#head);
    } catch (cause) {
      this.#abort(new TypeError('wantsBody() threw', { cause }));
      return;
    }
    const announced = Number(this.#head.headers['content-length'] ?? 0);
    if (!this.#isBodyWanted) {
      this.#drop(announced);
      return;
    }
    if (announced > maxBodyBytes && !truncate) {
      this.#abort(tooLarge(maxBodyBytes));
      return;
    }
    const { bodyIdleTimeoutMs } = this.#options.limits;
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = setTimeout(() => this.#onSilence(bodyIdleTimeoutMs), bodyIdleTimeoutMs);
  }

  #drop(announced: number): void {
    if (announced > DROPPED_BYTES) {
      this.#cut();
      return;
    }
    const ms = Math.min(DROPPED_MS, this.#options.limits.bodyIdleTimeoutMs);
    clearTimeout(this.#totalTimer);
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = setTimeout(() => this.#cut(), ms);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#isSettled) return;
    if (!this.#isBodyWanted) {
      this.#wireBytes += chunk.length;
      if (this.#wireBytes > DROPPED_BYTES) this.#cut();
      return;
    }
    this.#silenceTimer?.refresh();
    const { maxBodyBytes, truncate } = this.#options;
    const room = maxBodyBytes - this.#wireBytes;
    this.#wireBytes += chunk.length;
    this.#chunks.push(chunk.subarray(0, room));
    if (chunk.length <= room) return;
    if (truncate) this.#cut();
    else this.#abort(tooLarge(maxBodyBytes));
  }

  onResponseEnd(): void {
    this.#finish({ isCut: false });
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, cause: Error): void {
    if (!this.#isBodyWanted) {
      this.#cut();
    } else if (cause instanceof errors.InvalidArgumentError) {
      this.#settle({ kind: 'failed', cause: new TypeError(`the request cannot be sent: ${cause.message}`, { cause }) });
    } else {
      this.#settle({ kind: this.#isWritten ? 'failed' : 'unwritten', cause: this.#faultOf(cause) });
    }
  }

  /** What undici's parser refuses in a head behind a Content-Length, undici reports as a body of another length. */
  #faultOf(cause: Error): FetchFault {
    return !this.#head && cause instanceof errors.ResponseContentLengthMismatchError
      ? notHttp(cause)
      : toFetchFault(cause);
  }

  #onTotalTimeout(): void {
    const { totalTimeoutMs } = this.#options.limits;
    const reason = this.#head ? 'timeout-body' : 'timeout-headers';
    this.#abort(new FetchFault(reason, `The answer took longer than ${totalTimeoutMs} ms.`));
  }

  #onSilence(timeoutMs: number): void {
    const fault = this.#head
      ? new FetchFault('timeout-body', `The answer stalled: nothing came for ${timeoutMs} ms.`)
      : new FetchFault('timeout-headers', `No answer within ${timeoutMs} ms.`);
    this.#abort(fault);
  }

  #noteFirstByte(): void {
    if (this.#firstByteMs > 0) return;
    this.#firstByteMs = this.#options.clock.monotonic() - this.#writtenAtMs;
    this.#options.onAnswered();
  }

  /** What is here is enough. */
  #cut(): void {
    this.#finish({ isCut: true });
    this.#controller?.abort(new Error('the rest of the body is not wanted'));
  }

  #finish({ isCut }: { isCut: boolean }): void {
    if (!this.#head) return;
    const isWanted = this.#isBodyWanted;
    this.#settle({
      kind: 'answered',
      head: this.#head,
      wire: Buffer.concat(this.#chunks),
      wireBytes: this.#wireBytes,
      bodySkipped: !isWanted,
      truncated: isWanted && isCut,
      firstByteMs: this.#firstByteMs,
      totalMs: this.#options.clock.monotonic() - this.#writtenAtMs,
    });
  }

  #abort(cause: unknown): void {
    this.#settle({ kind: this.#isWritten ? 'failed' : 'unwritten', cause });
    this.#controller?.abort(new Error('given up'));
  }

  #settle(outcome: ExchangeOutcome): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    clearTimeout(this.#totalTimer);
    clearTimeout(this.#silenceTimer);
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    if (this.#isWritten) this.#options.onAnswered();
    this.#resolve(outcome);
  }
}

function tooLarge(maxBodyBytes: number): FetchFault {
  return new FetchFault('too-large', `The body is larger than ${maxBodyBytes} bytes.`);
}
