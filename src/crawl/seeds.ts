import { Fault } from '../model/errors.ts';
import type { Login } from '../model/login.ts';
import { canonicalizeUrl } from '../model/url.ts';

/**
 * Reads seeds as a person gives them. User information of a seed becomes a login, which is kept apart: the URLs go into the store, into
 * logs and to the API, and a login never does.
 * Faults: `usage` without a seed, `not-a-url`, `settings-invalid` for a login that cannot be sent.
 */
export function readSeeds(texts: readonly string[]): { seeds: string[]; logins: Login[] } {
  if (texts.length === 0)
    throw new Fault('usage', 'Give at least one URL to crawl, such as https://docs.python.org/3/.');
  const read = texts.map(readSeed);
  return { seeds: read.map(({ url }) => url), logins: read.flatMap(({ login }) => (login ? [login] : [])) };
}

/** Host and directory of the first seed: `docs.python.org`, `docs.python.org/3`. */
export function siteName(seeds: readonly string[]): string {
  const { host, pathname } = new URL(seeds[0] ?? '');
  return `${host}${pathname.replace(/\/[^/]*$/, '')}`;
}

/** @param hostname as URL.hostname has it */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}

function readSeed(text: string): { url: string; login: Login | undefined } {
  const url = new URL(canonicalSeed(text));
  const login = url.username === '' && url.password === '' ? undefined : loginOf(url);
  url.username = '';
  url.password = '';
  return { url: url.href, login };
}

function canonicalSeed(seed: string): string {
  const url = canonicalizeUrl(seed.trim());
  if (url !== undefined) return url;
  const shown = withoutLogin(seed.trim());
  const guess = /^[a-z]+:\//i.test(shown) ? undefined : guessed(shown);
  const hint =
    guess !== undefined ? ` Did you mean ${guess}?` : ' Give an address that begins with http:// or https://.';
  throw new Fault('not-a-url', `${JSON.stringify(shown)} is not a URL that can be crawled.${hint}`);
}

/** An address without its scheme: few programs on one's own machine have a certificate. */
function guessed(text: string): string | undefined {
  const local = canonicalizeUrl(`http://${text}`);
  const scheme = local !== undefined && isLoopback(new URL(local).hostname) ? 'http' : 'https';
  const url = canonicalizeUrl(`${scheme}://${text}`);
  // What was typed in letters is not answered in the code of host names.
  return url !== undefined && /[^\0-\x7f]/.test(text) ? `${scheme}://${text}` : url;
}

/** For messages. */
function withoutLogin(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/*)?[^/?#]*@/i, '$1');
}

/** Basic authentication (RFC 7617), in UTF-8 as its section 2.1 recommends. */
function loginOf({ username, password, origin }: URL): Login {
  const [name, secret] = [username, password].map(decoded);
  if (name === undefined || secret === undefined || /[:\p{Cc}]/u.test(name) || /\p{Cc}/u.test(secret)) {
    throw new Fault(
      'settings-invalid',
      `The login before the @ in the URL of ${origin} cannot be sent: write special characters as %XX; a user name has no colon.`,
    );
  }
  return { origin, authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}` };
}

/** Percent escapes read; undefined when they are broken. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
