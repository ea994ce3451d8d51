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
