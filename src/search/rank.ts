import type { Closeness } from './closeness.ts';
import { newestFirst } from './newest-first.ts';
import type { QueryWord } from './query-words.ts';
import type { Found } from './retrieve.ts';
import { SectionScorer } from './section-scorer.ts';
import { type Parts, sumOf, WEIGHTS } from './weights.ts';

export interface RankedSection extends Found {
  /** The sum of its parts. */
  score: number;
  parts: Parts;
}

export interface RankedPage {
  score: number;
  /** Best first. */
  sections: RankedSection[];
  /** What its further sections add to the score of its best. */
  further: Parts;
}

export interface RankQuery {
  /** The query without operators, as typed and in other wordings. */
  texts: readonly string[];
  words: readonly QueryWord[];
}

/** The order of what was found, the same for every index: pages by their best sections; ties by URL, sections by place. */
export class Ranking {
  readonly pages: readonly RankedPage[];
  /** What further sections count more, for a question of many words. */
  readonly #breadth: number;

  private constructor(sections: readonly RankedSection[], breadth: number) {
    this.#breadth = breadth;
    this.pages = pagesOf(sections, breadth);
  }

  /** By names and by what the engine says. */
  static of(found: readonly Found[], query: RankQuery): Ranking {
    const scorers = query.texts.map((text) => new SectionScorer({ text, words: query.words }));
    const sections = found.map((section) => {
      const wordings = scorers.map((scorer) => scorer.parts(section));
      return scored(
        section,
        wordings.reduce((a, b) => (sumOf(b) > sumOf(a) ? b : a), wordings[0] ?? {}),
      );
    });
    return new Ranking(sections, WEIGHTS.furtherSections * (scorers[0]?.manyWords ?? 0));
  }

  /** The same with how close the words stand in the sections whose texts were read. They only gain, so read the best ones. */
  with(closeness: ReadonlyMap<string, Closeness>): Ranking {
    const sections = this.pages.flatMap((page) =>
      page.sections.map((section) => {
        const { near = 0, order = 0 } = closeness.get(section.candidate.id) ?? {};
        const { prior } = section.candidate;
        const parts = { near: WEIGHTS.near * near * prior, order: WEIGHTS.order * order * prior };
        return near > 0 ? scored(section, { ...section.parts, ...parts }) : section;
      }),
    );
    return new Ranking(sections, this.#breadth);
  }
}

function scored(found: Found, parts: Parts): RankedSection {
  return { ...found, parts, score: sumOf(parts) };
}

function pagesOf(sections: readonly RankedSection[], breadth: number): RankedPage[] {
  const pages = [...Map.groupBy(sections, ({ candidate }) => candidate.url).values()]
    .map((ofPage) => rankedPage(ofPage, breadth))
    .sort((a, b) => b.score - a.score || compare(urlOf(a), urlOf(b)));
  return newestFirst(pages);
}

function rankedPage(sections: readonly RankedSection[], breadth: number): RankedPage {
  const sorted = sections.toSorted((a, b) => b.score - a.score || a.candidate.ordinal - b.candidate.ordinal);
  const first = sorted[0]?.score ?? 0;
  const [, second, third] = sorted;
  const further = {
    secondSection: second === undefined ? 0 : WEIGHTS.secondSection * withoutName(second) + breadth * second.score,
    thirdSection: third === undefined ? 0 : WEIGHTS.thirdSection * withoutName(third) + breadth * third.score,
  };
  return { score: first + sumOf(further), sections: sorted, further };
}

/** Parts that say that the query is what a section is called. */
const OF_NAMES = ['symbol', 'symbolEnding', 'sameSpelling', 'heading', 'title', 'beginning', 'headingCover'] as const;

/** What a further section says of the subject. To have a name twice makes a page no better: `open` is meant more often than `dbm.open` and `dbm.gnu.open`. */
function withoutName({ score, parts }: RankedSection): number {
  return OF_NAMES.reduce((rest, name) => rest - (parts[name] ?? 0), score);
}

function urlOf(page: RankedPage): string {
  return page.sections[0]?.candidate.url ?? '';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
