import { toPageDocument } from '../index/page-document.ts';
import type { PageDocument } from '../index/search-index.ts';
import type { IndexablePage } from '../store/crawl-store.ts';
import { unpackPage } from '../store/stored-page.ts';

/** What the index is to hold of a page of the store. Throws when what is stored cannot be read back. */
export function storedDocument(page: IndexablePage, site: string): PageDocument {
  const anchorTexts = new Map<string, string[]>();
  const linkNames = new Map<string, string[]>();
  for (const { fragment, text, isUsual } of page.anchorTexts) {
    anchorTexts.set(fragment, [...(anchorTexts.get(fragment) ?? []), text]);
    if (isUsual) linkNames.set(fragment, [...(linkNames.get(fragment) ?? []), text]);
  }
  return toPageDocument(unpackPage(page.extracted), {
    site,
    crawledAt: page.fetchedAt,
    anchorTexts,
    linkNames,
    linkClass: page.linkClass,
  });
}
