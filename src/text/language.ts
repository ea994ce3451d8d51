import { foldWord } from './fold.ts';
import { STOPWORDS } from './stopwords.ts';

const CYRILLIC_LANGS = new Set(['ru', 'uk', 'be', 'bg', 'sr', 'mk', 'kk', 'ky', 'mn', 'tg', 'tt']);
const CYRILLIC_LETTER = /\p{Script=Cyrillic}/u;
/** Characters of text that are looked at: enough for a hundred stop words. */
const SAMPLE_CHARS = 4000;

/**
 * The language of a text as a primary subtag, `''` when it cannot be told. The declared one is believed unless its script is not the
 * text's: templates that say `lang="en"` around Russian pages are common.
 */
export function languageOf(text: string, declared: string): string {
  const sample = text.slice(0, SAMPLE_CHARS);
  if (declared !== '' && !CYRILLIC_LANGS.has(declared) && !CYRILLIC_LETTER.test(sample)) return declared;
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  const cyrillic = sample.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  const isCyrillic = cyrillic > letters / 2;
  if (declared !== '' && (letters < 40 || CYRILLIC_LANGS.has(declared) === isCyrillic)) return declared;
  return isCyrillic ? cyrillicLanguage(sample) : (mostStopwords(sample) ?? '');
}

function cyrillicLanguage(sample: string): string {
  // Each of the two has common letters that the other lacks.
  const ukrainian = sample.match(/[іїєґ]/giu)?.length ?? 0;
  const russian = sample.match(/[ыэъё]/giu)?.length ?? 0;
  return ukrainian > russian ? 'uk' : 'ru';
}

function mostStopwords(sample: string): string | undefined {
  const words = (sample.match(/\p{L}+/gu) ?? []).map(foldWord);
  const counts = [...STOPWORDS].map(([lang, stopwords]) => ({
    lang,
    count: words.filter((word) => stopwords.has(word)).length,
  }));
  const best = counts.reduce((a, b) => (b.count > a.count ? b : a));
  // Running text is a third stop words; a table of names is not in any language.
  return best.count >= 3 && best.count > words.length / 12 ? best.lang : undefined;
}
