import { areVariants, type PageVariant, variantOf } from '../index/page-variant.ts';
import type { Candidate } from '../index/search-index.ts';
import { compareVersions } from '../model/url-directories.ts';
import { isInScriptOf, languageOfQuery } from '../text/language.ts';
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
/** A translation, only for one that answers as well; but who asks in a language has to read the answer. */
const TRANSLATION_SHARE = 0.9;
const OWN_LANGUAGE_SHARE = 0.6;

/**
 * Folds the variants of each page into one result, in the place of the best of them: the version that readers want most, in the
 * language of the query or else that of addresses without a language, or one that is written in the letters of the query.
 */
export function foldVersions(pages: readonly RankedPage[], text: string): FoldedPage[] {
  const queryLang = languageOfQuery(text);
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
  const own = family.find(
    ({ page, variant }) => variant.lang === queryLang && page.score >= OWN_LANGUAGE_SHARE * best.page.score,
  );
  const readable = family.filter(({ page }) => page.score >= TRANSLATION_SHARE * best.page.score);
  const { lang } = (
    own ??
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
