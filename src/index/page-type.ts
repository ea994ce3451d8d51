import type { StoredPage } from '../model/page.ts';

/** What a page is for. Shown as a badge, and the ground for its prior. */
export const PAGE_TYPES = ['reference', 'guide', 'page', 'changelog', 'index', 'search', 'legal'] as const;
export type PageType = (typeof PAGE_TYPES)[number];

/**
 * How much a page of a type counts beside others that match as well: who asks for a word wants the page about it, not a list
 * that mentions it. Mild enough that the exact title of such a page still comes first.
 */
const PRIORS: Record<PageType, number> = {
  reference: 1,
  guide: 1,
  page: 1,
  changelog: 0.6,
  index: 0.3,
  search: 0.2,
  legal: 0.6,
};

/** Words of a title or of the last part of the path that say what a page is, whatever the site. English, Russian, Ukrainian. */
const TITLE_SIGNS: readonly [PageType, RegExp][] = [
  [
    'changelog',
    /^(?:change ?logs?|changes|release notes?|what[’']?s new|history of changes|news|что нового|список изменений|история изменений|примечания к выпуску|що нового|список змін|історія змін|журнал змін)(?![\p{L}\p{N}])|(?:change ?log|release note)s?$/iu,
  ],
  [
    'index',
    /^(?:(?:general |global |full |module |python module |alphabetical )?index(?: of .*)?|index\s*[–—:-]\s*\S{1,12}|genindex|bibliography|table of contents|contents|sitemap|site map|all (?:pages|tags)|tags?|archives?|содержание|оглавление|указатель|алфавитный указатель|предметный указатель|карта сайта|зміст|покажчик|алфавітний покажчик|карта сайту)$/iu,
  ],
  ['search', /^(?:search(?: results?| page)?|поиск|результаты поиска|пошук|результати пошуку)$/iu],
  [
    'legal',
    /^(?:(?:history and )?licen[sc]es?|copyrights?|legal(?: notices?)?|privacy(?: policy)?|terms(?: of (?:use|service))?|cookies?(?: policy)?|лицензия|лицензии|авторские права|политика конфиденциальности|ліцензія|авторські права|політика конфіденційності)(?![\p{L}\p{N}])/iu,
  ],
];
const PATH_SIGNS: readonly [PageType, RegExp][] = [
  [
    'changelog',
    /^(?:change-?logs?|changes|release(?:-?notes?|-\d.*)|whats-?new|news)$|^(?:whatsnew|changelogs?|releases|release-notes)$/i,
  ],
  ['index', /^(?:gen-?index(?:-.*)?|.*-?modindex|book-?index|sitemap|site-map|tags?|archives?|toc|contents)$/i],
  ['search', /^search(?:-results?)?$/i],
  ['legal', /^(?:licen[sc]e|copyright|legal|legalnotice|privacy(?:-policy)?|terms(?:-of-(?:use|service))?)$/i],
];
/** Share of definitions among the sections from which a page is a reference. */
const REFERENCE_SHARE = 0.4;
const GUIDE_SIGN =
  /(?<!\p{L})(?:tutorials?|guides?|how-?tos?|getting started|quick ?starts?|introduction|cookbook|examples?|faq|руководство|введение|учебник|посібник|вступ)(?!\p{L})/iu;
/** In a list of links almost no line is a sentence: seen with at least this many lines. */
const LIST_LINES = 200;

/** The type of a page, judged by its title, the words of its address and the shape of its content; made for no site in particular. */
export function pageTypeOf(page: StoredPage): PageType {
  const parts = pathParts(page.url);
  const title = page.title.trim();
  const named =
    TITLE_SIGNS.find(([, sign]) => sign.test(title)) ??
    PATH_SIGNS.find(([, sign]) => parts.slice(-2).some((part) => sign.test(part)));
  if (named !== undefined) return named[0];
  const definitions = page.sections.filter((section) => section.kind === 'definition').length;
  if (definitions >= 2 && definitions >= page.sections.length * REFERENCE_SHARE) return 'reference';
  if (isListOfNames(page)) return 'index';
  return GUIDE_SIGN.test(title) || parts.some((part) => GUIDE_SIGN.test(part)) ? 'guide' : 'page';
}

export function priorOf(type: PageType): number {
  return PRIORS[type];
}

function pathParts(url: string): string[] {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return path
    .split('/')
    .filter((part) => part !== '')
    .map((part) => part.replace(/\.\w{2,5}$/, ''));
}

/** Hundreds of short lines and hardly a full stop: an index, a table of contents, a list of files. */
function isListOfNames(page: StoredPage): boolean {
  const lines = page.sections.flatMap((section) => section.text.split('\n')).filter((line) => line.trim() !== '');
  if (lines.length < LIST_LINES) return false;
  const sentences = lines.filter((line) => /[.!?。]["')\]]?$/u.test(line.trim())).length;
  const chars = lines.reduce((sum, line) => sum + line.length, 0);
  return sentences < lines.length / 20 && chars / lines.length < 60;
}
