import { foldWord } from './fold.ts';
import { isStopword, STOPWORDS } from './stopwords.ts';

/** Characters of text that are looked at: enough for a hundred stop words. */
export const SAMPLE_CHARS = 4000;
/** Fewer letters do not speak against what is declared. */
const MIN_LETTERS = 40;
/** One character of Hangul or Han counts as so many letters. */
const LETTERS_OF_A_SYLLABLE = 3;

interface Script {
  name: string;
  letter: RegExp;
  weight: number;
  /** Languages written in it; first the one that is meant when nothing else is known. */
  langs: readonly string[];
}

const script = (name: string, langs: string, weight = 1): Script => ({
  name,
  letter: new RegExp(`\\p{Script=${name}}`, 'gu'),
  weight,
  langs: langs.split(' '),
});

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/gu;
/** Latin, and whatever is not named here, is written in the languages of no other script. */
const LATIN = script('Latin', '');
const SCRIPTS: readonly Script[] = [
  LATIN,
  script('Cyrillic', 'ru uk be bg sr mk kk ky mn tg tt ba ce cv os sah ab uz az'),
  script('Greek', 'el'),
  script('Hebrew', 'he iw yi'),
  script('Arabic', 'ar fa ur ps ckb ku ug sd az'),
  script('Armenian', 'hy'),
  script('Georgian', 'ka'),
  script('Devanagari', 'hi mr ne sa kok mai'),
  script('Bengali', 'bn as'),
  script('Gurmukhi', 'pa'),
  script('Gujarati', 'gu'),
  script('Tamil', 'ta'),
  script('Telugu', 'te'),
  script('Kannada', 'kn'),
  script('Malayalam', 'ml'),
  script('Sinhala', 'si'),
  script('Thai', 'th'),
  script('Lao', 'lo'),
  script('Khmer', 'km'),
  script('Myanmar', 'my'),
  script('Ethiopic', 'am ti'),
  script('Hangul', 'ko', LETTERS_OF_A_SYLLABLE),
  script('Han', 'zh ja yue ko', LETTERS_OF_A_SYLLABLE),
  { ...script('Hiragana', 'ja'), letter: KANA },
];
const OWN_SCRIPT = new Set(SCRIPTS.flatMap(({ langs }) => langs).filter((lang) => lang !== ''));
const LATIN_LANGS = [...STOPWORDS.keys()].filter((lang) => !OWN_SCRIPT.has(lang));
/** Languages of one script that are written in Latin letters as well. */
const ALSO_LATIN = new Set(['sr', 'uz', 'az', 'kk', 'ku', 'tt', 'tg', 'mn']);
/** A text in a language may be mostly names in Latin letters. */
const MIN_SHARE = 0.2;
/** A Japanese text is a third kana at least; a Chinese one may name a Japanese word. */
const MIN_KANA_SHARE = 0.1;
const PERSIAN = /[پچژگ]/u;
const URDU = /[ٹڈڑے]/u;

/** Shares of letters that no other of these languages has; in a text of its own they are several times as common. */
const OWN_LETTERS: readonly [lang: string, letters: RegExp, share: number][] = [
  ['be', /ў/giu, 0.003],
  ['mk', /[ѓќѕ]/giu, 0.002],
  ['sr', /[јљњџђћ]/giu, 0.02],
  ['kk', /[ұғқ]/giu, 0.01],
];
const UKRAINIAN = /[іїєґ]/giu;
const RUSSIAN = /[ыэё]/giu;
/** So many letters of one, and next to none of the other, leave no doubt. */
const MIN_OWN_LETTERS = 10;
const NEXT_TO_NONE = 0.1;

/**
 * The language of a text as a primary subtag, `''` when it cannot be told. The declared one is believed unless its script is not the
 * text's: templates that say `lang="en"` around Russian pages are common. So are sites that call their Russian and their Ukrainian pages one or the other.
 */
export function languageOf(text: string, declared: string): string {
  const sample = text.slice(0, SAMPLE_CHARS);
  const counts = lettersByScript(sample);
  const letters = lettersOf(counts.keys(), counts);
  if (declared !== '' && (letters < MIN_LETTERS || isWrittenIn(declared, counts, letters)))
    return declared === 'ru' || declared === 'uk' ? ofTheTwo(sample, declared) : declared;
  const [main] = mostOf(counts);
  return letters === 0 ? '' : ofScript(main, sample);
}

/** The language of a query, `''` where nothing tells it: what is common in a text is a mere guess of a few words. */
export function languageOfQuery(text: string): string {
  const [main] = mostOf(lettersByScript(text.slice(0, SAMPLE_CHARS)));
  if (main.name !== 'Cyrillic' || /[іїєґыэёўјљњџђћѓќѕұғқ]/iu.test(text)) return languageOf(text, '');
  const words = (text.match(/\p{L}+/gu) ?? []).map(foldWord);
  const [russian = 0, ukrainian = 0] = ['ru', 'uk'].map(
    (lang) => words.filter((word) => isStopword(word, [lang])).length,
  );
  if (russian === ukrainian) return '';
  return russian > ukrainian ? 'ru' : 'uk';
}

/** Is the language written in other letters than Latin ones only? */
export function hasOwnScript(lang: string): boolean {
  return OWN_SCRIPT.has(lang) && !ALSO_LATIN.has(lang);
}

/** Has the text letters, all of them of scripts that the language (a primary subtag, or `''`) is written in? */
export function isInScriptOf(lang: string, text: string): boolean {
  const counts = lettersByScript(text.slice(0, SAMPLE_CHARS));
  const letters = lettersOf(counts.keys(), counts);
  return /^[a-z]{2,3}$/.test(lang) && letters > 0 && lettersOf(scriptsOf(lang), counts) === letters;
}

function scriptsOf(lang: string): Script[] {
  const own = SCRIPTS.filter(({ langs }) => langs.includes(lang));
  return own.length === 0 || ALSO_LATIN.has(lang) ? [LATIN, ...own] : own;
}

function lettersOf(scripts: Iterable<Script>, counts: ReadonlyMap<Script, number>): number {
  let sum = 0;
  for (const one of scripts) sum += counts.get(one) ?? 0;
  return sum;
}

function lettersByScript(sample: string): Map<Script, number> {
  if (!/[^\p{Script=Latin}\P{L}]/u.test(sample)) return new Map([[LATIN, countOf(LATIN.letter, sample)]]);
  return new Map(SCRIPTS.map((one) => [one, countOf(one.letter, sample) * one.weight]));
}

function mostOf(counts: ReadonlyMap<Script, number>): [Script, number] {
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best));
}

/** A text full of names in Latin letters may be written in another script. */
function isWrittenIn(lang: string, counts: ReadonlyMap<Script, number>, letters: number): boolean {
  const own = SCRIPTS.filter(({ langs }) => langs.includes(lang));
  if (lettersOf(own, counts) >= letters * MIN_SHARE) return own.length > 0;
  return (own.length === 0 || ALSO_LATIN.has(lang)) && mostOf(counts)[0] === LATIN;
}

function ofTheTwo(sample: string, declared: 'ru' | 'uk'): string {
  const [ukrainian, russian] = [countOf(UKRAINIAN, sample), countOf(RUSSIAN, sample)];
  if (ukrainian >= MIN_OWN_LETTERS && russian < ukrainian * NEXT_TO_NONE) return 'uk';
  return russian >= MIN_OWN_LETTERS && ukrainian < russian * NEXT_TO_NONE ? 'ru' : declared;
}

function ofScript(main: Script, sample: string): string {
  const [usual = ''] = main.langs;
  switch (main.name) {
    case 'Latin':
      return mostStopwords(sample, LATIN_LANGS)?.lang ?? '';
    case 'Cyrillic':
      return cyrillicLanguage(sample);
    case 'Arabic':
      return PERSIAN.test(sample) ? (URDU.test(sample) ? 'ur' : 'fa') : usual;
    case 'Han':
      return countOf(KANA, sample) > countOf(main.letter, sample) * MIN_KANA_SHARE ? 'ja' : 'zh';
    default:
      return usual;
  }
}

function cyrillicLanguage(sample: string): string {
  const letters = countOf(/\p{Script=Cyrillic}/gu, sample);
  const own = OWN_LETTERS.find(([, pattern, share]) => countOf(pattern, sample) > letters * share);
  if (own !== undefined) return own[0];
  const [ukrainian, russian] = [countOf(UKRAINIAN, sample), countOf(RUSSIAN, sample)];
  if (ukrainian > russian) return 'uk';
  return russian > 0 ? 'ru' : (mostStopwords(sample, ['ru', 'bg'])?.lang ?? 'ru');
}

/** The language that the text has most stop words of, and how many; undefined when it has too few of each to be running text. */
export function mostStopwords(text: string, langs: readonly string[]): { lang: string; count: number } | undefined {
  // A capital alone is a number (D.2.) more often than a word.
  const words = (text.match(/[\p{L}\p{M}]{2,}|(?<!\p{L})\p{Ll}/gu) ?? []).map(foldWord);
  const counts = langs.map((lang) => ({ lang, count: words.filter((word) => isStopword(word, [lang])).length }));
  const best = counts.reduce((a, b) => (b.count > a.count ? b : a));
  // Running text is a third stop words; a table of names is not in any language.
  return best.count >= 3 && best.count > words.length / 12 ? best : undefined;
}

function countOf(pattern: RegExp, text: string): number {
  return text.match(pattern)?.length ?? 0;
}
