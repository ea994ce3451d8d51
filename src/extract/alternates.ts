import type { Alternate } from '../model/page.ts';
import { canonicalizeUrl } from '../model/url.ts';
import { type Attributes, relsOf } from './attributes.ts';
import { languageTag } from './language-tag.ts';

/** Links of a page that are looked at. Sites in so many languages and regions are rare; their further alternates are not known. */
export const MAX_ALTERNATES = 200;

/** An alternate as a page writes it. */
export interface DeclaredAlternate {
  href: string;
  hreflang: string;
}

/** Is it a link to the same page in another language (HTML standard, 4.6.7.1)? Feeds and style sheets name no language. */
export function isAlternate({ rel, href = '', hreflang = '' }: Attributes): boolean {
  return hreflang.trim() !== '' && href.trim() !== '' && relsOf({ rel }).includes('alternate');
}

/** Resolved, one a URL; what is said of its language counts more than that it is the default. */
export function alternatesOf(declared: readonly DeclaredAlternate[], base: string): Alternate[] {
  const langs = new Map<string, string>();
  for (const { href, hreflang } of declared.slice(0, MAX_ALTERNATES)) {
    const url = canonicalizeUrl(href.trim(), base);
    if (url !== undefined) langs.set(url, langs.get(url) || languageTag(hreflang));
  }
  return [...langs].map(([url, lang]) => ({ url, lang }));
}
