/** Pure functions with stable signatures: no network, no files, no state that is seen. */
export { decodeHtml } from './extract/charset.ts';
export { extractPage } from './extract/extract-page.ts';
export { parseSitemap, type Sitemap } from './extract/sitemap.ts';
export type { ExtractedPage, Outlink, Section } from './model/page.ts';
export { canonicalizeUrl } from './model/url.ts';
export { parseRobots, type Robots } from './politeness/robots.ts';
export { analyze, type Token } from './text/analyze.ts';
