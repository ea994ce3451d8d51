import { createHash } from 'node:crypto';
import { pageDigest } from '../page-digest.ts';
import { comparedPath, type PageDocument, type SectionDocument } from '../search-index.ts';

/** Id of a page's document: its address may be longer than an id may be. */
export function pageId(url: string): string {
  return createHash('sha256').update(url).digest('hex').slice(0, 40);
}

/** For counting pages, which is quicker with numbers; two pages of a million have the same once in ten thousand indexes. */
function pageNumber(page: string): number {
  return Number.parseInt(page.slice(0, 13), 16); // 52 bits: what JSON carries exactly
}

export function sectionId(page: string, ordinal: number): string {
  return `${page}-${ordinal}`;
}

/** The same digest means that nothing needs writing; its beginning is of the page's own content. */
export function digestOf(page: PageDocument): string {
  const { content, whole } = pageDigest(page);
  return [content.toString('base64url'), whole.toString('base64url'), page.crawledAt, page.linkClass ?? 0].join('.');
}

/** The last part of a digest: how much other pages link to the page. NaN in that of a page that is not complete. */
export function linkClassIn(digest: string): number {
  return Number.parseInt(digest.slice(digest.lastIndexOf('.') + 1), 10);
}

/** Stands for the page while it is written: so many sections may be there, and nothing is complete. */
export function announcement({ url, site, lang, type, crawledAt }: PageDocument, sections: number): object {
  return { kind: 'page', page: pageId(url), url, site, lang, type, crawledAt, sections, digest: '' };
}

/** The document of a page: what it is counted, filtered and renewed by. */
export function pageFields(page: PageDocument): object {
  const { url, site, lang, type, prior, title, crawledAt, words } = page;
  const distinct = words.split(' ').filter((word) => word !== '');
  return { kind: 'page', page: pageId(url), url, site, lang, type, prior, title, crawledAt, words: distinct };
}

export function sectionFields(
  page: PageDocument,
  { section, ordinal }: { section: SectionDocument; ordinal: number },
): object {
  const { url, site, lang, type, prior, linkClass = 0, family, title, trail = [], crawledAt } = page;
  const { anchor, heading, path, symbols, text, code, terms } = section;
  const about = { site, lang, type, prior, linkClass, family, crawledAt };
  const shown = { url, anchor, title, trail, heading, path, symbols, ordinal, ...about };
  const id = pageId(url);
  return {
    kind: 'section',
    page: id,
    pageNumber: pageNumber(id),
    family,
    ordinal,
    url,
    path: comparedPath(url),
    site,
    lang,
    type,
    prior,
    crawledAt,
    title,
    trail,
    anchor,
    heading,
    headings: path,
    symbols,
    text,
    code,
    shown: Buffer.from(JSON.stringify(shown)).toString('base64'),
    terms,
  };
}
