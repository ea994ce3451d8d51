import { stemmer as arabic } from '@orama/stemmers/arabic';
import { stemmer as armenian } from '@orama/stemmers/armenian';
import { stemmer as danish } from '@orama/stemmers/danish';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as finnish } from '@orama/stemmers/finnish';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as greek } from '@orama/stemmers/greek';
import { stemmer as hungarian } from '@orama/stemmers/hungarian';
import { stemmer as hindi } from '@orama/stemmers/indian';
import { stemmer as indonesian } from '@orama/stemmers/indonesian';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as lithuanian } from '@orama/stemmers/lithuanian';
import { stemmer as nepali } from '@orama/stemmers/nepali';
import { stemmer as norwegian } from '@orama/stemmers/norwegian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as romanian } from '@orama/stemmers/romanian';
import { stemmer as serbian } from '@orama/stemmers/serbian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as swedish } from '@orama/stemmers/swedish';
import { stemmer as turkish } from '@orama/stemmers/turkish';
import { englishStem } from './english-stem.ts';
import { koreanStem } from './korean-stem.ts';
import { hasOwnScript } from './language.ts';
import { RecentCache } from './recent-cache.ts';
import { SLAVIC_STEMMERS, type Stemmer } from './slavic-stem.ts';
import { czechStem, polishStem, slovakStem } from './west-slavic-stem.ts';

type Script = 'latin' | 'cyrillic' | 'other';

const LATIN: Record<string, Stemmer> = {
  en: englishStem,
  bs: serbian,
  cs: czechStem,
  da: danish,
  de: german,
  es: spanish,
  fi: finnish,
  fr: french,
  hr: serbian,
  hu: hungarian,
  id: indonesian,
  it: italian,
  lt: lithuanian,
  nb: norwegian,
  nl: dutch,
  nn: norwegian,
  no: norwegian,
  pl: polishStem,
  pt: portuguese,
  ro: romanian,
  sk: slovakStem,
  sr: serbian,
  sv: swedish,
  tr: (word) => turkish(word).replace(TURKISH_INFINITIVE, ''),
};
const CYRILLIC: Record<string, Stemmer> = { ...SLAVIC_STEMMERS, sr: serbian };
const OTHER: Record<string, Stemmer> = {
  ar: (word) => arabic(word.replace(ARABIC_AND_THE, 'ال')),
  el: greek,
  fa: (word) => word.replace(PERSIAN_PLURAL, ''),
  hi: (word) => hindi(word.replaceAll(NUKTA, '')),
  hy: armenian,
  ne: nepali,
};
/** `birleştirmek` and `birleştirme`: verbs in titles and dictionaries, whose endings the stemmer for nouns leaves. */
const TURKISH_INFINITIVE = /(?<=...)m[ae]k?$/;
/** `و` and the like before the article; `لل` is `ل` and the article. */
const ARABIC_AND_THE = /^(?:[وف][بك]?ال|[بك]ال|لل)(?=..)/;
const PERSIAN_PLURAL = /(?<=...)ها(?:ی(?:ی|م|ت|ش)?|یمان|یتان|یشان)?$/;
/** फ़ is mostly typed फ. */
const NUKTA = '\u093c';
const GREEK_LETTER = /^[\u0370-\u03ff]/;
const HANGUL = /^\p{Script=Hangul}/u;

const CYRILLIC_LETTER = /^[\u0400-\u052f]/;
/** Latin blocks, with marks: Basic, Latin-1, Extended-A and -B, Extended Additional. */
const LATIN_LETTER = /^[a-z\u00c0-\u024f\u1e00-\u1eff]/;
const UKRAINIAN_LETTER = /[іїєґ]/;

function scriptOf(word: string): Script {
  if (LATIN_LETTER.test(word)) return 'latin';
  return CYRILLIC_LETTER.test(word) ? 'cyrillic' : 'other';
}

/** Words repeat far more than texts do; a cache this large holds the vocabulary of a manual. */
const MAX_CACHED = 15_000;
const stems = new Map<Stemmer, RecentCache<string>>();

/**
 * The stem of a folded word in a text of language `lang`. A word in a script that the language does not use is taken for English, Russian or
 * Ukrainian: manuals in Russian are full of English. Without a stemmer for its language, a Latin word stays as it is.
 */
export function stem(word: string, lang: string): string {
  if (word.length < 3 || /[\d_]/.test(word)) return word;
  const stemmer = stemmerFor(word, lang);
  return stemmer === undefined ? word : cachedStem(word, stemmer);
}

function cachedStem(word: string, stemmer: Stemmer): string {
  const cache = stems.get(stemmer) ?? new RecentCache(MAX_CACHED);
  stems.set(stemmer, cache);
  // A stemmer that eats a short word whole would make it match everything.
  return cache.getOrMake(word, () => stemmer(word) || word);
}

function stemmerFor(word: string, lang: string): Stemmer | undefined {
  const script = scriptOf(word);
  if (script === 'latin') return LATIN[lang] ?? (hasOwnScript(lang) || lang === '' ? englishStem : undefined);
  if (script === 'cyrillic') return CYRILLIC[lang] ?? CYRILLIC[UKRAINIAN_LETTER.test(word) ? 'uk' : 'ru'];
  if (HANGUL.test(word)) return koreanStem;
  return OTHER[lang] ?? (GREEK_LETTER.test(word) ? greek : undefined);
}
