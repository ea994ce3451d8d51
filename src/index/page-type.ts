import type { StoredPage } from '../model/page.ts';

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
  index: 0.3,
  search: 0.2,
  missing: 0.1,
};

/** Words of a title or of the last part of the path that say what a page is, whatever the site. English, Russian, Ukrainian. */
const TITLE_SIGNS: readonly [PageType, RegExp][] = [
  [
    'changelog',
    /^(?:change ?logs?|changes|release notes?|what[’']?s new|history of changes|news|что нового|список изменений|история изменений|примечания к выпуску|що нового|список змін|історія змін|журнал змін)(?![\p{L}\p{N}])|(?:change ?log|release note)s?$/iu,
  ],
  [
    'index',
    /^(?:(?:general |global |full |module |python module |alphabetical )?index(?: of .*)?|index\s*[–—:-]\s*\S{1,12}|genindex|bibliography|table of contents|contents|sitemap|site map|содержание|оглавление|указатель|алфавитный указатель|предметный указатель|карта сайта|зміст|покажчик|алфавітний покажчик|карта сайту)$/iu,
  ],
  [
    'listing',
    /^(?:(?:all|latest|recent) (?:posts|articles|pages|tags|news)|(?:blog |post )?archives?|tags|categories|(?:tag|category|archives?|posts (?:tagged|in)|author)\s*:\s*\S.*|posts (?:tagged|by) .*|page \d+(?: of \d+)?|все (?:записи|статьи|новости|метки)|архив(?: записей)?|(?:категория|рубрика|метка|тег|автор)\s*:\s*\S.*|(?:усі|всі) (?:записи|статті|новини|мітки)|архів(?: записів)?|(?:категорія|мітка|позначка)\s*:\s*\S.*)$/iu,
  ],
  [
    'glossary',
    /^(?:glossary|glossary of .*|terminology|(?:key |list of )?terms and definitions|глоссарий|словарь терминов|термины(?: и определения)?|глосарій|словник термінів|терміни(?: та визначення)?)$/iu,
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
  ['index', /^(?:gen-?index(?:-.*)?|.*-?modindex|book-?index|sitemap|site-map|toc|contents)$/i],
  ['listing', /^(?:tags?|category|categories|archives?|authors?)$/i],
  ['glossary', /^(?:glossary|terminology)$/i],
  ['search', /^search(?:-results?)?$/i],
  ['legal', /^(?:licen[sc]e|copyright|legal|legalnotice|privacy(?:-policy)?|terms(?:-of-(?:use|service))?)$/i],
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
/** A page about the code 404 says more than one that means it. */
const MAX_MISSING_CHARS = 600;
const LICENCE_TEXT = /permission is hereby granted, free of charge|redistribution and use in source and binary forms/i;
const MAX_LICENCE_CHARS = 20_000;
/** In a list of links almost no line is a sentence: seen with at least this many lines. */
const LIST_LINES = 200;

/** The type of a page, judged by its title, the words of its address and the shape of its content; made for no site in particular. */
export function pageTypeOf(page: StoredPage): PageType {
  const parts = pathParts(page.url);
  const title = page.title.trim();
  if (MISSING_TITLE.test(title) && charsOf(page) <= MAX_MISSING_CHARS) return 'missing';
  const named =
    TITLE_SIGNS.find(([, sign]) => sign.test(title)) ??
    PATH_SIGNS.find(([, sign]) => parts.slice(-2).some((part) => sign.test(part)));
  return named?.[0] ?? typeByShape(page) ?? typeByWords([title, ...parts]);
}

function typeByShape(page: StoredPage): PageType | undefined {
  const { sections } = page;
  const shareOf = (count: number) => count / sections.length;
  const headings = sections.filter(({ kind }) => kind === 'heading').map(({ heading }) => heading);
  const versions = headings.filter((heading) => VERSION_HEADING.test(heading)).length;
  if (versions >= MIN_VERSIONS && versions >= headings.length / 2) return 'changelog';
  const terms = sections.filter(({ kind, symbols }) => kind === 'definition' && symbols.length === 0).length;
  if (terms >= MIN_TERMS && shareOf(terms) >= GLOSSARY_SHARE) return 'glossary';
  const entries = sections.filter(({ kind, symbols }) => kind === 'definition' || symbols.length > 0).length;
  if (entries >= 2 && shareOf(entries) >= REFERENCE_SHARE) return 'reference';
  if (isListOfNames(page)) return 'index';
  if (headings.filter((heading) => STEP_HEADING.test(heading)).length >= MIN_STEPS) return 'tutorial';
  return charsOf(page) <= MAX_LICENCE_CHARS && sections.some(({ text }) => LICENCE_TEXT.test(text))
    ? 'legal'
    : undefined;
}

function typeByWords(names: readonly string[]): PageType {
  const says = (sign: RegExp) => names.some((name) => sign.test(name));
  if (says(TUTORIAL_SIGN)) return 'tutorial';
  if (says(GUIDE_SIGN)) return 'guide';
  return says(REFERENCE_SIGN) ? 'reference' : 'page';
}

function charsOf({ sections }: StoredPage): number {
  return sections.reduce((sum, { text, code }) => sum + text.length + code.length, 0);
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
