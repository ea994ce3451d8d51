import { readEscapes } from '../model/url-escapes.ts';
import { sketchText } from '../text/sketch.ts';

/** Characters of title and main text. A page that only says that it is not there says little else. */
const LONGEST = 2_000;
/** Where in its text such a page says so. */
const BEGINNING = 300;

/** How pages say that they are not there. It only makes a page suspect: what the site says of an address that cannot exist decides. */
const NOT_FOUND = new RegExp(
  [
    String.raw`\b404\b|(?:\b|can)not (?:be )?(?:found|find|exist|available)|n['’]t (?:be found|find|exist|seem to exist|available|here)\b`,
    String.raw`\bno longer (?:exist|available|here)|\bno such (?:page|file|document)|\bunable to find|\bnothing (?:was )?(?:found|here)\b`,
    String.raw`\bpage (?:is )?missing|\bmissing page|\bpage (?:was|has been) (?:removed|deleted|moved)`,
    'не найден|не существует|отсутствует|такой страницы нет|нет такой страницы|не знайден|не існує|відсутня|такої сторінки немає',
    'nicht gefunden|nicht vorhanden|existiert nicht|gibt es nicht|introuvable|pas trouvé|non trouvé|existe pas',
    'no encontrad|no se encuentra|no existe|não encontrad|não existe|non trovat|non esiste',
    'niet gevonden|bestaat niet|nie znalezion|nie istnieje|nenalezen|neexistuje|nem található',
    'hittades inte|finns inte|ikke fundet|ikke funnet|ei löyt|bulunamadı',
    '找不到|未找到|不存在|見つかりません|存在しません|찾을 수 없|存在しない',
  ].join('|'),
  'iu',
);

/**
 * A sketch of a page that says in words that it is not there, to be compared with that of another; undefined for any other page. The page's own
 * address is left out of it, as such pages like to repeat it.
 */
export function notFoundSketch({ title, text }: { title: string; text: string }, url: string): Uint8Array | undefined {
  const words = `${title}\n${text}`;
  if (words.length > LONGEST || !NOT_FOUND.test(words.slice(0, title.length + 1 + BEGINNING))) return undefined;
  return sketchText(withoutAddress(words, url));
}

function withoutAddress(words: string, url: string): string {
  const { href, pathname, search } = new URL(url);
  const path = pathname + search;
  const last = pathname.slice(pathname.lastIndexOf('/') + 1);
  const spellings = [href, path, pathname, path.slice(1), pathname.slice(1), last].flatMap((spelt) => [
    spelt,
    readEscapes(spelt),
  ]);
  return spellings.filter((spelt) => spelt.length > 1).reduce((left, spelt) => left.replaceAll(spelt, ' '), words);
}
