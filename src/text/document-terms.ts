import { forEachChunk } from './analyze.ts';
import { foldWord } from './fold.ts';
import { headingKey, headingKeys, withoutNumbering } from './heading-keys.ts';
import { isStopword } from './stopwords.ts';
import { endingsOf, memberKeys, symbolName, symbolTerms } from './symbol-terms.ts';
import type { PageWords } from './vocabulary.ts';

/**
 * What an index says behind a name, of what kind it is or where: `gather() (in module asyncio)`. A bracket without a blank before it and with something in it
 * holds arguments.
 */
const REMARK = /(?:\(\)|\s\().*$/s;

export interface SectionTerms {
  symbols: string;
  title: string;
  headings: string;
  body: string;
  code: string;
  anchors: string;
}

/** What of a section is searched. */
export interface SectionText {
  symbols: readonly string[];
  heading: string;
  /** Headings above, outermost first. */
  path: readonly string[];
  text: string;
  code: string;
}

export interface SectionContext {
  /** The page's title. */
  title: string;
  /** Names of what the page is below in its site. */
  trail?: readonly string[] | undefined;
  lang: string;
  /** Is it the first section of its page? Only that one stands for the title as a whole. */
  isFirst: boolean;
  /** Texts of links that point at this section. */
  anchorTexts: readonly string[];
  /** Those of them that it is known by: each is found as a whole, as a heading is. */
  linkNames?: readonly string[];
  /** Collects the words of what is read as text: not of code. */
  pageWords?: PageWords;
}

/**
 * Terms of each field of a section, separated by blanks: words in text order, then whole names. Names are kept out of the running words, so
 * that a phrase finds `asyncio.gather` in the same way with and without its dot.
 */
export function sectionTerms(section: SectionText, context: SectionContext): SectionTerms {
  const { lang, title, trail = [], pageWords, linkNames = [] } = context;
  return {
    symbols: join(
      termsOf(section.symbols.join('\n'), lang, { pageWords }),
      section.symbols.flatMap((symbol) => [...symbolTerms(symbol), ...memberKeys(symbol, title)]).join(' '),
    ),
    title: join(termsOf(title, lang, { pageWords }), context.isFirst ? headingKeys(title).join(' ') : ''),
    headings: join(
      termsOf([...(section.heading === title ? [] : [section.heading]), ...section.path].join('\n'), lang, {
        pageWords,
      }),
      headingKeys(section.heading).join(' '),
    ),
    body: join(termsOf(section.text, lang, { pageWords }), termsOf(nearestOf(trail, lang), lang)),
    code: termsOf(section.code, lang, { operators: false }),
    anchors: join(termsOf(context.anchorTexts.join('\n'), lang), newKeys(linkNames, section).join(' ')),
  };
}

/**
 * The last name of a trail, by its words that tell something: each section has them as words of its text. What is further away is above most pages of a site.
 */
function nearestOf(trail: readonly string[], lang: string): string {
  const words = withoutNumbering(trail.at(-1) ?? '').split(/\s+/);
  return words.filter((word) => !isStopword(foldWord(word), [lang])).join(' ');
}

/** Keys of the names by which a section is not known anyway: `gather() (in module asyncio)` and `gather (function)` say no more than its symbol. */
function newKeys(names: readonly string[], { heading, symbols }: SectionText): string[] {
  if (names.length === 0) return [];
  const known = new Set([
    ...headingKeys(heading),
    ...symbols.flatMap((symbol) => endingsOf(symbolName(symbol)).map(headingKey)),
  ]);
  const keys = names.map((name) => [headingKey(name), headingKey(name.replace(REMARK, ''))]);
  return [...new Set(keys.flatMap(([key = '', bare = '']) => (known.has(key) || known.has(bare) ? [] : key)))].filter(
    (key) => key !== '',
  );
}

export interface TermsOptions {
  /** Default: true. */
  operators?: boolean;
  /** Where the words of the text are collected. */
  pageWords?: PageWords | undefined;
}

/** Words and parts of a text in its order, then its names, all separated by single blanks. */
export function termsOf(text: string, lang: string, options: TermsOptions = {}): string {
  const words: string[] = [];
  const names: string[] = [];
  const { operators = true, pageWords } = options;
  forEachChunk(text, { lang }, (chunk) => {
    pageWords?.add(chunk);
    const { terms } = chunk;
    if (terms.words !== '') words.push(terms.words);
    if (terms.names !== '' && (operators || terms.words !== '')) names.push(terms.names);
  });
  return join(words.join(' '), names.join(' '));
}

function join(a: string, b: string): string {
  return a === '' || b === '' ? a + b : `${a} ${b}`;
}
