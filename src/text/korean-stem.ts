/** What is written together with a noun, and with what stays of its verb (추가-하다). At least two syllables stay. */
const PARTICLES =
  /(?<=..)(?:에서는?|에게서?|으로(?:써|서|부터)?|까지|부터|처럼|보다|이라는|라는|이나|이며|이고|들|[을를은는이가의에로와과도만])$/;
const OF_VERB =
  /(?<=..)(?:(?:하|되|시키|시킬|했|됐|하였|되었)(?:기|는|고|면|며|여|려면|려는|지|던|도록|거나|세요|십시오|다|습니다|어|어야|여야)?|합니다|됩니다|한다|된다|할|될|한|된|해|돼|해야|하려|하지만|하므로|되므로|입니다|이다)$/;

/** A noun without its particles: 파일을, 파일의 and 파일에서는 are 파일, 추가하는 and 추가합니다 are 추가. */
export function koreanStem(word: string): string {
  let stem = word;
  for (;;) {
    const rest = stem.replace(PARTICLES, '').replace(OF_VERB, '');
    if (rest === stem) return stem;
    stem = rest;
  }
}
