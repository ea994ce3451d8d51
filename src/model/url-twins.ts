import { urlPath, urlQuery, withoutQuery } from './url.ts';

/** Files that servers send for a directory. */
const DEFAULT_PAGES = ['index.html', 'index.htm', 'index.php'];
const DEFAULT_PAGE = /\/index\.(?:html?|php)$/;

/**
 * Other URLs that by convention lead to the same page: with http and https, with and without `www.`, with and without the name of the
 * default page or the slash at the end. Whether they do, only their content says.
 *
 * @param canonicalUrl an http(s) URL in canonical form
 */
export function urlTwins(canonicalUrl: string): string[] {
  const { protocol, host, hostname, port, pathname, search } = new URL(canonicalUrl);
  const schemes = port === '' ? ['https:', 'http:'] : [protocol];
  const isName = /[a-z]/.test(hostname) && hostname.includes('.') && !hostname.startsWith('[');
  const bare = host.replace(/^www\./, '');
  const hosts = isName ? [bare, `www.${bare}`] : [host];
  const twins = schemes.flatMap((scheme) =>
    hosts.flatMap((name) => pathTwins(pathname).map((path) => `${scheme}//${name}${path}${search}`)),
  );
  return twins.filter((url) => url !== canonicalUrl);
}

function pathTwins(path: string): string[] {
  const directory = path.replace(DEFAULT_PAGE, '/').replace(/\/$/, '');
  const names = ['', ...DEFAULT_PAGES].map((name) => `${directory}/${name}`);
  return directory === '' ? names : [directory, ...names];
}

/** What sites call the form of a page that is to be printed: a directory or parameter, or the value of a parameter. */
const PRINT = /^(?:for[-_]?)?print(?:able|er|[-_]?version|er[-_]?friendly)?$/i;
/** `oak-print.html`, `oak_print`. */
const PRINT_ENDING = /[-_.]print(?=(?:\.\w{2,5})?$)/i;

/**
 * The page that a URL says to be the printed form of: `/news/7.html` of `/news/print/7.html`, `/news/7.html?print=Y` and `/news/7-print.html`.
 * Whether it is, only its content says.
 *
 * @param canonicalUrl an http(s) URL in canonical form
 */
export function printedFrom(canonicalUrl: string): string | undefined {
  const query = urlQuery(canonicalUrl);
  const bare = withoutQuery(canonicalUrl);
  const parts = query.split('&').filter((part) => !part.split('=', 2).some((text) => PRINT.test(text)));
  if (parts.join('&') !== query) return parts.length === 0 ? bare : `${bare}?${parts.join('&')}`;
  const path = urlPath(bare);
  const segments = path.split('/');
  const at = segments.findIndex((segment) => PRINT.test(segment));
  const plain = at < 0 ? path.replace(PRINT_ENDING, '') : segments.toSpliced(at, 1).join('/');
  if (plain === path || plain === '' || plain === '/' || plain.endsWith('/.')) return undefined;
  return `${bare.slice(0, bare.length - path.length)}${plain}${query === '' ? '' : `?${query}`}`;
}
