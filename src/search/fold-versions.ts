import type { Candidate, SearchIndex } from '../index/search-index.ts';
import { languageOf } from '../text/language.ts';
import { areVariants, compareVersions, type PageVariant, variantOf } from './page-variant.ts';
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
/** Shorter texts are alike by chance. */
const MIN_TWIN_CHARS = 40;

/**
 * Folds the variants of each page into one result, in the place of the best of them: the version that readers want most, in the
 * language of the query or else that of addresses without a language.
 */
export function foldVersions(pages: readonly RankedPage[], text: string): FoldedPage[] {
  const queryLang = languageOf(text, '');
  return familiesOf(pages).map((family) => {
    const chosen = chooseFrom(family, queryLang);
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

/** Each page joins the first family before it whose best page it is a variant of. */
function familiesOf(pages: readonly RankedPage[]): Family[] {
  const families: Family[] = [];
  const byPlace = new Map<string, Family[]>();
  for (const page of pages) {
    const candidate = candidateOf(page);
    if (candidate === undefined) continue;
    const variant = variantOf(candidate);
    const here = byPlace.get(variant.place) ?? [];
    const family = here.find(([first]) => areVariants(first.variant, variant));
    if (family !== undefined) {
      family.push({ page, candidate, variant });
      continue;
    }
    const own: Family = [{ page, candidate, variant }];
    byPlace.set(variant.place, [...here, own]);
    families.push(own);
  }
  return families;
}

function chooseFrom(family: Family, queryLang: string): Member {
  const [best] = family;
  const readable = family.filter(({ page }) => page.score >= TRANSLATION_SHARE * best.page.score);
  const { lang } = (
    readable.find(({ variant }) => variant.lang === queryLang) ??
    readable.find(({ variant }) => !variant.namesLang) ??
    best
  ).variant;
  const [chosen] = family
    .filter(({ page, variant }) => variant.lang === lang && page.score >= NEWER_SHARE * best.page.score)
    .sort((a, b) => compareVersions(a.variant.version, b.variant.version));
  return chosen ?? best;
}

/** Folds pages of the same title whose best sections have the same heading and text: on the page of results nobody could tell them apart. */
export async function foldTwins(index: Pick<SearchIndex, 'passages'>, pages: FoldedPage[]): Promise<FoldedPage[]> {
  const alike = Map.groupBy(pages.slice(0, TWIN_PAGES), (page) => lookOf(candidateOf(page)));
  const doubtful = [...alike.values()].filter((group) => group.length > 1).flat();
  if (doubtful.length === 0) return pages;
  const ids = doubtful.flatMap((page) => candidateOf(page)?.id ?? []);
  const texts = new Map((await index.passages(ids)).map(({ id, text, code }) => [id, `${text}\n${code}`]));
  const kept = new Map<string, FoldedPage>();
  const twins = new Set<FoldedPage>();
  for (const page of doubtful) {
    const candidate = candidateOf(page);
    const text = texts.get(candidate?.id ?? '') ?? '';
    if (candidate === undefined || text.length < MIN_TWIN_CHARS) continue;
    const key = `${lookOf(candidate)}\n${text}`;
    const first = kept.get(key);
    if (first === undefined) kept.set(key, page);
    else {
      first.others.push(candidate, ...page.others);
      twins.add(page);
    }
  }
  return pages.filter((page) => !twins.has(page));
}

function lookOf(candidate: Candidate | undefined): string {
  return candidate === undefined ? '' : [candidate.site, candidate.title, candidate.heading].join('\n');
}

function candidateOf(page: RankedPage): Candidate | undefined {
  return page.sections[0]?.candidate;
}
