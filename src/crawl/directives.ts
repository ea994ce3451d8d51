import { bothDirectives, NO_DIRECTIVES, type RobotsDirectives, readDirectives } from '../extract/robots-directives.ts';
import { canonicalizeUrl } from '../model/url.ts';
import { productToken } from '../politeness/robots.ts';

/** Directives that have a value behind a colon, and are therefore no user agents. */
const WITH_VALUE = new Set(['unavailable_after', 'max-snippet', 'max-image-preview', 'max-video-preview']);
const NAMED = /^([a-z*][\w*./-]*)\s*:\s*(.*)$/is;

/**
 * What an X-Robots-Tag header asks of this crawler: directives for everybody and those behind its own name. A user agent holds for all
 * that follows in its field, up to the next one. Never throws.
 *
 * @param header the fields of that name, a line each
 * @param agent product token of this crawler, in lower case
 */
export function readRobotsTag(header: string, agent: string): RobotsDirectives {
  return header
    .split('\n')
    .map((field) => readField(field, agent))
    .reduce(bothDirectives, NO_DIRECTIVES);
}

function readField(header: string, own: string): RobotsDirectives {
  const groups: { agent: string; parts: string[] }[] = [{ agent: '*', parts: [] }];
  for (const part of header.split(',')) {
    const [, name = '', rest = ''] = NAMED.exec(part.trim()) ?? [];
    const isAgent = name !== '' && !WITH_VALUE.has(name.toLowerCase());
    if (isAgent) groups.push({ agent: name.toLowerCase(), parts: [rest] });
    else groups.at(-1)?.parts.push(part);
  }
  return groups
    .filter(({ agent }) => agent === '*' || productToken(agent) === own)
    .map(({ parts }) => readDirectives(parts.join(',')))
    .reduce(bothDirectives, NO_DIRECTIVES);
}

/** One link of a Link header (RFC 8288, section 3): the target, then parameters whose values may be quoted. */
const LINK = /<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^\s",;]*))?)*)/g;
const PARAMETER = /;\s*([\w!#$&+.^`|~*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",;]*))/g;

/**
 * The URL that a Link header names with `rel=canonical` (RFC 6596), canonicalised; undefined when it names none that is http(s). A link with another
 * context (`anchor`) speaks of another page. Never throws.
 *
 * @param url the page's own, the base of relative targets
 */
export function canonicalOfHeader(header: string, url: string): string | undefined {
  for (const [, target = '', written = ''] of header.matchAll(LINK)) {
    const parameters = new Map<string, string>();
    // Of several parameters of one name the first counts.
    for (const [, name = '', quoted, plain = ''] of written.matchAll(PARAMETER))
      if (!parameters.has(name.toLowerCase())) parameters.set(name.toLowerCase(), quoted ?? plain);
    const relations = (parameters.get('rel') ?? '').toLowerCase().split(/\s+/);
    if (!relations.includes('canonical') || parameters.has('anchor')) continue;
    const canonical = canonicalizeUrl(target.trim(), url);
    if (canonical !== undefined) return canonical;
  }
  return undefined;
}
