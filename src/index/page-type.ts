import type { Section, StoredPage } from '../model/page.ts';
import { withoutDefaultPage } from '../model/url.ts';

/** What a page is for. Shown as a badge, and the ground for its prior. */
export const PAGE_TYPES = [
  'reference',
  'tutorial',
  'guide',
  'page',
  'glossary',
  'changelog',
  'legal',
  'listing',
  'source',
  'index',
  'search',
  'missing',
] as const;
export type PageType = (typeof PAGE_TYPES)[number];

/**
 * How much a page of a type counts beside others that match as well: who asks for a word wants the page about it, not a list
 * that mentions it. Mild enough that the exact title of such a page still comes first.
 */
const PRIORS: Record<PageType, number> = {
  reference: 1,
  tutorial: 1,
  guide: 1,
  page: 1,
  glossary: 0.9,
  changelog: 0.6,
  legal: 0.6,
  listing: 0.4,
  source: 0.4,
  index: 0.3,
  search: 0.2,
  missing: 0.1,
};

/** What may stand behind the name of such a page: nothing, or something set off from it. `Change log levels` is no change log. */
const SET_OFF = String.raw`(?=$|\s*[-\u2013\u2014:|(,.?!\u00a9]|\s+(?:for\b|v?\d))`;

/** What documentation generators call the pages that show the files of a program, not its documentation. */
const SOURCE_TITLE = /^source(?: code for|:) \S+$|^\S+ (?:source file|- source)$/i;
/** Words of a title or of the last part of the path that say what a page is, whatever the site. English, Russian, Ukrainian. */
const TITLE_SIGNS: readonly [PageType, RegExp][] = [
  [
    'changelog',
    new RegExp(
      String.raw`^(?:(?:change ?logs?|changes|news)${SET_OFF}|(?:release notes?|what[’']?s new|history of changes|что нового|список изменений|история изменений|примечания к выпуску|що нового|список змін|історія змін|журнал змін)(?![\p{L}\p{N}])|(?:changes|news) (?:in|since|from|between|with) .*\d)|(?:change ?log|release note)s?$`,
      'iu',
    ),
  ],
  [
    'index',
    /^(?:(?:general |global |full |module |python module |alphabetical )?index(?: of .*)?|index\s*[–—:-]\s*\S{1,12}|genindex|bibliography|table of contents|contents|sitemap|site map|(?:class|file|namespace|module|concept|data structure) (?:list|index|members)|(?:\S+ )?member list|(?:(?:mail|message) )?(?:mail|thread|date|author|subject) index|the .{1,60} archives? by (?:thread|date|author|subject)|\S+ directory reference|содержание|оглавление|указатель|алфавитный указатель|предметный указатель|карта сайта|зміст|покажчик|алфавітний покажчик|карта сайту)$/iu,
  ],
  ['source', SOURCE_TITLE],
  [
    'listing',
    /^(?:(?:all|latest|recent) (?:posts|articles|pages|tags|news)|(?:blog |post )?archives?|tags|categories|(?:tag|category|archives?|posts (?:tagged|in)|author)\s*:\s*\S.*|(?:(?:\d+|one) )?(?:posts?|docs?) (?:tagged|by) .*|page \d+(?: of \d+)?|все (?:записи|статьи|новости|метки)|архив(?: записей)?|(?:категория|рубрика|метка|тег|автор|архив)\s*:\s*\S.*|(?:усі|всі) (?:записи|статті|новини|мітки)|архів(?: записів)?|(?:категорія|мітка|позначка|архів)\s*:\s*\S.*)$/iu,
  ],
  [
    'glossary',
    /^(?:glossary|glossary of .*|terminology|(?:key |list of )?terms and definitions|глоссарий|словарь терминов|термины(?: и определения)?|глосарій|словник термінів|терміни(?: та визначення)?)$/iu,
  ],
  ['search', /^(?:search(?: results?| page)?|поиск|результаты поиска|пошук|результати пошуку)$/iu],
  [
    'legal',
    new RegExp(
      String.raw`^(?:(?:(?:history and )?licen[sc]es?|copyrights?|legal)(?: (?:notices?|information|texts?|agreements?|terms|(?:and|&) (?:licen[sc]e|copyright|privacy|credits|acknowledge?ments|disclaimer|warranty)s?))?${SET_OFF}|(?:privacy|cookies?) (?:policy|notice|statement)|terms (?:of (?:use|service)|(?:and|&) conditions)|(?:лицензия|лицензии|авторские права|политика конфиденциальности|ліцензія|авторські права|політика конфіденційності)(?![\p{L}\p{N}]))`,
      'iu',
    ),
  ],
];
/** What is called so are the changes of a program, or it lists posts that stand elsewhere. */
const NEWS = /^news(?![\p{L}\p{N}])/iu;
const PATH_SIGNS: readonly [PageType, RegExp][] = [
  ['changelog', /^(?:change-?logs?|changes|release(?:s|-?notes?|-\d.*)|whats-?new|news)$/i],
  [
    'index',
    /^(?:(?:gen|doc)-?index(?:-.*)?|.*-?modindex|book-?index|sitemap|site-map|toc|contents|package-(?:tree|use)|overview-tree|all(?:classes|packages)(?:-index)?|index-all|constant-values|deprecated-list)$/i,
  ],
  ['listing', /^(?:tags?|category|categories|archives?|authors?)$/i],
  ['glossary', /^(?:glossary|terminology)$/i],
  ['search', /^search(?:-results?)?$/i],
  [
    'legal',
    /^(?:licen[sc]e|copyright|legalnotice|privacy-policy|cookie-policy|terms-(?:of-(?:use|service)|and-conditions))$/i,
  ],
];
/**
 * What a whole path says. Directories are called after subjects, too (`/search/query-syntax`, `/docs/tags/div`), and so are pages deep in a
 * manual (`/query/terms`): no more is taken for granted than the places that such pages have on most sites. Doxygen has files of names below
 * `search` and calls the text of `pile.h`, whose page is titled like that file, `pile_8h_source`; Javadoc lists what uses a class below
 * `class-use`.
 */
const PLACE_SIGNS: readonly [PageType, RegExp][] = [
  ['changelog', /\/(?:whats-?new|change-?logs?|release-?notes?)\/[^/]+\/?$|\/releases\/v?\d[^/]*\/?$/i],
  [
    'listing',
    /^(?:\/[a-z]{2})?(?:\/(?:blog|news|posts|articles))?\/(?:tags?|category|categories|authors?)\/[^.]+$|\/archives?\/(?:19|20)\d\d(?:\/\d\d?)?\/?$|^(?:\/[a-z]{2})?(?:\/(?:blog|news|posts|articles))?\/(?:19|20)\d\d\/\d\d?(?:\/\d\d?)?\/?$/i,
  ],
  ['source', /\/_modules\/.+\.html$|_8\w+_source\.x?html?$|\/a\d{5,}_source\.x?html?$/i],
  ['index', /\/class-use\/[^/]+\.html$/],
  ['search', /\/search\/(?:[a-z]+_[\da-f]+|nomatches)\.html$/i],
  ['legal', /^(?:\/[a-z]{2})?(?:\/legal)?\/(?:legal|privacy|terms|cookies)(?:\.\w+)?\/?$/i],
];
/** Share of definitions among the sections from which a page is a reference. */
const REFERENCE_SHARE = 0.4;
/** Of terms that are no names of a program, from which it is a glossary. */
const GLOSSARY_SHARE = 0.8;
const REFERENCE_SIGN = /(?<!\p{L})(?:reference|справочник|довідник)$/iu;
const TUTORIAL_SIGN =
  /(?<!\p{L})(?:tutorials?|getting started|quick ?starts?|step by step|your first|урок(?:и)?|учебник|начало работы|быстрый старт|пошаговое|підручник|початок роботи|швидкий старт|покрокове)(?!\p{L})/iu;
const GUIDE_SIGN =
  /(?<!\p{L})(?:guides?|how-?tos?|how to|introduction|cookbook|recipes|examples?|faq|руководство|введение|как|рецепты|посібник|вступ|рецепти|поради)(?!\p{L})/iu;
/** `64. Concept Index`, `B. Oak index`: that of a book, when letters are its headings. A `glycemic index` is a subject. */
const INDEX_SIGN = /(?<![\p{L}\p{N}-])(?:index|указатель|покажчик)$/iu;
const LETTER_HEADING = /^(?:\p{L}|\p{P}|\p{S})$/u;
const MIN_LETTER_HEADINGS = 5;
/** `Step 2: Add a page`. */
const STEP_HEADING = /^(?:step|шаг|крок)\s+\d+/iu;
const MIN_STEPS = 3;
/** `2.1.0 (2024-05-01)`; a chapter has words behind its number. */
const VERSION_HEADING =
  /^\[?(?:(?:version|release|версия|выпуск|версія|випуск)\s+|v)?\d+(?:\.\d+){1,3}(?:[-.]?(?:rc|beta|alpha|b|a)[.-]?\d*)?\]?(?:\s*[-\u2013\u2014:(/,]*\s*(?:unreleased|\d{4}[-./]\d\d[-./]\d\d|\p{L}+\.? \d{1,2},? \d{4}|\d{1,2} \p{L}+ \d{4})\)?)?$/iu;
const MIN_VERSIONS = 3;
const MIN_TERMS = 10;
const MISSING_TITLE =
  /^(?:error:?\s*)?404(?!\d)|^(?:the )?(?:page|file|document)(?: was)? not found|^not found$|^(?:ошибка|помилка) 404|^(?:страница|документ) не найден|^сторінк[ау] не (?:знайдено|існує)/iu;
/** A page about the code 404 says more than one that means it, and one about searching more than one to search with. */
const MAX_MISSING_CHARS = 600;
const MAX_SEARCH_CHARS = 1_000;
const LICENCE_TEXT = /permission is hereby granted, free of charge|redistribution and use in source and binary forms/i;
const MAX_LICENCE_CHARS = 20_000;
/** Of such a page, in the sections with that wording: others only say at their end under which licence they are. */
const MIN_LICENCE_SHARE = 0.5;
/** In a list of links almost no line is a sentence: seen with at least this many lines. */
const LIST_LINES = 200;

/** The type of a page, judged by its title, the words of its address and the shape of its content; made for no site in particular. */
export function pageTypeOf(page: StoredPage): PageType {
  const path = pathOf(page.url);
  const parts = pathParts(path);
  const title = page.title.trim();
  if (MISSING_TITLE.test(title) && charsOf(page) <= MAX_MISSING_CHARS) return 'missing';
  const named = typeByName(TITLE_SIGNS, title) ?? typeByName(PATH_SIGNS, parts.at(-1) ?? '');
  if (named === 'changelog' && page.isListing === true && [title, parts.at(-1) ?? ''].some((name) => NEWS.test(name)))
    return 'listing';
  if (named !== undefined && (named !== 'search' || charsOf(page) <= MAX_SEARCH_CHARS)) return named;
  return typeByName(PLACE_SIGNS, path) ?? typeByShape(page) ?? typeByWords([title, ...parts]);
}

function typeByName(signs: readonly [PageType, RegExp][], name: string): PageType | undefined {
  return signs.find(([, sign]) => sign.test(name))?.[0];
}

function typeByShape(page: StoredPage): PageType | undefined {
  const { sections } = page;
  const shareOf = (count: number) => count / sections.length;
  const headings = sections.filter(({ kind }) => kind === 'heading').map(({ heading }) => heading);
  const versions = headings.filter((heading) => VERSION_HEADING.test(heading)).length;
  if (versions >= MIN_VERSIONS && versions >= headings.length / 2) return 'changelog';
  if (page.isListing) return 'listing';
  if (isByLetter(page)) return 'index';
  const terms = sections.filter(({ kind, symbols }) => kind === 'definition' && symbols.length === 0).length;
  if (terms >= MIN_TERMS && shareOf(terms) >= GLOSSARY_SHARE) return 'glossary';
  const entries = sections.filter(({ kind, symbols }) => kind === 'definition' || symbols.length > 0).length;
  if (entries >= 2 && shareOf(entries) >= REFERENCE_SHARE) return 'reference';
  if (page.mayBeIndex && isListOfNames(page)) return 'index';
  if (headings.filter((heading) => STEP_HEADING.test(heading)).length >= MIN_STEPS) return 'tutorial';
  return isLicence(page) ? 'legal' : undefined;
}

/** Texinfo names the letters in tables, where they would be definitions. */
function isByLetter({ title, sections }: StoredPage): boolean {
  if (!INDEX_SIGN.test(title)) return false;
  const headings = sections.map(({ heading }) => heading).filter((heading) => heading !== '');
  const letters = headings.filter((heading) => LETTER_HEADING.test(heading)).length;
  return letters >= MIN_LETTER_HEADINGS && letters >= headings.length / 2;
}

/** Is a section a letter of an index at the end of a book, or goes on with one? */
export function isOfIndex({ heading, path }: Pick<Section, 'heading' | 'path'>): boolean {
  const names = heading === '' ? path : [...path, heading];
  return LETTER_HEADING.test(names.at(-1) ?? '') && INDEX_SIGN.test(names.at(-2) ?? '');
}

function isLicence(page: StoredPage): boolean {
  const chars = charsOf(page);
  if (chars > MAX_LICENCE_CHARS) return false;
  const sections = page.sections.filter(({ text }) => LICENCE_TEXT.test(text));
  return sections.length > 0 && charsOf({ sections }) >= chars * MIN_LICENCE_SHARE;
}

function typeByWords(names: readonly string[]): PageType {
  const says = (sign: RegExp) => names.some((name) => sign.test(name));
  if (says(TUTORIAL_SIGN)) return 'tutorial';
  if (says(GUIDE_SIGN)) return 'guide';
  return says(REFERENCE_SIGN) ? 'reference' : 'page';
}

function charsOf({ sections }: Pick<StoredPage, 'sections'>): number {
  return sections.reduce((sum, { text, code }) => sum + text.length + code.length, 0);
}

export function priorOf(type: PageType): number {
  return PRIORS[type];
}

/** That of a directory for its index page, and for the further pages of a list. */
function pathOf(url: string): string {
  const path = URL.parse(url)?.pathname ?? url;
  return withoutDefaultPage(path).replace(/(?<=.)\/page\/\d+\/?$/i, '/');
}

/** Without the endings of file names. */
function pathParts(path: string): string[] {
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
