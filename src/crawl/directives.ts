import { alternatesOf, type DeclaredAlternate, isAlternate } from '../extract/alternates.ts';
import { relsOf } from '../extract/attributes.ts';
import { bothDirectives, NO_DIRECTIVES, type RobotsDirectives, readDirectives } from '../extract/robots-directives.ts';
import type { Alternate } from '../model/page.ts';
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

/** What a Link header says of the page that it comes with. */
export interface HeaderLinks {
  /** That of the first link with `rel=canonical` (RFC 6596) that is http(s), canonicalised. */
  headerCanonical: string | undefined;
  /** Those with `rel=alternate` and `hreflang`. */
  headerAlternates: Alternate[];
}

/**
 * Reads canonical link and alternates of a Link header. A link with another context (`anchor`) speaks of another page. Never throws.
 *
 * @param url the page's own, the base of relative targets
 */
export function linksOfHeader(header: string, url: string): HeaderLinks {
  let headerCanonical: string | undefined;
  const declared: DeclaredAlternate[] = [];
  for (const [, target = '', written = ''] of header.matchAll(LINK)) {
    const { rel, hreflang = '', anchor } = parametersOf(written);
    const href = target.trim();
    if (anchor !== undefined) continue;
    if (relsOf({ rel }).includes('canonical')) headerCanonical ??= canonicalizeUrl(href, url);
    else if (isAlternate({ rel, href, hreflang })) declared.push({ href, hreflang });
  }
  return { headerCanonical, headerAlternates: alternatesOf(declared, url) };
}

/** Of several parameters of one name the first counts. */
function parametersOf(written: string): Record<string, string> {
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, plain = ''] of written.matchAll(PARAMETER))
    if (!parameters.has(name.toLowerCase())) parameters.set(name.toLowerCase(), quoted ?? plain);
  return Object.fromEntries(parameters);
}
