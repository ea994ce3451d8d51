import { createHash } from 'node:crypto';
import { isLanguageTag, readDirectories } from '../model/url-directories.ts';
import { headingKey } from '../text/heading-keys.ts';
import { RecentCache } from '../text/recent-cache.ts';

/** What a page's address and its alternates say of its version and language. */
export interface PageVariant {
  /** By `familyOf`; only pages of one family are variants of one another. */
  family: number;
  /** The address without version and language: that of all variants of the page. */
  place: string;
  /** Title without version numbers, as one term. */
  title: string;
  lang: string;
  /** The address names the language. */
  namesLang: boolean;
  /** Its family is told by what it declares, its alternates or its language, and not by its address alone. */
  isDeclared: boolean;
  /** Version as the address names it; '' when it names none. */
  version: string;
}

/** `install.ru.html`, `install.html.ru`. */
const LANG_OF_FILE = /\.([a-z]{2,3})(?:[-_][a-z0-9]{2,8})?(?=\.\w{2,5}$|$)/i;
const DIRECTORY_END = /(?:^|\/)(?:index\.(?:html?|php))?$/i;
const LANG_PARAMETERS = ['lang', 'hl', 'locale', 'language'];
const TITLE_VERSION = /(?<![\p{L}\p{N}])v?\d+(?:\.\d+)+\w*/giu;

export interface NamedPage {
  url: string;
  title: string;
  lang: string;
  /** As the index knows it; default: that of a page without alternates. */
  family?: number | undefined;
}

/** The same pages come up in query after query. */
const known = new RecentCache<{ page: NamedPage; variant: PageVariant }>(25_000);

/** Reads it from the address: a version is a directory, and a language is one only when the page is in that language. */
export function variantOf({ url, title, lang, family }: NamedPage): PageVariant {
  const last = known.get(url);
  if (last?.page.title === title && last.page.lang === lang && last.page.family === family) return last.variant;
  const page = { url, title, lang, family };
  const variant = readVariant(page);
  known.set(url, { page, variant });
  return variant;
}

function readVariant({ url, title, lang, family }: NamedPage): PageVariant {
  const { host, pathname, search } = URL.parse(url) ?? { host: '', pathname: url, search: '' };
  const { segments, langAt, versionAt } = readDirectories(pathname, lang);
  const path = segments.filter((_, i) => i !== langAt && i !== versionAt).join('/');
  const named = `${host}/${withoutEnd(path)}${search}`;
  const place = `${hostWithout(lang, host)}/${withoutEnd(pathWithout(lang, path))}${searchWithout(lang, search)}`;
  const ownFamily = familyAt([place]);
  return {
    place,
    family: family ?? ownFamily,
    isDeclared: family !== undefined && family !== ownFamily,
    title: headingKey(title.replace(TITLE_VERSION, ' ')),
    lang,
    namesLang: langAt >= 0 || place !== named,
    version: segments[versionAt] ?? '',
  };
}

/** `docs.example.org` of `ru.docs.example.org`. */
function hostWithout(lang: string, host: string): string {
  const [first = '', ...labels] = host.split('.');
  return labels.length >= 2 && isLanguageTag(first, lang) ? labels.join('.') : host;
}

function pathWithout(lang: string, path: string): string {
  return LANG_OF_FILE.exec(path)?.[1]?.toLowerCase() === lang ? path.replace(LANG_OF_FILE, '') : path;
}

/** A directory is the same place with and without its slash, or the name of its index page. */
function withoutEnd(path: string): string {
  return path.replace(DIRECTORY_END, '');
}

function searchWithout(lang: string, search: string): string {
  if (search === '') return search;
  const parameters = new URLSearchParams(search);
  const name = LANG_PARAMETERS.find((one) => isLanguageTag(parameters.get(one) ?? '', lang));
  if (name === undefined) return search;
  parameters.delete(name);
  return parameters.size === 0 ? '' : `?${parameters}`;
}

/** The number of a family by the places of its pages. 48 bits: two families of a million have the same by chance once in five hundred sites. */
export function familyAt(places: readonly string[]): number {
  const names = [...new Set(places)].sort().join('\n');
  return Number.parseInt(createHash('sha256').update(names).digest('hex').slice(0, 12), 16);
}

/** Are the two the same page in another version or language? Pages of one address are not asked about. */
export function areVariants(a: PageVariant, b: PageVariant): boolean {
  if (a.family !== b.family) return false;
  // Another language has another title; then the addresses or the pages have to tell that one is a translation.
  const areDeclared = a.isDeclared || b.isDeclared;
  if (a.lang !== b.lang) return a.namesLang || b.namesLang || areDeclared;
  // One that is not translated yet, or is for another region, may have a title of its own; a page of another version may be about something else.
  return (a.title !== '' && a.title === b.title) || (areDeclared && a.version === b.version);
}
