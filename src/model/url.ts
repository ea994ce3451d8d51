import { normalizeEscapes } from './url-escapes.ts';
import { withoutNoise } from './url-noise.ts';

/**
 * The cheap path: URLs that the whole procedure would return unchanged. Lower-case host whose last label cannot be a
 * number, no default port, no query, no escape, no path parameter, no segment that begins with a dot.
 */
const PLAIN =
  /^https?:\/\/(?:[a-z0-9-]+\.)*[a-z][a-z0-9-]*(?::(?!80\/|443\/)[1-9][0-9]{0,3})?(?:\/(?:[\w~!$&'()*+,:=@-][\w~!$&'()*+,:=@.-]*)?)+$/;

/**
 * Servers are to take 8,000 octets (RFC 9110, section 4.1), and hardly any takes more. Pages can hold addresses of megabytes, which would
 * be kept and listed like any other.
 */
export const MAX_URL_CHARS = 8_000;

/** A dot that ends a host of several labels. */
const TRAILING_DOT = /(?<=[^./@:]\.[^./@:]+)\.(?=:[0-9]+$|$)/;

/**
 * The one spelling under which a URL is known everywhere: store, frontier, index, robots.txt, scope.
 *
 * Parsed and resolved by the WHATWG URL standard, then: no fragment, no trailing dot of the host, escapes in normal form
 * (RFC 3986 section 6.2.2), no tracking parameters, no session ids, no empty query parts. It merges only what cannot
 * differ: the order of parameters, case and slashes of the path, index pages, www, scheme and user information are kept.
 * docs/urls.md gives every choice and its reason. Idempotent; never throws.
 *
 * @param href a URL, relative ones included when `base` is given
 * @param base absolute URL that a relative `href` is resolved against
 * @returns undefined when `href` is not a URL, or not an http or https one, or longer than 8,000 characters
 */
export function canonicalizeUrl(href: string, base?: string): string | undefined {
  if (href.length > MAX_URL_CHARS) return undefined;
  if (PLAIN.test(href) && !href.includes('xn--')) return href;
  const url = resolve(href, base);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  const hash = url.href.indexOf('#');
  const whole = hash < 0 ? url.href : url.href.slice(0, hash);
  const start = pathStart(whole);
  const authority = whole.slice(0, start).replace(TRAILING_DOT, '');
  const canonical = withoutNoise(authority + normalizeEscapes(whole.slice(start)), authority.length);
  return canonical.length > MAX_URL_CHARS ? undefined : canonical;
}

/** A base that is no URL must not take the absolute links of a page with it. */
function resolve(href: string, base: string | undefined): URL | null {
  const url = URL.parse(href, base);
  return url || base === undefined || URL.canParse(base) ? url : URL.parse(href);
}

/**
 * Host and, unless it is the scheme's default, port of a canonical URL: the key of rate limits and robots.txt, equal for
 * http and https on their default ports.
 */
export function urlHost(canonicalUrl: string): string {
  const authority = canonicalUrl.slice(canonicalUrl.indexOf('//') + 2, pathStart(canonicalUrl));
  return authority.slice(authority.lastIndexOf('@') + 1);
}

/** Path and query of a canonical URL, from the first slash on. */
export function urlPath(canonicalUrl: string): string {
  return canonicalUrl.slice(pathStart(canonicalUrl));
}

/** The directory, where a path or URL without query names what servers send for it: `/docs/` for `/docs/index.html` and `/docs/Default.aspx`. */
export function withoutDefaultPage(path: string): string {
  return path.replace(/\/(?:index|default)\.\w{1,5}$/i, '/');
}

/** Up to the first question mark. */
export function withoutQuery(canonicalUrl: string): string {
  const mark = canonicalUrl.indexOf('?');
  return mark < 0 ? canonicalUrl : canonicalUrl.slice(0, mark);
}

/** What stands behind the first question mark, others included; '' where there is none. */
export function urlQuery(canonicalUrl: string): string {
  const mark = canonicalUrl.indexOf('?');
  return mark < 0 ? '' : canonicalUrl.slice(mark + 1);
}

/** The path's first slash: the first one after `https://`, or after `http://` and one character of the host. */
function pathStart(url: string): number {
  return url.indexOf('/', 8);
}
