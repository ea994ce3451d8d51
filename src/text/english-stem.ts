import { stemmer as porter } from '@orama/stemmers/english';

/** Beginnings of words that the algorithm throws together: what is general with generators, what is important with imports. */
const FAMILY =
  /^(?:general|generat|generic|importan|internal|internation|universit|communit|communic|organiz|experiment|experienc|numerous)/;

/**
 * Forms that no ending tells, each line of one word, and other spellings of one. Left out are forms that are words of their own (`left`, `found`, `bit`,
 * `bound`, `built-in`), and words that say next to nothing (`made`, `given`).
 */
const FORMS = `
  begin began begun; bend bent; bite bitten; blow blew blown; break broke broken; bring brought; buy bought; catch caught; deal dealt;
  drink drank drunk; drive drove driven; eat ate eaten; fall fallen; feed fed; fight fought; fly flew flown; forbid forbade forbidden;
  forget forgot forgotten; freeze froze frozen; grow grew grown; hang hung; hear heard; hide hid hidden; learn learnt; lend lent; lose lost;
  meet met; override overrode overridden; overwrite overwrote overwritten; pay paid; rewrite rewrote rewritten; ride rode ridden;
  ring rang rung; rise risen; run ran; seek sought; sell sold; send sent; shake shook shaken; shrink shrank shrunk; sing sang sung;
  sink sank sunk; sit sat; sleep slept; slide slid; speak spoken; spend spent; spin spun; steal stole stolen; stick stuck; strike struck;
  swear swore sworn; sweep swept; swim swam swum; swing swung; teach taught; tear torn; throw threw thrown; understand understood;
  wake woke woken; wear wore worn; win won; withdraw withdrew withdrawn; write wrote written;
  appendix appendices; child children; crisis crises; criterion criteria; foot feet; half halves; hypothesis hypotheses; index indices;
  life lives; matrix matrices; mouse mice; phenomenon phenomena; shelf shelves; tooth teeth; vertex vertices; wife wives; woman women;
  analog analogue; catalog catalogue catalogues; center centre centres centred; defense defence; dialog dialogue dialogues; fiber fibre fibres;
  gray grey; license licence licences; meter metre metres; theater theatre theatres`;
const WORDS = new Map(
  FORMS.split(';').flatMap((line) => {
    const [word = '', ...forms] = line.trim().split(/\s+/);
    return forms.map((form) => [form, word] as const);
  }),
);

/** `colour` is `color`, `serialise` is `serialize`, `analyze` is `analyse`. */
const OUR = /^(behavi|col|fav|flav|harb|hon|hum|lab|neighb|rum|vap)our/;
const ISE = /^(\w{4,}i)s(?=(?:e|ed|er|ers|es|ing|ation|ations)$)/;
const YZE = /^(anal|catal|paral)yz(?=(?:e|ed|er|ers|es|ing)$)/;

/** Porter's algorithm, and what it leaves apart made one: forms that no ending tells, and British and American spellings. */
export function englishStem(word: string): string {
  const usual = WORDS.get(word) ?? word.replace(OUR, '$1or').replace(ISE, '$1z').replace(YZE, '$1ys');
  return FAMILY.exec(usual)?.[0] ?? withoutIon(usual);
}

/** Step 4 of the algorithm takes `ion` off; the package's takes the letter before it too, and `connection` missed `connect`. */
function withoutIon(word: string): string {
  const stem = porter(word);
  const beforeIon = /^(.+[st])ions?$/.exec(word)?.[1];
  return beforeIon !== undefined && stem === beforeIon.slice(0, -1) ? beforeIon : stem;
}
