import { compareText } from './compare-text.ts';
import { urlPath, urlQuery, withoutQuery } from './url.ts';

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
const MAX_LANG_DEPTH = 3;

/** The directories of an address: which of them names its language, and which its version. */
export interface Directories {
  segments: string[];
  /** -1 when none does. */
  langAt: number;
  versionAt: number;
}

/** @param lang of the page: a directory is a language only when the page is in that language */
export function readDirectories(pathname: string, lang: string): Directories {
  const segments = pathname.split('/').slice(1);
  const langAt = segments.findIndex((segment, i) => i < MAX_LANG_DEPTH && isLanguageTag(segment, lang));
  const isManual = (i: number) => segments.slice(0, i).every((segment, j) => j === langAt || MANUAL.test(segment));
  const versionAt = segments.findIndex(
    (segment, i) =>
      segments.slice(i + 1).some((below) => below !== '') &&
      (NUMBERED.test(segment) || NAMED.has(segment.toLowerCase()) || (BARE_NUMBER.test(segment) && isManual(i))),
  );
  return { segments, langAt, versionAt };
}

/** Is it `lang`, or a region or script of it: `pt-br` for `pt`? */
export function isLanguageTag(tag: string, lang: string): boolean {
  return lang !== '' && LANG_SEGMENT.exec(tag)?.[1]?.toLowerCase() === lang;
}

/**
 * Of two addresses of one text, is this the one that readers want? Then it names no language where the other one does, as those of pages do that are
 * not translated yet, or else what comes first by `compareVersions`; of one path, the one that does without some of the other's parameters, as the thread
 * without the number of the post that a link leads to.
 */
export function isBetterAddress(one: { url: string; lang: string }, other: { url: string; lang: string }): boolean {
  const [a, b] = [one, other].map(({ url, lang }) => readDirectories(urlPath(withoutQuery(url)), lang));
  if (a === undefined || b === undefined) return false;
  const byLang = Number(a.langAt >= 0) - Number(b.langAt >= 0);
  if (byLang !== 0) return byLang < 0;
  const [version = '', otherVersion = ''] = [a, b].map(({ segments, versionAt }) => segments[versionAt]);
  if (version !== otherVersion) return compareVersions(version, otherVersion) < 0;
  return doesWithoutSome(one.url, other.url);
}

/** Is it the same path, with some of the other's parameters and no others? */
function doesWithoutSome(url: string, other: string): boolean {
  const [some, all] = [parametersOf(url), parametersOf(other)];
  return withoutQuery(url) === withoutQuery(other) && some.size < all.size && [...some].every((part) => all.has(part));
}

function parametersOf(url: string): Set<string> {
  const parts = urlQuery(url).split(/[&;]/);
  return new Set(parts.filter((part) => part !== ''));
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
