import { MAX_LINK_TEXT_CHARS, MAX_LINK_TEXTS } from '../model/links.ts';
import type { StoredPage } from '../model/page.ts';
import { addressName } from '../model/url-name.ts';
import { sectionTerms } from '../text/document-terms.ts';
import { languageOf, SAMPLE_CHARS } from '../text/language.ts';
import { PageWords } from '../text/vocabulary.ts';
import { familyOf } from './page-family.ts';
import { type PageType, pageTypeOf, priorOf } from './page-type.ts';
import type { PageDocument } from './search-index.ts';

export interface AboutPage {
  site: string;
  /** When it was fetched, ms since the epoch. */
  crawledAt: number;
  /** Default: judged by title, address and content. */
  type?: PageType;
  /** Default: that of the type. */
  prior?: number;
  /** Texts of links from other pages, by the fragment they point at; '' is the page itself. */
  anchorTexts?: ReadonlyMap<string, readonly string[]>;
  /** Those of them that several links have: names of the place. */
  linkNames?: ReadonlyMap<string, readonly string[]>;
  /** How much other pages link to it, by `linkClassOf`; default 0. */
  linkClass?: number;
}

/** Makes of a stored page what the index keeps: sections with their terms, language, type and prior. Pure. */
export function toPageDocument(page: StoredPage, about: AboutPage): PageDocument {
  const type = about.type ?? pageTypeOf(page);
  const lang = pageLanguage(page);
  const title =
    page.title !== '' ? page.title : (page.sections.find((section) => section.heading !== '')?.heading ?? '');
  const { trail = [] } = page;
  const pageWords = new PageWords();
  const sections = page.sections.map((section, ordinal) => {
    const isFirst = ordinal === 0;
    const fragments = [section.anchor, ...(section.aliases ?? []), ...(isFirst && section.anchor !== '' ? [''] : [])];
    const ofPlace = (texts: AboutPage['anchorTexts']) =>
      usefulTexts(fragments.flatMap((fragment) => texts?.get(fragment) ?? []));
    const anchorTexts = ofPlace(about.anchorTexts);
    const linkNames = [...ofPlace(about.linkNames), ...(isFirst ? addressNames(page.url) : [])];
    const { anchor, heading, path, symbols } = section;
    return {
      anchor,
      heading,
      path,
      symbols,
      ...shownOf(page.sections, ordinal),
      terms: sectionTerms(section, { title, trail, lang, isFirst, anchorTexts, linkNames, pageWords }),
    };
  });
  return {
    url: page.url,
    site: about.site,
    lang,
    type,
    prior: about.prior ?? priorOf(type),
    linkClass: about.linkClass ?? 0,
    family: familyOf({ url: page.url, title, lang, declaredLang: page.lang, alternates: page.alternates }),
    title,
    trail,
    crawledAt: about.crawledAt,
    words: pageWords.toString(),
    sections,
  };
}

/** Sections that are looked at for a text to show. */
const SHOWN_WITHIN = 3;

/**
 * What is shown of a section. A heading right above another has no text of its own: what it heads begins with that of the next section. It is
 * searched where it stands, and only there.
 */
function shownOf(sections: StoredPage['sections'], ordinal: number): { text: string; code: string } {
  const shown = sections.slice(ordinal, ordinal + SHOWN_WITHIN).find(({ text, code }) => /\S/.test(text + code));
  return { text: shown?.text ?? '', code: shown?.code ?? '' };
}

/** The language that the page is written in, as a primary subtag, '' when it cannot be told: by its words, and what it declares. */
export function pageLanguage({ title, sections, lang }: StoredPage): string {
  let sample = title;
  for (const { heading, text } of sections) {
    if (sample.length > SAMPLE_CHARS) break;
    sample += ` ${heading} ${text}`;
  }
  return languageOf(sample, lang);
}

/** What the address calls a page is one more name that it has, unless it only numbers its pages, or parameters choose them. */
function addressNames(url: string): string[] {
  const name = url.includes('?') ? '' : addressName(url);
  return /\p{L}{2}/u.test(name) && !/(?<!\S)\d+(?!\S)/.test(name) ? [name] : [];
}

/** In the order of their letters: how often each is used may have changed since, and moves no word of the index then. */
function usefulTexts(texts: readonly string[]): string[] {
  const short = texts.map((text) => text.trim()).filter((text) => text !== '' && text.length <= MAX_LINK_TEXT_CHARS);
  return [...new Set(short)].slice(0, MAX_LINK_TEXTS).sort();
}
