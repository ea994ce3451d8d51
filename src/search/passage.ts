/** Where words of the query stand in a text. */
export interface Mark {
  start: number;
  end: number;
  /** Numbers of the query's words: several where names or pairs of characters overlap. */
  words: Set<number>;
}

/** Length of a passage in characters. */
export const PASSAGE_CHARS = 190;
/** A passage begins at a sentence when one begins at most so many characters before its first mark. */
const REACH_BACK_CHARS = 70;
/** One more different word in a passage is worth as much as so many more words that it has already. */
const DIFFERENT_WORD = 10;
/** Where no blank comes for longer than this, the script has none, or a long name is cut. */
const MAX_WORD_CHARS = 40;
/** Ends of sentences and lines. */
const SENTENCE_ENDS = /\n|[.!?؟](?=\s)|[。！？।]/gu;

/** The stretch of text that has most of the different words that are marked in it, the first of equals; the beginning of the text when none is. */
export function passageOf(
  text: string,
  marks: readonly Mark[],
  maxChars = PASSAGE_CHARS,
): { start: number; end: number } {
  const best = bestPassage(marks, maxChars);
  const start = best.value === 0 ? skipBlanks(text, 0) : startBefore(text, best.first);
  return { start, end: endAfter(text, start, maxChars) };
}

/** Is there a passage with so many different words? */
export function hasPassageWith(words: number, marks: readonly Mark[]): boolean {
  return bestPassage(marks, PASSAGE_CHARS).value >= words * DIFFERENT_WORD;
}

function bestPassage(marks: readonly Mark[], maxChars: number): { value: number; first: number } {
  let best = { value: 0, first: 0 };
  marks.forEach((mark, i) => {
    const value = valueFrom(marks, i, mark.start + maxChars - REACH_BACK_CHARS / 2);
    if (value > best.value) best = { value, first: mark.start };
  });
  return best;
}

/** Different words count most, then how many there are. */
function valueFrom(marks: readonly Mark[], from: number, end: number): number {
  const seen = new Set<number>();
  let count = 0;
  for (let i = from; i < marks.length; i++) {
    const mark = marks[i];
    if (mark === undefined || mark.end > end) break;
    for (const word of mark.words) seen.add(word);
    count += 1;
  }
  return seen.size * DIFFERENT_WORD + Math.min(count, DIFFERENT_WORD - 1);
}

/** The beginning of the sentence or line when it is near, else of a word some way before. */
function startBefore(text: string, first: number): number {
  if (first <= REACH_BACK_CHARS) return skipBlanks(text, 0);
  const before = text.slice(first - REACH_BACK_CHARS, first);
  const sentence = [...before.matchAll(SENTENCE_ENDS)].at(-1)?.index ?? -1;
  if (sentence >= 0) return skipBlanks(text, first - REACH_BACK_CHARS + sentence + 1);
  const word = before.slice(REACH_BACK_CHARS / 2).search(/\s/);
  return word < 0
    ? wordStart(text, first - REACH_BACK_CHARS / 2, first)
    : skipBlanks(text, first - REACH_BACK_CHARS / 2 + word);
}

/** The last end of a word within the length; within a word when the word alone is longer. */
function endAfter(text: string, start: number, maxChars: number): number {
  const limit = start + maxChars;
  if (limit >= text.length) return start + text.slice(start).trimEnd().length;
  const stretch = text.slice(start, limit + 1);
  const blank = stretch.search(/\s+\S*$/);
  return blank > maxChars - MAX_WORD_CHARS ? start + blank : wordStart(text, limit, limit);
}

const SEGMENTER = new Intl.Segmenter(undefined, { granularity: 'word' });

/** The first beginning of a word from there on, for scripts without blanks; the place itself, within a word, when there is none before the other place. */
function wordStart(text: string, from: number, until: number): number {
  const near = charStart(text, Math.max(0, from - MAX_WORD_CHARS));
  const beginnings = Array.from(
    SEGMENTER.segment(text.slice(near, until + MAX_WORD_CHARS)),
    ({ index }) => near + index,
  );
  const within = beginnings.filter((at) => at <= until);
  return within.find((at) => at >= from) ?? within.findLast((at) => at > near) ?? charStart(text, until);
}

function skipBlanks(text: string, from: number): number {
  const offset = text.slice(from).search(/\S/);
  return offset < 0 ? text.length : from + offset;
}

/** Not between the two halves of a surrogate pair. */
function charStart(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
