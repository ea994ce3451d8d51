import { areVariants, type PageVariant, variantOf } from '../index/page-variant.ts';
import type { Candidate, SearchIndex } from '../index/search-index.ts';
import { compareVersions } from '../model/url-directories.ts';
import { isInScriptOf, languageOf } from '../text/language.ts';
import type { RankedPage } from './rank.ts';

/** A page with the others that say the same: versions, translations, twins. */
export interface FoldedPage extends RankedPage {
  others: Candidate[];
}

interface Member {
  page: RankedPage;
  candidate: Candidate;
  variant: PageVariant;
}

/** Best first. */
type Family = [Member, ...Member[]];

/** An older version is not shown for a newer one that hardly answers the query: there the page may have changed. */
const NEWER_SHARE = 0.6;
/** A translation, only for one that answers as well. */
const TRANSLATION_SHARE = 0.9;
/** Pages that are looked at for twins: where all have one title, the texts of all would be read. */
const TWIN_PAGES = 30;
/** The same section has much the same score wherever it stands: beside the best of them, at least this share. */
const TWIN_SHARE = 0.8;
/** Shorter texts are alike by chance. */
const MIN_TWIN_CHARS = 40;
/** Texts that begin alike for so long are the same text, though one may end in notes of its page. */
const OPENING_CHARS = 200;

/**
 * Folds the variants of each page into one result, in the place of the best of them: the version that readers want most, in the
 * language of the query or else that of addresses without a language, or one that is written in the letters of the query.
 */
export function foldVersions(pages: readonly RankedPage[], text: string): FoldedPage[] {
  const queryLang = languageOf(text, '');
  return familiesOf(pages).map((family) => {
    const chosen = chooseFrom(family, { queryLang, text });
    const others = family.filter((member) => member !== chosen).map(({ candidate }) => candidate);
    return { ...chosen.page, score: family[0].page.score, others };
  });
}

/** Of further pages, those that are no variants of others before them: a longer list begins as a shorter one does. */
export function foldFurther(before: readonly RankedPage[], further: readonly RankedPage[]): FoldedPage[] {
  const known = familiesOf(before).length;
  return familiesOf([...before, ...further])
    .slice(known)
    .map(([{ page }]) => ({ ...page, others: [] }));
}

/** Each page joins the first family before it of which some page is a variant of it: one that is not translated yet is known by its own version. */
function familiesOf(pages: readonly RankedPage[]): Family[] {
  const families: Family[] = [];
  const byNumber = new Map<number, Family[]>();
  for (const page of pages) {
    const [{ candidate }] = page.sections;
    const variant = variantOf(candidate);
    const here = byNumber.get(variant.family) ?? [];
    const family = here.find((members) => members.some((member) => areVariants(member.variant, variant)));
    if (family !== undefined) {
      family.push({ page, candidate, variant });
      continue;
    }
    const own: Family = [{ page, candidate, variant }];
    byNumber.set(variant.family, [...here, own]);
    families.push(own);
  }
  return families;
}

function chooseFrom(family: Family, { queryLang, text }: { queryLang: string; text: string }): Member {
  const [best] = family;
  const readable = family.filter(({ page }) => page.score >= TRANSLATION_SHARE * best.page.score);
  const { lang } = (
    readable.find(({ variant }) => variant.lang === queryLang) ??
    readable.find(({ variant }) => !variant.namesLang) ??
    readable.find(({ variant }) => isInScriptOf(variant.lang, text)) ??
    best
  ).variant;
  const [chosen] = family
    .filter(({ page, variant }) => variant.lang === lang && page.score >= NEWER_SHARE * best.page.score)
    .sort(
      // Of two in one language, the one at an address of another is not translated yet.
      (a, b) =>
        compareVersions(a.variant.version, b.variant.version) ||
        Number(a.variant.isDeclared) - Number(b.variant.isDeclared),
    );
  return chosen ?? best;
}

/**
 * Pages whose best sections have the same heading, and texts that begin alike. Of one title and the same text to its end they are one result: on the
 * page of results nobody could tell them apart. The others exchange their places: where many pages are collected in one, the section stands further
 * from the beginning than on the page that is about it.
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
