import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServerAddress } from './parts.ts';
import { ProblemError } from './problems.ts';

/** What every answer has. */
const HEADERS = {
  // Answers change while a crawl runs, and a cache that is told nothing may keep them as it sees fit.
  'cache-control': 'private, no-cache',
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // `no-referrer` would turn the Origin of our own forms into `null`.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

export async function addHeaders(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.headers(HEADERS);
}

export function isLoopback(host: string): boolean {
  const name = bareHost(host);
  return name === 'localhost' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}

/** Host name of a Host header or an address, without port, brackets and case. */
function bareHost(host: string): string {
  const name = host.toLowerCase();
  return /^\[(.*)\](?::\d+)?$/.exec(name)?.[1] ?? (/^[^:]*:\d*$/.test(name) ? name.slice(0, name.indexOf(':')) : name);
}

/**
 * On loopback, refuses requests for any other name: a page elsewhere could have bound its name to 127.0.0.1 to read from here
 * (DNS rebinding). Bound to the network there is no list of names to check against.
 */
export function hostCheck(address: ServerAddress): (request: FastifyRequest) => Promise<void> {
  const names = new Set(['localhost', '127.0.0.1', '::1', bareHost(address.host)]);
  return async (request) => {
    if (!isLoopback(address.host) || names.has(bareHost(request.headers.host ?? ''))) return;
    throw new ProblemError('host-refused', {
      detail: `This server answers to localhost and 127.0.0.1 only; the request is for "${request.headers.host ?? ''}"`,
    });
  };
}

/** Refuses what a browser sends on behalf of another site. Programs send neither header and pass. */
export async function refuseCrossSite(request: FastifyRequest): Promise<void> {
  const { origin, host = '', 'sec-fetch-site': site } = request.headers;
  const isForeign =
    site === undefined ? origin !== undefined && !isOriginOf(origin, host) : site !== 'same-origin' && site !== 'none';
  if (isForeign)
    throw new ProblemError('cross-site', { detail: `This request comes from ${origin ?? 'another site'}` });
}

/** Whether an Origin header names the server that the Host header names; the default port may be left out of either. */
function isOriginOf(origin: string, host: string): boolean {
  const from = URL.parse(origin);
  return from !== null && URL.parse(`${from.protocol}//${host}`)?.host === from.host;
}

/** Asks for the admin token where the network can reach the server; on loopback everybody may change things. */
export function tokenCheck(address: ServerAddress): (given: string | undefined) => void {
  return (given) => {
    if (isLoopback(address.host)) return;
    if (address.adminToken === undefined) {
      throw new ProblemError('changes-disabled', {
        detail: `The server is bound to ${address.host} and was started without --admin-token, so nothing can be changed`,
      });
    }
    if (given !== undefined && timingSafeEqual(digest(given), digest(address.adminToken))) return;
    throw new ProblemError('token-needed', {
      detail: given === undefined ? 'The request has no admin token' : 'The admin token is not right',
      headers: { 'www-authenticate': 'Bearer realm="spindex"' },
    });
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The token of an Authorization header (RFC 6750, section 2.1). */
export function bearerToken(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** What a request must pass before it may change something, or make the server ask others. */
export function changeChecks(address: ServerAddress): ((request: FastifyRequest) => Promise<void>)[] {
  const checkToken = tokenCheck(address);
  return [refuseCrossSite, async (request) => checkToken(bearerToken(request))];
}
