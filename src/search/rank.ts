import { isOfIndex, priorOf } from '../index/page-type.ts';
import { compareText } from '../model/compare-text.ts';
import type { Closeness } from './closeness.ts';
import { newestFirst } from './newest-first.ts';
import type { QueryWord } from './query-words.ts';
import type { Found } from './retrieve.ts';
import { best, SectionScorer } from './section-scorer.ts';
import { type Parts, sumOf, WEIGHTS } from './weights.ts';

export interface RankedSection extends Found {
  /** The sum of its parts. */
  score: number;
  parts: Parts;
}

export interface RankedPage {
  score: number;
  /** Best first. */
  sections: readonly [RankedSection, ...RankedSection[]];
  /** What its further sections add to the score of its best. */
  further: Parts;
}

/** What the text of a section says beside its names. */
export interface Reading extends Partial<Closeness> {
  /** A line of it begins with the query. */
  isEntry?: boolean;
}

export interface RankQuery {
  /** The query without operators, as typed and in other wordings. */
  texts: readonly string[];
  words: readonly QueryWord[];
}

/** The order of what was found, the same for every index: pages by their best sections; ties by URL, sections by place. */
export class Ranking {
  readonly pages: readonly RankedPage[];
  /** What is added to the weights of the second and third section of a page: the more, the more words the query has. */
  readonly #breadth: number;

  /** The query. */
  readonly #text: string;

  private constructor(sections: readonly RankedSection[], breadth: number, text: string) {
    this.#breadth = breadth;
    this.#text = text;
    this.pages = pagesOf(sections, breadth, text);
  }

  /** By names and by what the engine says. */
  static of(found: readonly Found[], query: RankQuery): Ranking {
    const scorers = query.texts.map((text) => new SectionScorer({ text, words: query.words }));
    const sections = found
      .map(judged)
      .map((section) => scored(section, best(scorers.map((scorer) => scorer.parts(section)))));
    return new Ranking(sections, WEIGHTS.furtherSections * (scorers[0]?.manyWords ?? 0), query.texts[0] ?? '');
  }

  /** Is the query what the first page is called, or one of its two best sections? */
  get isNamed(): boolean {
    const leading = this.pages[0]?.sections.slice(0, 2) ?? [];
    return leading.some(({ parts }) => WHOLE_NAMES.some((name) => (parts[name] ?? 0) > 0));
  }

  /** The same with what the texts of sections say that were read. They only gain by it, so read the best ones. */
  with(readings: ReadonlyMap<string, Reading>): Ranking {
    const sections = this.pages.flatMap((page) =>
      page.sections.map((section) => {
        const { near = 0, order = 0, isEntry = false } = readings.get(section.candidate.id) ?? {};
        const { prior } = section.candidate;
        const parts = { near: WEIGHTS.near * near * prior, order: WEIGHTS.order * order * prior };
        const entry = isEntry ? { entry: WEIGHTS.entry * prior } : {};
        return near > 0 || isEntry ? scored(section, { ...section.parts, ...parts, ...entry }) : section;
      }),
    );
    return new Ranking(sections, this.#breadth, this.#text);
  }
}

/** The index at the end of a book on one page says no more than one with a page of its own. */
function judged(found: Found): Found {
  const { candidate } = found;
  return isOfIndex(candidate)
    ? { ...found, candidate: { ...candidate, prior: Math.min(candidate.prior, priorOf('index')) } }
    : found;
}

function scored(found: Found, parts: Parts): RankedSection {
  return { ...found, parts, score: sumOf(parts) };
}

function pagesOf(sections: readonly RankedSection[], breadth: number, text: string): RankedPage[] {
  const pages = [...Map.groupBy(sections, ({ candidate }) => candidate.url).values()]
    .flatMap((ofPage) => rankedPage(ofPage, breadth) ?? [])
    .sort((a, b) => b.score - a.score || compareText(a.sections[0].candidate.url, b.sections[0].candidate.url));
  return newestFirst(pages, text);
}

function rankedPage(sections: readonly RankedSection[], breadth: number): RankedPage | undefined {
  const [first, ...others] = sections.toSorted(
    (a, b) => b.score - a.score || a.candidate.ordinal - b.candidate.ordinal,
  );
  if (first === undefined) return undefined;
  const [second, third] = others;
  const further = {
    secondSection: second === undefined ? 0 : WEIGHTS.secondSection * withoutName(second) + breadth * second.score,
    thirdSection: third === undefined ? 0 : WEIGHTS.thirdSection * withoutName(third) + breadth * third.score,
  };
  return { score: first.score + sumOf(further), sections: [first, ...others], further };
}

/** Parts of a score that say that the query is a whole name of the section. */
const WHOLE_NAMES = ['symbol', 'symbolEnding', 'heading', 'title', 'linkName'] as const;
/** Parts that say that the query is a name of the section, as a whole or in part. */
const OF_NAMES = [...WHOLE_NAMES, 'sameSpelling', 'beginning', 'headingCover'] as const;

/** What a further section says of the subject. To have a name twice makes a page no better: `open` is meant more often than `dbm.open` and `dbm.gnu.open`. */
function withoutName({ score, parts }: RankedSection): number {
  return OF_NAMES.reduce((rest, name) => rest - (parts[name] ?? 0), score);
}
