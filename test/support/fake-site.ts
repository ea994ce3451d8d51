import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

/** How a page misbehaves instead of answering well. */
export type Misbehaviour =
  /** The connection is reset before any answer. */
  | 'reset'
  /** The request is read and never answered. */
  | 'stall'
  /** Headers and half of the body come, then nothing. */
  | 'stall-body'
  /** The body ends before its Content-Length. */
  | 'truncate'
  /** The body never ends. */
  | 'endless'
  /** The body comes byte by byte, one every 20 ms. */
  | 'drip'
  /** What comes is not HTTP. */
  | 'garbage'
  /** The head names its length twice, which parsers of HTTP refuse. */
  | 'two-lengths'
  /** The answer is well, but its headers are 100 KiB. */
  | 'long-headers';

export interface FakePage {
  /** Default 200. */
  status?: number;
  headers?: Record<string, string | string[]>;
  body?: string | Uint8Array;
  /** Wait before the answer, ms. */
  delayMs?: number;
  misbehaves?: Misbehaviour;
}

export interface FakeRequest {
  /** Path with query. */
  path: string;
  headers: IncomingHttpHeaders;
  /** Arrival on the clock of `performance.now()`, ms. */
  arrivedAtMs: number;
  /** Number of the connection, from 1. */
  connection: number;
}

/** A string is an HTML page. */
export type FakeRoute = string | FakePage | ((request: FakeRequest) => string | FakePage);

/** Path (with or without query) to page. What is not there is a 404; `*` stands for every other path. */
export type FakeRoutes = Record<string, FakeRoute>;

export interface FakeSite {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  url: string;
  port: number;
  routes: FakeRoutes;
  /** All requests so far, in order of arrival. */
  requests: FakeRequest[];
  /** Connections opened so far. */
  readonly connections: number;
  /** Connections open now. */
  readonly openConnections: number;
  arrivals(): number[];
  close(): Promise<void>;
}

/** Starts a site on 127.0.0.1 that records every request. Routes may be changed while it runs. */
export async function startFakeSite(routes: FakeRoutes): Promise<FakeSite> {
  const requests: FakeRequest[] = [];
  const numbers = new Map<Socket, number>();
  let connections = 0;
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const record = recordOf(request, numbers.get(request.socket) ?? 0);
    requests.push(record);
    answer(response, { page: pageFor(site.routes, record), path: record.path });
  });
  server.on('connection', (socket) => {
    connections += 1;
    numbers.set(socket, connections);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => numbers.delete(socket));
  });
  const port = await listen(server);
  const site: FakeSite = {
    url: `http://127.0.0.1:${port}`,
    port,
    routes,
    requests,
    get connections() {
      return connections;
    },
    get openConnections() {
      return numbers.size;
    },
    arrivals: () => requests.map(({ arrivedAtMs }) => arrivedAtMs),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return site;
}

export function redirectTo(location: string, status = 302): FakePage {
  return { status, headers: { location } };
}

export function tooManyRequests(retryAfterSeconds?: number): FakePage {
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { status: 429, headers, body: 'slow down' };
}

/** A gzip body that unpacks to so many MiB of zeros, a thousand times its size. */
export function gzipBomb(mib: number): FakePage {
  const mebibyte = gzipSync(new Uint8Array(1024 * 1024));
  const body = Buffer.concat(Array.from({ length: mib }, () => mebibyte));
  return { headers: { 'content-type': 'text/html', 'content-encoding': 'gzip' }, body };
}

/** The most arrivals in any half-open window of this length. Brute force: an oracle, not an algorithm. */
export function maxInAnyWindow(arrivalsMs: readonly number[], windowMs: number): number {
  const counts = arrivalsMs.map((start) => arrivalsMs.filter((at) => at >= start && at < start + windowMs).length);
  return Math.max(0, ...counts);
}

export function maxInAnySecond(arrivalsMs: readonly number[]): number {
  return maxInAnyWindow(arrivalsMs, 1_000);
}

function recordOf(request: IncomingMessage, connection: number): FakeRequest {
  return { path: request.url ?? '', headers: request.headers, arrivedAtMs: performance.now(), connection };
}

function pageFor(routes: FakeRoutes, request: FakeRequest): FakePage {
  const [pathname = ''] = request.path.split('?');
  const key = [request.path, pathname, '*'].find((path) => Object.hasOwn(routes, path));
  const route = key === undefined ? undefined : routes[key];
  const page = typeof route === 'function' ? route(request) : (route ?? { status: 404, body: 'not here' });
  return typeof page === 'string' ? { body: page } : page;
}

function answer(response: ServerResponse, { page, path }: { page: FakePage; path: string }): void {
  const { delayMs = 0 } = page;
  if (delayMs === 0) write(response, page);
  else {
    const timer = setTimeout(() => write(response, page), delayMs);
    response.on('close', () => clearTimeout(timer));
  }
  response.on('error', (cause) => console.error(`FakeSite ${path}: ${cause.message}`));
}

function write(response: ServerResponse, page: FakePage): void {
  const { status = 200, headers = {}, misbehaves } = page;
  const body = Buffer.from(page.body ?? '');
  const half = body.subarray(0, Math.ceil(body.length / 2));
  if (misbehaves === 'reset') response.socket?.resetAndDestroy();
  else if (misbehaves === 'garbage') response.socket?.end('this is not HTTP\r\n\r\n');
  else if (misbehaves === 'two-lengths')
    response.socket?.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 2\r\n\r\nok');
  else if (misbehaves !== 'stall') {
    const long = misbehaves === 'long-headers' ? { 'x-long': Array.from({ length: 100 }, () => 'a'.repeat(1024)) } : {};
    // A body that lies about its length needs the lie in writing.
    const length =
      misbehaves === 'truncate' || misbehaves === undefined ? { 'content-length': String(body.length) } : {};
    response.writeHead(status, { ...length, 'content-type': 'text/html; charset=utf-8', ...headers, ...long });
    if (misbehaves === 'endless') writeForEver(response, Buffer.alloc(16 * 1024, 'endless '));
    else if (misbehaves === 'drip') drip(response, body);
    else if (misbehaves === 'stall-body') response.write(half);
    else if (misbehaves === 'truncate') response.write(half, () => response.socket?.end());
    else response.end(body);
  }
}

function writeForEver(response: ServerResponse, chunk: Uint8Array): void {
  const writeMore = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', writeMore);
  writeMore();
}

function drip(response: ServerResponse, body: Uint8Array): void {
  let sent = 0;
  const timer = setInterval(() => {
    if (sent < body.length) response.write(body.subarray(sent, ++sent));
    else response.end();
  }, 20);
  response.on('close', () => clearInterval(timer));
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (isAddressInfo(address)) resolve(address.port);
    });
  });
}

function isAddressInfo(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
