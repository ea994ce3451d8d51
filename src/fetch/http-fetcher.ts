import net from 'node:net';
import { type Clock, systemClock } from '../model/clock.ts';
import type { ResolveRule } from '../model/resolve-rule.ts';
import {
  type AddressPolicy,
  bareHost,
  checkAddress,
  guardedLookup,
  type HostLookup,
  isPublicAddress,
  systemLookup,
} from './address-guard.ts';
import { Connection } from './connection.ts';
import { ConnectionPool } from './connection-pool.ts';
import { ACCEPTED_CODINGS, decodeContent } from './content-coding.ts';
import { Exchange, type ExchangeOutcome, type RawResponse } from './exchange.ts';
import { FetchFault, toFetchFault } from './fetch-fault.ts';
import type { FetchError, FetchedResponse, Fetcher, FetchOptions, FetchRequest } from './fetcher.ts';
import { openSocket } from './open-socket.ts';

export interface HttpFetcherOptions {
  /** Sent as User-Agent with every request. */
  userAgent: string;
  /** Further headers for a URL, names in lower case. Default: none. Those of a request beat them. */
  headersFor?: (url: URL) => Record<string, string>;
  /** Which addresses may be connected to. Default: those of the public Internet. What a resolve rule names is not asked. */
  allowAddress?: AddressPolicy;
  /** Connect to other addresses than DNS says. */
  resolve?: readonly ResolveRule[];
  /** How names become addresses. Default: the system's resolver. */
  lookup?: HostLookup;
  clock?: Clock;
  /** Connections open to one origin at most. Default 32. */
  maxConnectionsPerOrigin?: number;
  /** DNS, TCP and TLS together, ms. Default 10 s. */
  connectTimeoutMs?: number;
  /** From the request to the end of the headers, ms. Default 30 s. */
  firstByteTimeoutMs?: number;
  /** Between two pieces of the body, ms. Default 15 s. */
  bodyIdleTimeoutMs?: number;
  /** From the request to the end of the body, ms. Default 120 s. */
  totalTimeoutMs?: number;
  /** How long an unused connection is kept when the server gives no hint, ms. Default 15 s. */
  keepAliveMs?: number;
  /** Default 64 KiB. */
  maxHeaderBytes?: number;
  /** Body on the wire. Default 32 MiB. */
  maxBodyBytes?: number;
  /** Body with its content codings removed. Default 64 MiB. */
  maxDecodedBytes?: number;
}

type Settings = Required<HttpFetcherOptions>;

const MIB = 1024 * 1024;
const DEFAULTS: Omit<Settings, 'userAgent'> = {
  allowAddress: (_host, address) => isPublicAddress(address),
  headersFor: () => ({}),
  resolve: [],
  lookup: systemLookup,
  clock: systemClock,
  maxConnectionsPerOrigin: 32,
  connectTimeoutMs: 10_000,
  firstByteTimeoutMs: 30_000,
  bodyIdleTimeoutMs: 15_000,
  totalTimeoutMs: 120_000,
  keepAliveMs: 15_000,
  maxHeaderBytes: 64 * 1024,
  maxBodyBytes: 32 * MIB,
  maxDecodedBytes: 64 * MIB,
};
const ACCEPT = 'text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5';

/** Origins whose unused connections are kept, and their ways and TLS session known; beyond so many those asked longest ago are forgotten. */
const MOST_POOLS = 256;

/**
 * How often a permit is given back because no connection was left when it came. The turn after that keeps its permit and connects
 * then: at a slow host, servers close connections faster than turns come, and giving back would go on for ever.
 */
const MOST_PERMITS_GIVEN_BACK = 2;

/** Fetches over HTTP/1.1, plain or TLS, with undici. */
export class HttpFetcher implements Fetcher {
  readonly #settings: Settings;
  /** The one asked last is the last. */
  readonly #pools = new Map<string, ConnectionPool>();
  readonly #inFlight = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(options: HttpFetcherOptions) {
    this.#settings = { ...DEFAULTS, ...options };
  }

  async fetch(request: FetchRequest, options: FetchOptions): Promise<FetchedResponse | FetchError> {
    if (this.#isClosed) throw new TypeError('HttpFetcher.fetch() called after close()');
    const url = httpUrl(request.url);
    options.signal.throwIfAborted();
    const running = this.#fetch(url, { ...options, request });
    this.#inFlight.add(running);
    try {
      return await running;
    } finally {
      this.#inFlight.delete(running);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const closeIdle = () => Promise.all([...this.#pools.values()].map((pool) => pool.closeIdle()));
    await closeIdle();
    await Promise.allSettled(this.#inFlight);
    await closeIdle();
    this.#pools.clear();
  }

  async #fetch(url: URL, options: FetchOptions & { request: FetchRequest }): Promise<FetchedResponse | FetchError> {
    const { request, signal } = options;
    const pool = this.#poolOf(url);
    try {
      const outcome = await pool.enter(signal, () => this.#ask(pool, { ...options, url }));
      if (outcome.kind === 'answered') return await this.#decode(outcome, request);
      throw outcome.cause;
    } catch (cause) {
      signal.throwIfAborted();
      if (!(cause instanceof FetchFault)) throw cause;
      return { kind: 'failed', reason: cause.reason, detail: cause.message };
    }
  }

  async #ask(pool: ConnectionPool, turn: Turn): Promise<ExchangeOutcome> {
    for (let givenBack = 0; ; givenBack += 1) {
      const keepsPermit = givenBack === MOST_PERMITS_GIVEN_BACK;
      if (!keepsPermit) await pool.prepare(turn.signal);
      const outcome = await this.#takeTurn(pool, { ...turn, keepsPermit });
      if (outcome.kind !== 'unwritten' || keepsPermit || turn.signal.aborted) return outcome;
    }
  }

  /** One permit: writes one request, or gives it back. */
  async #takeTurn(pool: ConnectionPool, turn: Turn & { keepsPermit: boolean }): Promise<ExchangeOutcome> {
    const { url, request, signal, acquire, keepsPermit } = turn;
    const permit = await acquire(signal);
    try {
      signal.throwIfAborted();
      const connection = pool.takeIdle() ?? (keepsPermit ? await pool.takeNew(signal) : undefined);
      if (!connection)
        return {
          kind: 'unwritten',
          cause: new FetchFault('reset', 'The connection was lost before the request was written.'),
        };
      const { clock, maxBodyBytes } = this.#settings;
      const exchange = new Exchange({
        clock,
        signal,
        limits: this.#settings,
        maxBodyBytes: request.truncateAtBytes ?? maxBodyBytes,
        truncate: request.truncateAtBytes !== undefined,
        wantsBody: request.wantsBody ?? (() => true),
        onWritten: () => permit.written(),
        onAnswered: () => permit.answered(),
      });
      connection.send(
        { method: 'GET', path: url.pathname + url.search, headers: this.#headers(url, request) },
        exchange,
      );
      return await exchange.outcome.finally(() => pool.giveBack(connection));
    } finally {
      permit.cancel();
    }
  }

  #headers(url: URL, request: FetchRequest): Record<string, string> {
    const { userAgent, headersFor } = this.#settings;
    const own = { 'user-agent': userAgent, accept: ACCEPT, 'accept-encoding': ACCEPTED_CODINGS };
    return { ...own, ...headersFor(url), ...request.headers };
  }

  async #decode(raw: RawResponse, { truncateAtBytes }: FetchRequest): Promise<FetchedResponse> {
    const { head, wire, wireBytes, bodySkipped, truncated, firstByteMs, totalMs } = raw;
    const decoded = await decodeContent(wire, {
      contentEncoding: bodySkipped ? '' : (head.headers['content-encoding'] ?? ''),
      maxBytes: truncateAtBytes ?? this.#settings.maxDecodedBytes,
      truncate: truncateAtBytes !== undefined,
    });
    return {
      kind: 'response',
      ...head,
      body: decoded.body,
      bodySkipped,
      truncated: truncated || decoded.truncated,
      wireBytes,
      firstByteMs,
      totalMs,
    };
  }

  #poolOf(url: URL): ConnectionPool {
    const known = this.#pools.get(url.origin);
    this.#pools.delete(url.origin);
    this.#forgetOldest();
    const maxConnections = this.#settings.maxConnectionsPerOrigin;
    const pool = known ?? new ConnectionPool(this.#connector(url), { maxConnections });
    this.#pools.set(url.origin, pool);
    return pool;
  }

  /** Makes room for one more. */
  #forgetOldest(): void {
    for (const [origin, pool] of this.#pools) {
      if (this.#pools.size < MOST_POOLS) return;
      if (pool.isUsed) continue;
      void pool.closeIdle();
      this.#pools.delete(origin);
    }
  }

  /** A function that opens connections to the URL's origin. */
  #connector(url: URL): (signal: AbortSignal) => Promise<Connection> {
    const { allowAddress, resolve, connectTimeoutMs, lookup: lookUp } = this.#settings;
    const limits = this.#settings;
    const isSecure = url.protocol === 'https:';
    const host = bareHost(url);
    const port = Number(url.port || (isSecure ? 443 : 80));
    const address = resolve.find((rule) => rule.host === host && rule.port === port)?.address;
    const lookup = guardedLookup(allowAddress, lookUp);
    let session: Buffer | undefined;
    const onSession = (latest: Buffer) => {
      session = latest;
    };
    return async (signal) => {
      // Node looks up names only, so a host that is an address comes past no lookup.
      if (address === undefined && net.isIP(host) !== 0) checkAddress(host, host, allowAddress);
      const target = { isSecure, host, port, address, lookup, session, onSession };
      const socket = await openSocket(target, { timeoutMs: connectTimeoutMs, signal }).catch((cause: unknown) => {
        throw signal.aborted ? signal.reason : toFetchFault(cause);
      });
      return new Connection(socket, { origin: url.origin, limits });
    };
  }
}

interface Turn extends FetchOptions {
  url: URL;
  request: FetchRequest;
}

function httpUrl(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new TypeError(`url must be an absolute http or https URL, not "${text}"`);
}
