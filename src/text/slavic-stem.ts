import { stemmer as russian } from '@orama/stemmers/russian';
import { bulgarianStem } from './bulgarian-stem.ts';
import { isStopword } from './stopwords.ts';
import { stripUkrainian } from './ukrainian-stem.ts';

/** Takes a folded word. */
export type Stemmer = (word: string) => string;

const CONSONANT = '[бвгґджзйклмнпрстфхцчшщ]';
/** The vowel that goes is never the only one. */
const ANOTHER_VOWEL = `(?<=[аеєиіїоуыэюя].*${CONSONANT})`;
/** `ссылок` and `ссылк-а`; `столбец` and `столбц-а`. */
const FLEETING = new RegExp(`${ANOTHER_VOWEL}(?:[оеє](?=к$)|е(?=ц$))`);
/** `ячеек` and `ячейк-а`. */
const FLEETING_Y = /(?<=[аеоуя])е(?=к$)/;
/**
 * `узел` and `узл-а`, `чисел` and `числ-а`: nouns lose the vowel in some forms, verbs (`определ-ить`) never. It is taken from all forms of a noun, also
 * of one that never loses it (`модель`), so that they stay one.
 */
const FLEETING_BEFORE_L = new RegExp(`${ANOTHER_VOWEL}[оеє](?=л$)`);
const NOUN_ENDING = /^(?:[аеиіоуыьюя]?|[ое]м|[ое]ві|ей|ів|ов|ью|[ая]м|[ая]ми|[ая]х)$/;
/** `уровень` and `уровн-я`: only before the endings of soft nouns, for `значен-ие` keeps it. */
const FLEETING_BEFORE_N = new RegExp(`${ANOTHER_VOWEL}[ое](?=н$)`);
const SOFT_ENDING = /^(?:[иьюя]|ем|ей|ью|ям|ями|ях)$/;
/**
 * In Ukrainian most words in -ень are genitives of nouns in -ення. These are not: level, hydrogen, oxygen, week, south, pupil, prisoner, core,
 * months, and genitives of the hryvnia, of songs and of houses in -арня.
 */
const UKRAINIAN_IN_EN =
  /^(.*рів|.*вод|.*кис|.{2,}[ая]р|тижд|півд|уч|.?в.яз|порш|стриж|грив|піс|січ|берез|квіт|трав|черв|лип|серп|верес|жовт|груд)ень$/;
/** `владельц-а` for `владелец`. */
const SOFT_BEFORE_C = /ь(?=ц$)/;
/** In a closed syllable of Ukrainian і stands for о: `рік` and `рок-и`, `вибір` and `вибор-у`; behind м never (`зміна`). */
const CLOSED_I = new RegExp(`(?<=(?!м)${CONSONANT})і(?=${CONSONANT}$)`);
/** `кольор-у` for `колір`. */
const SOFT_O = /ьо(?=.$)/;
/** In Ukrainian `сторінці` is a form of `сторінка`; `функції` has no к. */
const SOFTENED_K = new RegExp(`(?<=${CONSONANT}ь?)ц$`);
const OF_NOUN_IN_IYA = /^і[яїюєй]/;
/**
 * Before the і of the locative г and к soften, too: `каталозі`, `році`, `бібліотеці`. Where з or ц is as common in all forms (`базі`, `таблиці`), they are
 * left.
 */
const LOCATIVE = /(?:(?<=[лм]о|доро|чер|[оу]ва|рева|кни|напру|послу)з|(?<=[еоуі])ц)$/;
const HARD: Record<string, string> = { з: 'г', ц: 'к' };

/**
 * Stems of Russian nouns and short adjectives, of which the stemmer would take more, as they end as other words do: `систему` would be an adjective,
 * `домен` a participle, `запись` reflexive, `печать` an infinitive. Words that end with one are its compounds (`подсистема`), unless it has a `^`.
 */
const KEPT_STEMS = `
  систем проблем теорем реклам панорам режим оним альбом диплом симптом ^атом ^прием объем подъем разъем модем алфавит лимит утилит паразит
  автомобил профил ^правил ^основ вызов ^опыт ^домен обмен отмен ^замен экзамен ^защит запис подпис надпис перепис
  ^печат ^памят ^кроват архив массив дистрибутив курсив ктив (?:альтерн|норм|нег|иници|опер)атив (?<!к)рыв [от]зыв призыв ^ос прибыл ^готов необходим совместим ^видим ^невидим одинаков`;
/** Such a stem, before any ending of a noun or of a short adjective. */
const KEPT_STEM = new RegExp(
  `(?:${KEPT_STEMS.trim().split(/\s+/).join('|')})(?=(?:[аыиуеоьяю]|ой|ью|[ое]м|[ая]ми?|[ая]х|ов|ей)?$)`,
);
/** `копировать` is a form of `копирует`, `используете` of `использует`. */
const IN_OVAT = /(?<=.{3})(?<!^осн)(?:ова|у(?:ем|ет)?)$/;
/** Where a noun ends as a verb does (`канал` and `читал`, `экран` and `читан`), all its forms lose what the verb would. */
const LIKE_A_VERB = /(?<=[аеиоуыэюя].*[ая])[лн]$/;
/** `иде-я` and `ид-ею`, `дисплей` and `диспле-я`. */
const LAST_E = /(?<=..)е$/;

/**
 * Nouns of doing, found by their verbs: `удаление` by `удалить`, `створень` by `створити`. The exceptions have another stem in their other forms, or meet a
 * word that is no verb.
 */
const RUSSIAN_ACTION = /(?<!^(?:правле|слове|образова|страхова|потребле))(?<=[аея])ни(?:[еийюя]|е[йм]|ям|ями|ях)$/;
const UKRAINIAN_ACTION =
  /(?<!^(?:каза|куба|ряза|гава|відста|приста|горта|тайва|астраха|брета|шампа|мігре|бюлете|велете|ставле))(?<=[аея])(?:нн(?:[яюі]|ям|ями|ях)|нь)$/;
/** `остання` is no noun of doing. */
const LAST = /^останн/;
/** What they have behind the stem of the verb: `копир-ование`, `обнов-ление`, `удал-ение`, `созда-ние`. */
const OF_ACTION = /(?:(?:ов|ув|юв)ан|(?<=[бвмпф])лен|ен|(?<=[ая])н)$/;
/** Shorter stems are those of other words: `здание`, `знание`, `мнение`. */
const MIN_ACTION_CHARS = 4;

/** `удаля-ть` and `удал-ить`, `обновля-ет` and `обнов-ит`: no other stems end so. In Ukrainian `оновл-ювати` and `онов-ити`, too. */
const IMPERFECTIVE = /(?<=.{4})(?:(?<=[бвмпф])ля|(?<=[лнр])я)$/;
const UKRAINIAN_IMPERFECTIVE = /(?<=.{4})(?:(?<=[бвмпф])ля?|(?<=[лнр])я)$/;

/**
 * What the two aspects of a Russian verb have before their endings: `включа-ть` and `включ-ить`, `созда-вать` and `созда-ть`, `откры-вать` and `откр-ыть`,
 * `указыва-ть` and `указа-ть`; and vowels and consonants that change between them.
 */
const RUSSIAN_ASPECTS: readonly [form: RegExp, other: string][] = [
  [/^с(?=копир$)/, ''],
  [/(?<=.гр)ужа?$/, 'уз'],
  [/(?<=раб)(?:атыва|отк)$/, 'ота'],
  [/(?<=см)(?:атрива|отр(?:ет|л))$/, 'отр'],
  [/(?<=ст)анавлива$/, 'анов'],
  [/(?<=стр)аива$/, 'о'],
  [/(?<=держ)ива$/, ''],
  [/(?<=кр)ы(?:ва|т)$/, ''],
  [/(?<=^(?:на|с|под|раз)ж)(?:ат?|има?)$/, 'м'],
  [/(?<=.{2}[сзт])ыва$/, 'а'],
  [/(?<=.(?:да|ста|зна))ва$/, ''],
  [/(?<=.{3}[жчшщ])ат?$/, ''],
];
/**
 * `установленный` and `установлен` beside `установить`. Adjectives end so behind labials (`временный`, `качественный`), and a few others do: slow,
 * remote and the like.
 */
const RUSSIAN_PARTICIPLE =
  /^(?!(?:удал|определ|числ|медл|умер|почт)енн)(.{4,}?)(?:(?<=[бвмпф])лен|(?<=[джзйклнорстчшщ])ен(?=н))(?:[аоы]?|н(?:[ыо]й|[ао]я|[ыо]е|ого|[оы]м[уи]?|ую|ых))$/;
/** Adjectives whose short form ends as a participle does: `доступен` and `доступн-ый`. */
const SHORT_IN_EN = /^(?:не)?(?:доступ|рав|нуж|важ|долж|возмож|полез|актив)ен$/;
/** Imperatives without и: `проверьте`, `откройте`, `настройте`. Not `пульте`. */
const RUSSIAN_IMPERATIVE = /(?:(?<=.{2}[бвджзмнпрстчш])ь|(?<=.[кт]ро)й)те$/;
/** `открой(те)` is the imperative of `открыть`. */
const OPEN_IMPERATIVE = /(?<=кр)о$/;
/** Nouns of doing in -ка: `установка` by `установить`, `сортировка` by `сортировать`. Most nouns in -ка are none. */
const RUSSIAN_ACTION_IN_KA =
  /(?<=станов|встав|[до]став|отправ|готов|провер|[авео]груз|очист|оцен|держ|отлад|крут|размет|[тп]омет|заряд)к$|(?<=настро)йк$|(?<=пак|ир)овк$/;

/** The same in Ukrainian. Before м and н only of these verbs: nouns such as `термінал` lose what a verb would. */
const UKRAINIAN_ASPECTS: readonly [form: RegExp, other: string][] = [
  [/^с(?=копі$)/, ''],
  [/(?<=^збер)(?:ег[тл]?|іг(?:а|ш)?)$/, 'еж'],
  [/(?<=^(?:пере)?(?:використ|викон)|трим)а$/, ''],
  [/(?<=.(?:да|ста|зна))ва$/, ''],
  [/(?<=кр)ива?$/, ''],
  [/(?<=.{2}[сзжчшщ])а$/, ''],
];
/** `встановлено` and `встановлений` beside `встановити`, `налаштовано` beside `налаштувати`, `натиснуто` beside `натиснути`. */
const UKRAINIAN_PARTICIPLE =
  /(?<=.{4})(?<![хч])й?ован$|(?<=.{3}[бвмпф])лен$|(?<=.{3}[джзйклнсчшщ])ен$|(?<=.{2}в[оі]р)ен$|(?<=.{3}н)ут$/;
/** `вказано` beside `вказати`; and, as for other words that end so, nouns in all their forms. */
const LIKE_A_PARTICIPLE = /(?<=.{2}[вдзклнрст]а|трима)н$/;
const ADJECTIVE_ENDING = /^(?:ий|ого|ому|им|ій|а|ої|у|ою|е|і|их|ими|о)$/;
/** Nouns of doing in -ка, as in Russian. */
const UKRAINIAN_ACTION_IN_KA =
  /(?<=перевір|[зр]об|оцін|встав|трим|зупин|познач|[до]став|[дп]рав|станов|прокрут|розміт|пак)(?:ов)?к$/;

/** `повернуть` and `повернул` beside `поверн-ите`. Not `минут-а`, and shorter stems are those of other words: `верн-о`. */
const IN_NUT = /(?<=.{3}[бвгджзклпрстхчщиеоыя]н)у[лт]$/;

/** Nouns whose forms have too little in common. */
const DAY = /^д(?:ень|не[мй]?|неві|н(?:я|ю|и|і|ів|ям|ями|ях))$/;
const CASE = /^случа(?:[йяюие]|е[мв]|ям|ями|ях)$/;
const OF_WINDOWS = /^(ок|вік)он$/;
const NOUN_IN_MYA = /^(врем|им|ім|плам|плем|сем|знам|брем|стрем)(?:я|ен|ен[иіа]|енем|енам|енами|енах)$/;

/** The stemmers of the package, and what they leave apart made one: vowels within the stem that change with the ending. */
export const SLAVIC_STEMMERS: Record<string, Stemmer> = {
  bg: bulgarianStem,
  ru: (word) => irregular(word) ?? russianStem(word),
  uk: (word) => irregular(word) ?? ukrainianStem(word),
};

function irregular(word: string): string | undefined {
  if (DAY.test(word)) return 'день';
  if (CASE.test(word)) return 'случа';
  const noun = NOUN_IN_MYA.exec(word)?.[1];
  if (noun !== undefined) return `${noun}я`;
  const window = OF_WINDOWS.exec(word)?.[1];
  return window && `${window}н`;
}

function russianStem(word: string): string {
  const kept = KEPT_STEM.exec(word);
  if (kept !== null) return word.slice(0, kept.index + kept[0].length);
  return ofOneAspect(russianWord(word), RUSSIAN_ASPECTS).replace(RUSSIAN_ACTION_IN_KA, '');
}

/** The first that fits is taken. */
function ofOneAspect(stem: string, aspects: readonly [form: RegExp, other: string][]): string {
  for (const [form, other] of aspects) if (form.test(stem)) return stem.replace(form, other);
  return stem;
}

function russianWord(word: string): string {
  if (SHORT_IN_EN.test(word)) return word.replace(/ен$/, 'н');
  const participle = RUSSIAN_PARTICIPLE.exec(word)?.[1];
  if (participle !== undefined) return participle;
  const asked = word.replace(RUSSIAN_IMPERATIVE, '');
  if (asked !== word) return asked.replace(OPEN_IMPERATIVE, '');
  const taken = russian(word);
  const ending = word.slice(taken.length);
  if (RUSSIAN_ACTION.test(word)) return verbOf(taken);
  if (IN_NUT.test(taken)) return taken.replace(IN_NUT, '');
  if (IMPERFECTIVE.test(taken)) return taken.replace(IMPERFECTIVE, '');
  const verb = taken.replace(IN_OVAT, '');
  const stem = NOUN_ENDING.test(ending) ? verb.replace(LIKE_A_VERB, '').replace(LAST_E, '') : verb;
  const short = withoutFleeting(stem, ending);
  return SOFT_ENDING.test(ending) ? short.replace(FLEETING_BEFORE_N, '') : short;
}

function ukrainianStem(word: string): string {
  const inEn = UKRAINIAN_IN_EN.exec(word)?.[1];
  if (inEn !== undefined) return `${inEn}н`.replace(CLOSED_I, 'о');
  // `від` is no form of `вода`.
  if (isStopword(word, ['uk'])) return stripUkrainian(word).stem;
  return ofOneAspect(ukrainianWord(word), UKRAINIAN_ASPECTS).replace(UKRAINIAN_ACTION_IN_KA, '');
}

function ukrainianWord(word: string): string {
  const { stem, ending, isSteady } = stripUkrainian(word);
  if (LAST.test(word)) return 'останн';
  if (UKRAINIAN_ACTION.test(word)) return verbOf(stem);
  if (isSteady) return stem.replace(UKRAINIAN_IMPERFECTIVE, '');
  const verb = ADJECTIVE_ENDING.test(ending) ? stem.replace(UKRAINIAN_PARTICIPLE, '') : stem;
  if (verb !== stem) return verb;
  const hard = ending === 'і' ? stem.replace(LOCATIVE, (last) => HARD[last] ?? last) : stem;
  const noun = hard.replace(CLOSED_I, 'о').replace(LIKE_A_PARTICIPLE, '');
  const short = withoutFleeting(noun, ending).replace(SOFT_O, 'о');
  return OF_NOUN_IN_IYA.test(ending) ? short : short.replace(SOFTENED_K, 'к');
}

function verbOf(noun: string): string {
  const verb = noun.replace(OF_ACTION, '');
  return verb.length < MIN_ACTION_CHARS ? noun : verb;
}

function withoutFleeting(stem: string, ending: string): string {
  const short = stem.replace(SOFT_BEFORE_C, '').replace(FLEETING_Y, 'й').replace(FLEETING, '');
  return NOUN_ENDING.test(ending) ? short.replace(FLEETING_BEFORE_L, '') : short;
}
