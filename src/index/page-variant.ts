import { createHash } from 'node:crypto';
import { compareText } from '../text/compare.ts';
import { headingKey } from '../text/document-terms.ts';
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

/** A number with a dot, or after a `v`: 3.11, v2, 1.x, release-4.2, 2.0rc1. */
const NUMBERED =
  /^(?:(?:v|ver|version|rel|release)[-_]?\d+|\d+(?=[._]))(?:[._](?:\d+|x))*(?:[-._]?(?:alpha|beta|rc|dev|pre|post|lts|final|a|b)[-._]?\d*)?$/i;
/** Versions that are called by a name, from what readers want most; numbers stand between the two rows. */
const NEWEST = ['stable', 'current', 'lts', '', 'latest'];
const UNFINISHED = [
  'next',
  'main',
  'master',
  'edge',
  'dev',
  'devel',
  'development',
  'nightly',
  'trunk',
  'head',
  'unstable',
];
const NAMED = new Set([...NEWEST, ...UNFINISHED].filter((name) => name !== ''));
/** A bare number is a version only at the top of a manual: elsewhere it counts articles, users, pages of a list. */
const BARE_NUMBER = /^\d{1,2}$/;
const MANUAL = /^(?:docs?|documentation|manual|reference|guide|api|help|versions?|releases?)$/i;
const UNRELEASED = /(?:alpha|beta|rc|dev|pre|\d[ab])[-._]?\d*$/i;
const LANG_SEGMENT = /^([a-z]{2,3})(?:[-_][a-z0-9]{2,8})?$/i;
/** `install.ru.html`, `install.html.ru`. */
const LANG_OF_FILE = /\.([a-z]{2,3})(?:[-_][a-z0-9]{2,8})?(?=\.\w{2,5}$|$)/i;
const DIRECTORY_END = /(?:^|\/)(?:index\.(?:html?|php))?$/i;
const LANG_PARAMETERS = ['lang', 'hl', 'locale', 'language'];
const MAX_LANG_DEPTH = 3;
const TITLE_VERSION = /(?<![\p{L}\p{N}])v?\d+(?:\.\d+)+\w*/giu;

export interface NamedPage {
  url: string;
  title: string;
  lang: string;
  /** As the index knows it; default: that of a page without alternates. */
  family?: number | undefined;
}

/** The same pages come up in query after query. */
const known = new RecentCache<PageVariant>(25_000);

/** Reads it from the address: a version is a directory, and a language is one only when the page is in that language. */
export function variantOf({ url, title, lang, family }: NamedPage): PageVariant {
  const key = `${url}\n${lang}\n${family ?? ''}\n${title}`;
  return known.getOrMake(key, () => readVariant({ url, title, lang, family }));
}

function readVariant({ url, title, lang, family }: NamedPage): PageVariant {
  const { host, pathname, search } = URL.canParse(url) ? new URL(url) : { host: '', pathname: url, search: '' };
  const segments = pathname.split('/').slice(1);
  const langAt = segments.findIndex((segment, i) => i < MAX_LANG_DEPTH && isOf(lang, LANG_SEGMENT.exec(segment)));
  const isManual = (i: number) => segments.slice(0, i).every((segment, j) => j === langAt || MANUAL.test(segment));
  const versionAt = segments.findIndex(
    (segment, i) =>
      segments.slice(i + 1).some((below) => below !== '') &&
      (NUMBERED.test(segment) || NAMED.has(segment.toLowerCase()) || (BARE_NUMBER.test(segment) && isManual(i))),
  );
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
  return labels.length >= 2 && isOf(lang, LANG_SEGMENT.exec(first)) ? labels.join('.') : host;
}

function pathWithout(lang: string, path: string): string {
  return isOf(lang, LANG_OF_FILE.exec(path)) ? path.replace(LANG_OF_FILE, '') : path;
}

/** A directory is the same place with and without its slash, or the name of its index page. */
function withoutEnd(path: string): string {
  return path.replace(DIRECTORY_END, '');
}

function searchWithout(lang: string, search: string): string {
  if (search === '') return search;
  const parameters = new URLSearchParams(search);
  const name = LANG_PARAMETERS.find((one) => isOf(lang, LANG_SEGMENT.exec(parameters.get(one) ?? '')));
  if (name === undefined) return search;
  parameters.delete(name);
  return parameters.size === 0 ? '' : `?${parameters}`;
}

function isOf(lang: string, match: RegExpExecArray | null): boolean {
  return lang !== '' && match?.[1]?.toLowerCase() === lang;
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

/** Sorts versions: what is called stable first, then the newest, then what is not released. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [standing(a), standing(b)];
  if (x !== y) return x - y;
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (right[i] ?? 0) - (left[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return compareText(a, b);
}

function standing(version: string): number {
  const name = version.toLowerCase();
  const newest = NEWEST.indexOf(name);
  if (newest >= 0) return newest;
  if (!UNFINISHED.includes(name)) return NEWEST.length + (UNRELEASED.test(name) ? 1 : 0);
  return NEWEST.length + 2 + UNFINISHED.indexOf(name);
}

/** `x` is past all numbers: 4.x is the newest of the fours. */
function numbersOf(version: string): number[] {
  return (version.toLowerCase().match(/\d+|(?<=[._])x/g) ?? []).map((part) =>
    part === 'x' ? Number.MAX_SAFE_INTEGER : Number(part),
  );
}
