/** Longer endings first, each with the letters that stay. */
const CZECH_CASES = [
  /(?<=...)atech$/,
  /(?<=...)(?:[ěe]tem|atům)$/,
  /(?<=...)(?:[eií]ch|ého|[ěe]mi|ému|[ěe]t[ei]|[ií]ho|ími|[ií]mu|[áý]ch|at[ay]|ama|ami|ov[éi]|ými)$/,
  /(?<=...)(?:[eéíůý]m|[eou]s|[aá]t|ám|mi|ou)$/,
  /(?<=..)[aeiouůyáéíýě]$/,
];
const CZECH_POSSESSIVE = /(?<=....)(?:ov|in|ův)$/;

/** The stem of a folded Czech word (Dolamic and Savoy, "Indexing and stemming approaches for the Czech language", 2009: the light stemmer). */
export function czechStem(word: string): string {
  const withoutCase = withoutOneOf(word, CZECH_CASES).replace(CZECH_POSSESSIVE, '');
  return withoutCase
    .replace(/čt$/, 'ck')
    .replace(/št$/, 'sk')
    .replace(/(?<=..)[cč]$/, 'k')
    .replace(/(?<=..)[zž]$/, 'h')
    .replace(/e(?=[^aeiouyáéíýěů]$)/, '')
    .replace(/ů(?=.$)/, 'o');
}

const SLOVAK_CASES = [
  /(?<=...)(?:i?ami|i?ach|[áo]ch|ov|om|i?am|ám|ého|ému|ých|ými|[íý]m|ej|ou|iu|ia|ie|ieho|iemu|ích|ími)$/,
  /(?<=..)[aeiouyáéíúý]$/,
];

/** The stem of a folded Slovak word, in the same manner: the ending of its case, and the vowel before a last k or c (`pribežok` and `pribežk-u`). */
export function slovakStem(word: string): string {
  return withoutOneOf(word, SLOVAK_CASES).replace(/[oe](?=[kc]$)/, '');
}

const POLISH_ENDINGS = [
  // drukowanie, zapisywany, usuwania; ustawienie, ustawień: as drukować, zapisać, usuwać, ustawić
  /(?<=...)(?:[oyi]wan(?:i[eau]|i?em|i?om|i?ach|i?ami|[yaeąo]|ego|emu|ej|y(?:ch|mi?))|[oyi]wań)$/,
  /(?<=...[^i])i?(?:[ae]ni(?:[eau]|em|om|ach|ami)|eni)$/,
  /(?<=...[^i])(?<!^stop)i?[ae]ń$/,
  // kopiować, kopiuje
  /(?<=..)(?:[oyi]wać|[oyi]wał[aoiy]?|uj[eąę]|ując[aey]?|ujesz|ujemy|ujecie)$/,
  // plikami, plikiem, nowego, używają
  /(?<=...)(?:i?ami|i?ach|owi|i?om|i?ego|i?emu|[iy]mi|[iy]ch|i?ej|i?em|i[ąęeau]|ów|[iy]m|i?ają|i?ać|[iy]ć|i?ał[aoiy]?|[iy]ł[aoiy]?)$/,
  /(?<=..)[aąęeioóuy]$/,
];

/** The stem of a folded Polish word, in the same manner: endings of verbs and of cases, and what changes before them. */
export function polishStem(word: string): string {
  return withoutOneOf(word, POLISH_ENDINGS)
    .replace(/(?<=[cszn])j$/, '')
    .replace(/(?<=..)e(?=[kl]$)/, '')
    .replace(/ó(?=.$)/, 'o')
    .replace(/mian$/, 'mien');
}

/** Only the first that fits, and the longest of it, is taken off. */
function withoutOneOf(word: string, endings: readonly RegExp[]): string {
  for (const ending of endings) {
    const rest = word.replace(ending, '');
    if (rest !== word) return rest;
  }
  return word;
}
