import { readEscapes } from './url-escapes.ts';

/** The page of a directory is called by the directory. */
const DIRECTORY_PAGE = /\/index(?:\.\w{2,5})?(?=[?#]|$)/;
/** Without the ending of a file, and without what follows the path. Other dots are part of the name: 3.11, os.path, Node.js. */
const LAST_PART = /(?<!\/)\/([^/?#]+?)(?:\.(?:[xs]?html?|php\d?|aspx?|jsp|cgi|md|markdown|rst|txt))?\/?(?:[?#].*)?$/i;

/**
 * `create table` of `/sql/create-table.html` and of `/sql/create-table/index.html`: what the last part of an address calls its page; '' when it has no path.
 */
export function addressName(url: string): string {
  const part = url.replace(DIRECTORY_PAGE, '/').match(LAST_PART)?.[1] ?? '';
  return readEscapes(part)
    .replace(/[-_.+~]+/g, ' ')
    .trim();
}
