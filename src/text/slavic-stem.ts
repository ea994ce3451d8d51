import { stemmer as bulgarian } from '@orama/stemmers/bulgarian';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as ukrainian } from '@orama/stemmers/ukrainian';
import { isStopword } from './stopwords.ts';

type Stemmer = (word: string) => string;

const CONSONANT = '[бвгґджзйклмнпрстфхцчшщ]';
/** The vowel that goes is never the only one. */
const ANOTHER_VOWEL = `(?<=[аеєиіїоуыэюя].*${CONSONANT})`;
/** `ссылок` and `ссылк-а`; `столбец` and `столбц-а`. */
const FLEETING = new RegExp(`${ANOTHER_VOWEL}(?:[оеє](?=к$)|е(?=ц$))`);
/** `узел` and `узл-а`, `чисел` and `числ-а`: so do nouns; verbs (`определ-ить`) keep it. Where it never goes (`модель`) every form of the noun loses it. */
const FLEETING_BEFORE_L = new RegExp(`${ANOTHER_VOWEL}[оеє](?=л$)`);
const NOUN_ENDING = /^(?:[аеиіоуыьюя]?|[ое]м|[ое]ві|ей|ів|ов|ью|[ая]м|[ая]ми|[ая]х)$/;
/** `уровень` and `уровн-я`: only in soft nouns, for `значен-ие` keeps it. */
const FLEETING_BEFORE_N = new RegExp(`${ANOTHER_VOWEL}[ое](?=н$)`);
const SOFT_ENDING = /^(?:[иьюя]|ем|ей|ью|ям|ями|ях)$/;
/** In Ukrainian most words in -ень are genitives of nouns in -ення. These are not: level, week, core, and months. */
const UKRAINIAN_IN_EN = /^(рів|тижд|стриж|січ|берез|квіт|трав|черв|лип|серп|верес|жовт|груд)ень$/;
/** `владельц-а` for `владелец`. */
const SOFT_BEFORE_C = /ь(?=ц$)/;
/** In a closed syllable of Ukrainian і stands for о: `рік` and `рок-и`, `вибір` and `вибор-у`. */
const CLOSED_I = new RegExp(`(?<=${CONSONANT})і(?=${CONSONANT}$)`);
/** `кольор-у` for `колір`. */
const SOFT_O = /ьо(?=.$)/;

/** Nouns whose forms have too little in common. */
const DAY = /^д(?:ень|не[мй]?|неві|н(?:я|ю|и|і|ів|ям|ями|ях))$/;
const OF_WINDOWS = /^(ок|вік)он$/;
const NOUN_IN_MYA = /^(врем|им|ім|плам|плем|сем|знам|брем|стрем)(?:я|ен|ен[иіа]|енем|енам|енами|енах)$/;

/** The stemmers of the package, and what they leave apart made one: vowels within the stem that change with the ending. */
export const SLAVIC_STEMMERS: Record<string, Stemmer> = {
  bg: bulgarian,
  ru: (word) => irregular(word) ?? russianStem(word),
  uk: (word) => irregular(word) ?? ukrainianStem(word),
};

function irregular(word: string): string | undefined {
  if (DAY.test(word)) return 'день';
  const noun = NOUN_IN_MYA.exec(word)?.[1];
  if (noun !== undefined) return `${noun}ен`;
  const window = OF_WINDOWS.exec(word)?.[1];
  return window && `${window}н`;
}

function russianStem(word: string): string {
  const stem = russian(word);
  const short = withoutFleeting(stem, word);
  return SOFT_ENDING.test(word.slice(stem.length)) ? short.replace(FLEETING_BEFORE_N, '') : short;
}

function ukrainianStem(word: string): string {
  const inEn = UKRAINIAN_IN_EN.exec(word)?.[1];
  const stem = inEn === undefined ? withoutFleeting(ukrainian(word), word) : `${inEn}н`;
  // `від` is no form of `вода`.
  return isStopword(word, ['uk']) ? stem : stem.replace(CLOSED_I, 'о').replace(SOFT_O, 'о');
}

function withoutFleeting(stem: string, word: string): string {
  const short = stem.replace(SOFT_BEFORE_C, '').replace(FLEETING, '');
  return NOUN_ENDING.test(word.slice(stem.length)) ? short.replace(FLEETING_BEFORE_L, '') : short;
}
