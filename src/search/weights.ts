/** Every weight of the order, with its reason. A section's score is their sum, times its page's prior. */
export const WEIGHTS = {
  /** The engine's own relevance, 0..1 of the best: frequency and rarity of the words in the text. */
  engine: 10,
  /** All words stand in this section: a reader finds everything in one place. */
  allWords: 5,
  /** The names of the query stand here as written, not only their pieces. */
  wholeNames: 6,
  /** A name among the words, or the last part of the only name, is defined here; times its share of the query. */
  symbolNamed: 16,
  /** The query is the full name of something defined here: nothing can be more obvious. */
  symbol: 30,
  /** The query is the end of such a name (`gather`): nearly as good, but several may have it. */
  symbolEnding: 22,
  /** The page is called as the command that the options of the query are given to: `git rebase` of `git rebase -i`. */
  command: 26,
  /** Same capitals and signs as typed: `Timeout` is not `timeout`. */
  sameSpelling: 8,
  /** The query is the page's whole title. */
  title: 26,
  /** The query is the section's whole heading. */
  heading: 20,
  /** The query is what several links call the page or section, or the last part of its address: a name that is not written on it, below all of its own. */
  linkName: 14,
  /**
   * Title or heading in other forms or another order of its words (`large object`, `Large Objects`), an option without its hyphens (`time`,
   * `--time`): this share of what they count when they are typed just so.
   */
  otherForm: 0.25,
  /** The query, still being typed, is the beginning of a symbol, heading or title; as a whole title, times the share of it that is typed. */
  beginning: 26,
  /** Share of the words that are in the section's own heading or symbols, times the share of the heading that they make up. */
  headingCover: 9,
  /** The same for the page's title, or for the last part of its address: authors who write short titles put the subject there. */
  titleCover: 6,
  /** Share of the words that are in heading, title, the headings above or what the page is below in its site, together. */
  namedCover: 6,
  /** Share of the words that stand within a dozen words of one another in the text: they speak of one thing. */
  near: 5,
  /** Share of the neighbours of the query that are neighbours in the text, in its order: `order of execution` is not `execution order`. */
  order: 4,
  /** A query of a few words with grammar among them stands as it is typed in the heading or title (`GROUP BY clause`), */
  phraseInName: 12,
  /** or in the text. */
  phrase: 4,
  /**
   * A line of the text begins with the query: an entry of a list or table explains it. Only where the best page is not called so: a name of its own says more.
   */
  entry: 6,
  /**
   * What many pages link to is what readers look for; by the logarithm of their number, in full from 45 on. Added, not multiplied: it decides between pages
   * that match alike.
   */
  links: 2,
  /** Added to that in full for a question of many words: no name in it says which of the pages that match is meant. */
  questionLinks: 3,
  /** The beginning of a page introduces its subject. */
  firstSection: 1,
  /**
   * Added to that in full for a question of many words: what a page begins with tells what it answers, while many a section has some of these words by the way.
   */
  questionFirstSection: 3,
  /** Further sections of the page that match, as shares of their scores: a page about the subject beats one that names it once. */
  secondSection: 0.2,
  thirdSection: 0.1,
  /** Added to both in full for a question of many words: its parts are rarely in one section, and the page that has most of them answers it. */
  furtherSections: 0.3,
} as const;

/** What made a score, by the names of the weights; what counts nothing is left out. */
export type Parts = Partial<Record<keyof typeof WEIGHTS, number>>;

/** The score. */
export function sumOf(parts: Parts): number {
  let sum = 0; // asked hundreds of times a query
  for (const name in parts) sum += parts[name as keyof Parts] ?? 0;
  return sum;
}
