import type { Candidate, SearchIndex } from '../index/search-index.ts';
import type { FoldedPage } from './fold-versions.ts';

/** Pages that are looked at for twins: where all have one title, the texts of all would be read. */
const TWIN_PAGES = 30;
/** The same section has much the same score wherever it stands: beside the best of them, at least this share. */
const TWIN_SHARE = 0.8;
/** Shorter texts are alike by chance. */
const MIN_TWIN_CHARS = 40;
/** Texts that begin alike for so long are the same text, though one may end in notes of its page. */
const OPENING_CHARS = 200;

/**
 * Finds pages whose best sections have the same heading, and texts that begin alike. Those of one title, and of the same text to its end, become one
 * result: on the page of results nobody could tell them apart. The others exchange their places, so that the one whose section stands nearest to the
 * beginning of its page comes first: where many pages are collected in one, a section stands further from the beginning than on the page that is about it.
 */
export async function foldTwins(index: Pick<SearchIndex, 'passages'>, pages: FoldedPage[]): Promise<FoldedPage[]> {
  const placed = [...pages];
  const twins = new Set<FoldedPage>();
  for (const alike of await sameSections(index, pages.slice(0, TWIN_PAGES))) {
    const kept = new Map<string, FoldedPage>();
    const earliestFirst = alike.toSorted((a, b) => a.candidate.ordinal - b.candidate.ordinal);
    for (const [i, { page, candidate, text }] of earliestFirst.entries()) {
      const place = alike[i]?.page ?? page;
      const here = { ...page, score: place.score, others: [...page.others] };
      placed[pages.indexOf(place)] = here;
      const look = `${candidate.title}\n${text}`;
      const first = kept.get(look);
      if (first === undefined) kept.set(look, here);
      else {
        first.others.push(candidate, ...page.others);
        twins.add(here);
      }
    }
  }
  return placed.filter((page) => !twins.has(page));
}

interface Shown {
  page: FoldedPage;
  candidate: Candidate;
  /** Of the best section; '' as long as it is not read. */
  text: string;
}

/** Of these pages, those whose best sections look the same, together. Texts are read only where headings are the same and scores near one another. */
async function sameSections(index: Pick<SearchIndex, 'passages'>, pages: readonly FoldedPage[]): Promise<Shown[][]> {
  const shown = pages.map((page) => ({ page, candidate: page.sections[0].candidate, text: '' }));
  const several = (groups: Map<string, Shown[]>) =>
    [...groups.values()]
      .map((group) => group.filter(({ page }) => scoreOf(page) >= TWIN_SHARE * scoreOf(group[0]?.page)))
      .filter((group) => group.length > 1);
  const doubtful = several(Map.groupBy(shown, ({ candidate }) => headOf(candidate))).flat();
  if (doubtful.length === 0) return [];
  const passages = await index.passages(doubtful.map(({ candidate }) => candidate.id));
  const texts = new Map(passages.map(({ id, text, code }) => [id, `${text}\n${code}`]));
  const read = doubtful.map((one) => ({ ...one, text: texts.get(one.candidate.id) ?? '' }));
  const long = read.filter(({ text }) => text.length >= MIN_TWIN_CHARS);
  return several(Map.groupBy(long, (one) => `${headOf(one.candidate)}\n${one.text.slice(0, OPENING_CHARS)}`));
}

function headOf({ site, title, heading, ordinal }: Candidate): string {
  return `${site}\n${heading === '' && ordinal === 0 ? title : heading}`;
}

function scoreOf(page: FoldedPage | undefined): number {
  return page?.sections[0].score ?? 0;
}
