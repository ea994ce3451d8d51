/**
 * Words that carry grammar and no subject, per language, folded as `foldWord` folds. A query asks for them only when it has nothing
 * else; and their share in a text tells its language. The lists hold what people put into questions and titles, not all of grammar.
 */
const LISTS: Record<string, string> = {
  en: `a an the and or of to in on at by for from with without into onto as is are was were be been being am do does did
    done how what which who whom whose when where why can could may might must shall should will would i me my we our you your he him his she
    her it its they them their this that these those there here not no so than then too very if but about any some such one
    have has had use using used want need get vs versus many much other another also during across`,
  ru: `и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот от меня еще
    нет о об из ему ли если уже или ни быть был была были него до вас нибудь опять уж вам ведь там потом себя ничего ей может они тут где есть надо ней
    для мы тебя их чем сам чтоб чтобы без будто чего раз тоже себе под при кто какой какая какое какие каких каким какую которой который которая которые
    этот эта это эти этого этой этом тот том та те того сколько когда почему зачем куда откуда чей чья между через можно нужно
    является являются также после перед над про`,
  uk: `і й та в у не що він на я з зі із як а то все вона так його але чи ти до же ви за б би по тільки її мені було от від мене ще
    ні о об йому якщо вже або бути був була були нього вас вам там потім себе нічого їй може вони тут де є треба ній для ми тебе їх
    чим сам щоб без немов чого раз теж собі під при хто який яка яке які яких яким яку котрий цей ця це ці цього цієї цьому той тому ті того
    скільки коли чому навіщо куди звідки чий чия між через можна потрібно також після перед над про`,
  de: `der die das den dem des ein eine einer eines einem einen und oder aber in im an am auf aus bei mit nach von vom zu zum
    zur für über unter vor durch ohne um als wie was wer wen wem wessen wann wo warum woher wohin welche welcher welches welchen ist sind war
    waren wird werden wurde wurden hat haben hatte hatten kann können sein nicht kein keine es er sie wir ihr ich man sich
    auch nur so dass wenn dann noch viele viel`,
  fr: `le la les l un une des du de d au aux et ou mais en dans sur sous par pour avec sans que qui quoi dont où quand comment pourquoi
    quel quelle quels quelles est sont était étaient été être a ont avait ce cet cette ces il elle ils elles on nous vous je tu se son sa ses
    leur leurs ne pas plus si y comme n s qu c j`,
  es: `el la los las un una unos unas y e o u pero en de del al a con sin por para sobre entre que qué quien quién cual cuál cuáles
    cuando cuándo donde dónde como cómo es son era eran fue fueron ser ha han había se su sus lo le les este esta estos estas no sí más si
    cuántos cuántas porque`,
  it: `il lo la i gli le un uno una di del dello della dei degli delle a al allo alla ai agli alle da dal dalla in nel nella nei con su
    sul sulla per tra fra e o ma che chi cui quale quali quando dove come perché è sono era erano stato essere ha hanno si suo sua non più se`,
  pt: `o a os as um uma uns umas e ou mas em no na nos nas de do da dos das ao à aos com sem por para pelo pela sobre que quem qual quais
    quando onde como é são era eram foi foram ser há se seu sua não mais porque`,
  nl: `de het een en of maar in op aan bij met van voor naar uit over door zonder om als dan dat die dit deze is zijn was waren wordt
    worden heeft hebben had kan kunnen niet geen er ik je jij hij zij ze wij we u wat wie welke wanneer waar waarom hoe ook`,
  sv: `en ett den det de och eller men i på av till för med från om som att är var har hade kan inte vad vem vilken vilka när var hur varför`,
  pl: `i w we z ze na do od po za o u przez dla nie to że jak jest są był była było były być się co kto który która które gdzie kiedy
    dlaczego jaki jaka jakie czy oraz lub ale a ten ta te tym tego`,
  tr: `ve veya ile bir bu şu o da de için gibi ne nasıl neden nerede kim hangi mi mı mu mü değil var yok çok daha en`,
};

export const STOPWORDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(LISTS).map(([lang, words]) => [lang, new Set(words.split(/\s+/u))]),
);

/** Is this folded word a stop word of one of the languages? */
export function isStopword(word: string, langs: readonly string[]): boolean {
  return langs.some((lang) => STOPWORDS.get(lang)?.has(word) ?? false);
}
