import { escapeOctet, normalizeEscapes } from '../model/url-escapes.ts';

/** The cheap path: files of twenty thousand lines exist, and nearly all patterns are plain prefixes. */
const PLAIN = /^[\w./-]+$/;

/** The path pattern of an Allow or Disallow line, compiled. */
export interface RobotsPattern {
  /** Octets of the pattern; the longest one that matches decides (RFC 9309 section 2.2.2). */
  length: number;
  /** @param target a path with query, from `robotsTarget` */
  matches(target: string): boolean;
}

/**
 * Compiles a pattern: `*` stands for anything, a `$` at the end for the end. Both sides are compared with escapes in normal
 * form, and characters that are special in patterns are matched by their escapes (`%2A`, `%24`). No backtracking: the parts
 * between the stars are searched for from left to right, each once.
 *
 * @param value one character an octet
 * @returns undefined when no path can match: it begins with neither `/` nor `*`
 */
export function robotsPattern(value: string): RobotsPattern | undefined {
  if (value[0] !== '/' && value[0] !== '*') return undefined;
  if (PLAIN.test(value)) return { length: value.length, matches: (target) => target.startsWith(value) };
  const normal = normalizeEscapes(value.replace(/[\x80-\xff]/g, escapeOctet));
  const anchored = normal.endsWith('$');
  const parts = (anchored ? normal.slice(0, -1) : normal).split('*').map(escapeSpecial);
  return { length: normal.length, matches: (target) => matchParts(target, { parts, anchored }) };
}

/** Path and query of a URL as patterns are compared with; `/` when it is no URL. */
export function robotsTarget(url: string): string {
  const parsed = URL.parse(url, 'http://relative.invalid/');
  if (!parsed) return '/';
  const [whole = ''] = parsed.href.split('#', 1);
  // Not `search`: that is empty where nothing follows the question mark, which rules name.
  const query = whole.includes('?') ? whole.slice(whole.indexOf('?')) : '';
  return escapeSpecial(normalizeEscapes(parsed.pathname + query));
}

function matchParts(target: string, pattern: { parts: readonly string[]; anchored: boolean }): boolean {
  const { parts, anchored } = pattern;
  const first = parts[0] ?? '';
  if (parts.length === 1 && anchored) return target === first;
  if (!target.startsWith(first)) return false;
  let at = first.length;
  for (let i = 1; i < parts.length; i++) {
    const part = parts[i] ?? '';
    if (anchored && i === parts.length - 1) return target.length - part.length >= at && target.endsWith(part);
    const found = target.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}

/** `*` and `$` of a URL are no wildcards; the apostrophe is escaped by the URL standard in queries, in rules by nobody. */
function escapeSpecial(text: string): string {
  return text.replace(/[*$']/g, escapeOctet);
}
