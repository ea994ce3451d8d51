import { variantOf } from '../index/page-variant.ts';
import type { Candidate, Passage, SearchIndex } from '../index/search-index.ts';
import { isoTime, rounded } from '../model/figures.ts';
import { isSameHeading } from '../text/heading-keys.ts';
import { addressOf } from './address.ts';
import type { AnalysedQuery } from './analyse-query.ts';
import { explanationOf } from './explanation.ts';
import type { FoldedPage } from './fold-versions.ts';
import type { RankedPage, RankedSection } from './rank.ts';
import type { SearchResult } from './response.ts';
import { highlighted, snippet } from './snippet.ts';

const MAX_SECTIONS = 3;
/** A further section is shown when it is at least this share as good as the best: below that it only has some of the words by chance. */
const SECTION_SHARE = 0.4;
/** Versions and translations of a page that are named with it. */
const MAX_VERSIONS = 20;
/** Further sections are many: only the beginning of each is looked at for its snippet. */
const MINOR_SCANNED_CHARS = 500;

/** What is shown of the pages: their best sections with snippets, and, when asked for, what made their scores, and names with the words of the query marked. */
export async function resultsOf(
  index: Pick<SearchIndex, 'passages'>,
  pages: readonly FoldedPage[],
  { query, explain, highlight }: { query: AnalysedQuery; explain: boolean; highlight: boolean },
): Promise<SearchResult[]> {
  const shown = pages.map((page) => sectionsShown(page));
  const passages = await index.passages(shown.flat().map((section) => section.candidate.id));
  const byId = new Map(passages.map((passage) => [passage.id, passage]));
  return pages.flatMap((page, i) => {
    const [best, ...others] = shown[i] ?? [];
    return best === undefined
      ? []
      : [
          resultOf(page, {
            best,
            others: sayingMore(best, others, byId),
            explain,
            ...(highlight && { nameOf: (name, { lang }) => highlighted(name, { words: query.words, lang }) }),
            excerpt: (section, maxScannedChars) => excerptOf(section, { byId, query, maxScannedChars }),
            address: ({ candidate }) => addressOf(candidate, byId.get(candidate.id)?.text),
          }),
        ];
  });
}

/** The best sections. Parts of a long one may open at the same place: then the best of them speaks for it. */
function sectionsShown({ sections }: RankedPage): RankedSection[] {
  const enough = SECTION_SHARE * sections[0].score;
  const places = new Map(sections.toReversed().map((section) => [section.candidate.anchor, section]));
  const isOwn = (section: RankedSection) => {
    const { anchor } = section.candidate;
    return anchor === '' || places.get(anchor) === section;
  };
  return sections
    .filter(isOwn)
    .slice(0, MAX_SECTIONS + 1)
    .filter(({ score }) => score >= enough);
}

/** Those that say something else: a heading without text of its own is shown with what the section below it says, which may be a result, too. */
function sayingMore(
  best: RankedSection,
  others: readonly RankedSection[],
  byId: ReadonlyMap<string, Passage>,
): RankedSection[] {
  const said: Passage[] = [];
  return [best, ...others]
    .filter(({ candidate }) => {
      const passage = byId.get(candidate.id);
      if (passage === undefined || !/\S/.test(passage.text + passage.code)) return true;
      const isNew = !said.some(({ text, code }) => text === passage.text && code === passage.code);
      said.push(passage);
      return isNew;
    })
    .slice(1);
}

interface Shown {
  explain: boolean;
  /** A name with the words of the query marked. */
  nameOf?: (name: string, candidate: Candidate) => string;
  best: RankedSection;
  others: readonly RankedSection[];
  excerpt: (section: RankedSection, maxScannedChars?: number) => string;
  address: (section: RankedSection) => string;
}

function resultOf(page: FoldedPage, { explain, nameOf, best, others, excerpt, address }: Shown): SearchResult {
  const { url, title, trail, path, heading, site, lang, type, crawledAt } = best.candidate;
  return {
    url: address(best),
    pageUrl: url,
    title,
    breadcrumb: breadcrumbOf({ trail, title, path }),
    heading,
    snippet: excerpt(best),
    score: rounded(page.score),
    site,
    lang,
    type,
    crawledAt: isoTime(crawledAt),
    sections: others.map((section) => {
      const name = section.candidate.heading || section.candidate.path.at(-1) || title;
      return {
        url: address(section),
        heading: name,
        snippet: excerpt(section, MINOR_SCANNED_CHARS),
        ...(nameOf && { highlighted: nameOf(name, section.candidate) }),
      };
    }),
    versions: page.others.slice(0, MAX_VERSIONS).map((other) => {
      const { version, lang: otherLang } = variantOf(other);
      return { url: addressOf(other), pageUrl: other.url, version, lang: otherLang };
    }),
    ...(explain && { explain: explanationOf(page) }),
    ...(nameOf && { highlighted: { title: nameOf(title, best.candidate), heading: nameOf(heading, best.candidate) } }),
  };
}

/** Each name once; the heading of a chapter often repeats its title with a number before it. */
function breadcrumbOf({ trail, title, path }: Pick<Candidate, 'trail' | 'title' | 'path'>): string[] {
  const besides = (names: readonly string[]) => names.filter((name) => !isSameHeading(name, title));
  return [...new Set([...besides(trail), title, ...besides(path)])].filter((name) => name !== '');
}

function excerptOf(
  { candidate, parts: { symbol = 0, symbolEnding = 0 } }: RankedSection,
  {
    byId,
    query,
    maxScannedChars,
  }: { byId: ReadonlyMap<string, Passage>; query: AnalysedQuery; maxScannedChars: number | undefined },
): string {
  const { text = '', code = '' } = byId.get(candidate.id) ?? {};
  return snippet([text, code], {
    words: query.words,
    lang: candidate.lang,
    isDefinition: symbol + symbolEnding > 0,
    ...(maxScannedChars !== undefined && { maxScannedChars }),
  });
}
