/** An ending stands after the first vowel of its word. */
const HEAD = /^[^аеєиіїоуюя]*[аеєиіїоуюя]/;

/** `міститься`, `писалося`; not `волосся`. */
const REFLEXIVE = /(?:(?<=[еє])ть|(?<=[аеєиіїоуюйв]|т[иеь]|ш))с[яь]$/;
/** `відбуватися`, `відбувається`: as `читати`. */
const IN_UVATY_AS_ATY = /^(?:ви|від|до|за|з|здо|на|пере|під|при|про|роз)[бс]ува/;
/** `читатиме`, `читатимуть`. */
const FUTURE = /(?<=ти)м(?:у|уть|е|еш|емо|ете)$/;
const VERB_ENDINGS = [
  // друкувати, друкує; налаштовувати as налаштувати
  /(?:ов(?=у))?[ую](?:вати|вав|вала|вало|вали|є|ють|ємо|єте|єш|й|йте|ючи|вавши)$/,
  // натиснути, натиснула; not формула
  /(?<=н)(?:ути|ув|ула|уло|ули|уть|емо|ете|еш|іть|увши)$/,
  // читати, читає: the vowel stays
  /(?<=[аяі])(?:ти|ла|ло|ли|є|ють|ємо|єте|єш)$|(?<=[ая])(?:в|й|йте|ючи|вши)$/,
  // робити, роблять, беруть
  /(?:[ії]ть|[иі]мо|ити|ите|(?<!^х)ила|ило|или|ивши|ить|[аяую]ть|[уюя]чи|(?<!^кр)емо|ете|еш)$/,
];
/** `перевірте`, `вставте`, `перегляньте`, `відкрийте`; not `жовте`. */
const IMPERATIVE = /(?<=.{2}(?:[ії]р|[аеиіоу][вчжшп]))те$|(?<=.{2}[лн])ьте$|(?<=кр)ийте$/;
/** Of nouns and adjectives alike. -ові is none: `типові` is a form of `типовий` more often than of `тип`. */
const NOUN_ENDING =
  /(?:і(?:ями|ях|ям|ю|єю|є[мв]|їв|[яїй])|[ая]ми|[ая][мх]|ьо(?:го|му|ї|ю)?|о(?:го|му|ї|ю|м)|[иії]ми|[иії][мхй]|[ії]в|е[йюм]|є[юм]|(?<=[жчшщц])еві|[аяуюиіїоеєьй])$/;
/**
 * Stems of nouns that end as other words do: `програм` is no dative, `память` no verb, `архів` no genitive. Words that end with one are its compounds,
 * unless it has a `^`.
 */
const KEPT_STEMS = `
  грам систем проблем теорем реклам панорам режим онім альбом диплом симптом прийом обєм архів памят чорнил ^правил ^біт ^атом`;
/** Such a stem, before any ending of a noun. */
const KEPT_STEM = new RegExp(`(?:${KEPT_STEMS.trim().split(' ').join('|')})(?=(?:[ауиіоь]|[от]ю|[оа]м|ами|ах|ів)?$)`);

/** What the ending doubles: `знання`, `знанні`, `життя`, `обличчя`; not `змінна`, which is no `зміна`, nor `останні`. */
const DOUBLED = /([джзлстцчш])\1$/;
const DOUBLED_N = /нн$/;
const DOUBLED_N_IN_NI = /(?<=[аяе])(?<!^ста)нн$/;
const DOUBLING_ENDING = /^(?:[яю]|ям|ями|ях)$/;
/** `пристро-ї` and `пристр-ій`. */
const LAST_VOWEL = /[ое]$/;
/** `можливість` is found by `можливий`. */
const QUALITY = /[іо]ст$/;
const QUALITY_ENDING = /^(?:[ьію]|ей|ям|ями|ях)$/;
const MIN_QUALITY_CHARS = 4;
/** Nouns that end as verbs do lose in all forms what a verb would: `формати`, as `друкувати`; `канали`, as `читали`. */
const LIKE_A_VERB = /(?<=[аяі])[тл]$|ит$/;

export interface Stripped {
  stem: string;
  /** What was taken off; the stem may have lost more. */
  ending: string;
  /** Its vowels are the same in all forms. */
  isSteady: boolean;
}

/** Takes the ending off a folded word, so that its forms are one but for vowels that change within them. */
export function stripUkrainian(word: string): Stripped {
  const kept = KEPT_STEM.exec(word);
  if (kept !== null) {
    const stem = word.slice(0, kept.index + kept[0].length);
    return { stem, ending: word.slice(stem.length), isSteady: true };
  }
  const asked = word.replace(IMPERATIVE, '');
  if (asked !== word) return { stem: asked, ending: word.slice(asked.length), isSteady: true };
  const head = HEAD.exec(word)?.[0] ?? word;
  const tail = word.slice(head.length);
  const active = tail.replace(REFLEXIVE, '').replace(FUTURE, '');
  for (const form of IN_UVATY_AS_ATY.test(word) ? VERB_ENDINGS.slice(1) : VERB_ENDINGS) {
    const rest = active.replace(form, '');
    if (rest !== active) return { stem: head + rest, ending: tail.slice(rest.length), isSteady: true };
  }
  const rest = tail.replace(NOUN_ENDING, '');
  const ending = tail.slice(rest.length);
  const single = undoubled(rest, ending).replace(LAST_VOWEL, '').replace(LIKE_A_VERB, '');
  return { stem: withoutQuality(head + single, ending), ending, isSteady: false };
}

function undoubled(stem: string, ending: string): string {
  if (DOUBLING_ENDING.test(ending)) return stem.replace(DOUBLED_N, 'н').replace(DOUBLED, '$1');
  return (ending === 'і' ? stem.replace(DOUBLED_N_IN_NI, 'н') : stem).replace(DOUBLED, '$1');
}

function withoutQuality(stem: string, ending: string): string {
  const short = stem.replace(QUALITY, '');
  if (short.length >= MIN_QUALITY_CHARS && QUALITY_ENDING.test(ending)) return short;
  return short === stem ? stem : `${short}ост`;
}
