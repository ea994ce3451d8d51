import type { Alternate } from '../model/page.ts';
import { urlHost, urlPath } from '../model/url.ts';
import { familyAt, type NamedPage, variantOf } from './page-variant.ts';

/** What a page says of itself and of its variants. */
interface PageOfFamily extends Omit<NamedPage, 'family'> {
  /** Default: the one that it is in. */
  declaredLang?: string;
  alternates?: readonly Alternate[] | undefined;
}

/**
 * A number that the variants of a page share: that of its place, together with those of the alternates it declares. So two pages at different
 * places have the same only when each of them declares the other, and both the same others; what only one of them says joins nothing.
 */
export function familyOf(page: PageOfFamily): number {
  const alternates = asSeenFrom(page.url, soundOf(page.alternates));
  const own = ownPlace(page, alternates);
  const others = alternates
    .filter(({ url }) => url !== page.url)
    .map(placeOf)
    // Templates that name the home page in the other language on every page speak of none.
    .filter((place) => !isTop(place) || isTop(own));
  return familyAt([own, ...others]);
}

/** Who names two pages in one language lists something else than the translations of a page. */
function soundOf(alternates: readonly Alternate[] = []): readonly Alternate[] {
  const langs = alternates.map(({ lang }) => lang).filter((lang) => lang !== '');
  return new Set(langs).size === langs.length ? alternates : [];
}

/** A directory that can be nothing else: `ko-KR`, `zh_CN`. */
const LOCALE = /(?<=\/)([a-z]{2,3})[-_][A-Z]{2}(?=\/)/;

/**
 * A page that is not translated yet declares the language of its address, or stands in the directory of a locale, and is in another. What stands among the
 * alternates all of them say alike.
 */
function ownPlace({ url, title, lang, declaredLang = lang }: PageOfFamily, alternates: readonly Alternate[]): string {
  const named = alternates.find((alternate) => alternate.url === url);
  if (named !== undefined && named.lang !== '') return placeOf(named);
  const asRead = variantOf({ url, title, lang });
  return asRead.namesLang
    ? asRead.place
    : placeOf({ url, lang: declaredLang || (LOCALE.exec(urlPath(url))?.[1] ?? '') });
}

function placeOf({ url, lang }: Alternate): string {
  const [primary = ''] = lang.split('-');
  return variantOf({ url, lang: primary, title: '' }).place;
}

/** A copy of a site names its pages by the addresses of the original: they are taken for its own. */
function asSeenFrom(url: string, alternates: readonly Alternate[]): readonly Alternate[] {
  const isNamed = alternates.some((alternate) => urlHost(alternate.url) === urlHost(url));
  const original = alternates.find((alternate) => urlPath(alternate.url) === urlPath(url));
  if (isNamed || original === undefined) return alternates;
  const from = urlHost(original.url);
  return alternates.map((alternate) =>
    urlHost(alternate.url) === from ? { ...alternate, url: new URL(urlPath(alternate.url), url).href } : alternate,
  );
}

/** The top of a host, or of what stands below a language or version of it. */
function isTop(place: string): boolean {
  return /^[^/]*\/+$/.test(place);
}
