import { createHash } from 'node:crypto';
import { FIELDS, type PageDocument } from './search-index.ts';

export interface PageDigest {
  /** Of what the page itself says. */
  content: Buffer;
  /** Of all that is indexed but the time of the crawl and the class of the links: with the texts of links from other pages, which come and go with these. */
  whole: Buffer;
}

const OWN_FIELDS = FIELDS.filter((field) => field !== 'anchors');

/** Tells pages apart without keeping them (SHA-256). */
export function pageDigest({ sections, crawledAt: _, words, linkClass: __, ...page }: PageDocument): PageDigest {
  const content = createHash('sha256').update(JSON.stringify(page));
  const links = createHash('sha256').update(words);
  for (const { terms, text, code, ...section } of sections) {
    content.update(JSON.stringify(section));
    // Long texts as they are; the sign between them stands in none of them.
    for (const part of [text, code, ...OWN_FIELDS.map((field) => terms[field])]) content.update(part).update('\0');
    links.update('\0').update(terms.anchors);
  }
  const own = content.digest();
  return { content: own, whole: links.update(own).digest() };
}
