import { APOSTROPHES, foldWord } from './fold.ts';

/**
 * Words that carry grammar and no subject, per language, folded as `foldWord` folds. A query asks for them only when it has nothing
 * else; and their share in a text tells its language. The lists hold what people put into questions and titles, not all of grammar.
 */
const LISTS: Record<string, string> = {
  en: `a an the and or of to in on at by for from with without into onto as is are was were be been being am do does did
    done how what which who whom whose when where why can could may might must shall should will would i me my we our you your he him his she
    her it its they them their this that these those there here not no so than then too very if but about any some such one
    have has had use using used want need get vs versus many much other another also during across can't won't let's please thank thanks`,
  ru: `и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот от меня еще
    нет о об из ему ли если уже или ни быть был была были него до вас нибудь опять уж вам ведь там потом себя ничего ей может они тут где есть надо ней
    для мы тебя их чем сам чтоб чтобы без будто чего раз тоже себе под при кто какой какая какое такое какие каких каким какую которой который которая которые
    этот эта это эти этого этой этом тот том та те того сколько когда почему зачем куда откуда чей чья между через можно нужно
    является являются также после перед над про мой моя мое мои моего моей моих моим моему наш наша наше наши ваш ваша ваше ваши свой свою своего своей
    своих своим своему какому каком какими которого которому котором которых этому этих этим нам нас мной будет хочу хочется могу можем
    пожалуйста спасибо
    кого кому кем ком чему нее нему ним ними нем ею им ими весь всего всему всем всеми всех всю этими теми тому той тех`,
  uk: `і й та в у не що він на я з зі із як а то все вона так його але чи ти до же ви за б би по тільки її мені було от від мене ще
    ні о об йому якщо вже або бути був була були нього вас вам там потім себе нічого їй може вони тут де є треба ній для ми тебе їх
    чим сам щоб без немов чого раз теж собі під при хто який яка яке таке які яких яким яку котрий цей ця це ці цього цієї цьому той тому ті того
    скільки коли чому навіщо куди звідки чий чия між через можна потрібно також після перед над про мій моя моє мої мого моєї моїх моїм моєму наш наша наше
    наші ваш ваша ваше ваші свій своя своє свої свого своєї своїх своїм своєму якого якому яких якими цьому цих цим нам нас мною буде хочу можу можемо
    дякую кого кому ким нею ньому ним ними них їм весь всього всьому всім всіма всіх всю тими тієї`,
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
  da: `af alle at blev de deres den der det dette du efter eller en er et for fra ham han har havde hun hvad hvis hvor hvordan hvornår i ikke jeg kan man med
    men mod når og om op over på sig skal som så til ud under var ved vi vil være`,
  nb: `av alle at ble de dei den der det dette du eller en er et etter for fra han har hadde hun hva hvis hvor hvordan hvorfor i ikke jeg kan man med men
    mot når og om opp over på seg skal som så til under ut var ved vi vil være`,
  fi: `ei eikä että he hän ja joka jos jotka joten kuin kun kuinka kuka me mikä miksi milloin minä missä miten mitä mutta myös ne niin olevan oli olla on
    ovat sekä se sen siitä sinä sitä tai te tämä tämän tätä voi voidaan`,
  hu: `a az ahol aki amely ami azt csak de egy ennek és ez ezek ezt hogy hogyan ha illetve is ki kell lehet meg mely mi miért mikor mint mit nem ne
    nincs s sem szerint vagy van vannak volt`,
  ro: `a acest această aceste acestea ai al ale am are as au ca care când ce cel cea cele cine către cu cum da dacă de deci din este eu fi fie în înainte
    la le lui mai nu nici o pe pentru prin sau se şi și sunt să te un unde unei unui va`,
  cs: `a aby ale ani až bez být by byl byla bylo co do i jak jako je jeho jejich její ještě již jsou k kde kdo kdy která které který když lze má mezi mít
    na nad ne nebo není o od po pod podle pokud pro proč před při s se si tak také ten to tento této tohoto u v ve více z za ze že`,
  sk: `a aby aj ako ale alebo ani až bez bol bola bolo by byť cez čo do ho i ich ja je jeho jej k kde kto ktorá ktoré ktorý keď má medzi môže na nad nie o od
    po pod podľa pre prečo pred pri s sa sú si tak ten to tento toto u v vo viac z za zo že`,
  hr: `a ako ali bi bilo biti da do gdje i iz ili ima je jedan kada kako kao koja koje koji kod koliko li može na nakon ne nego nije o od od ova ovaj ovo po
    pri prije s sa sam samo se su što te to tako u uz za zašto`,
  ca: `a al als amb aquest aquesta aquests aquestes així com d de del dels des després el els en entre és era es et fins ha han hi i la les li l ja més
    no o on per però perquè pot què qual quan que qui s se ser seu seva si sense són també un una uns unes`,
  id: `ada adalah akan anda apa atau bagaimana bahwa bila bisa dalam dan dapat dari dengan di ia ini itu jika juga kami karena ke kita lebih mereka
    oleh pada saat sebagai sebuah secara seperti siapa sudah telah tetapi tidak untuk yaitu yang`,
  vi: `các cái cho chỉ có của cũng đã đang đây để đến được giữa hay hoặc khi không là làm lại mà mỗi một này nào nên nếu những như nhưng ở ra rằng
    sẽ tại thế thì trên trong từ và vào vẫn về với vì`,
  bg: `а ако ами без би бил била било бъде в вече във все да до докато дори е за защо защото и или им има как каква какво както какъв като кога което
    когато които който коя къде лиме между ми може на над най не него ни но ние нищо обаче от пред през при про с са само се след сме със съм
    така такива такъв те тези този това той трябва тук ще`,
  el: `αλλά αν αντί από αυτά αυτές αυτή αυτό αυτοί αυτόν αυτών για γιατί δεν δε διά εάν είμαι είναι ένα ένας ενός έχει έχουν η ήταν θα και κατά
    με μετά μεταξύ μη μην μια μία μιας να ο οι όπου οποία οποίο οποίος όπως όταν ότι ποια ποιο ποιος πότε που πού πριν προς πως πώς σαν σας σε στα στη στην
    στις στο στον στους τα της τη την τι τις το τον του τους των υπό ως`,
  fa: `از است اما ان این با باید بر برای بود به بین تا چرا چه چگونه چند در را روی شد شده شود شما کجا که کرد کند کنید کی ما می نیست نیز و ها های هر هم همه یا یک`,
  ar: `أن أو أي أين إذا إلى إن التي الذي الذين اللذان ان او الى بعد بين تم ثم حتى حول خلال ذلك عن عند على غير في قبل قد كان كانت كل كما كيف لا لم لن له لها لقد
    ما ماذا متى مع من منذ مثل هذا هذه هذين هل هم هو هي هناك و يكون`,
  he: `אבל או אחרי איך אין איפה אך אל אלה אם אני את אתה בין גם הוא היא הם הן הזה הזאת זאת זה יש כאשר כדי כי כל לא לפי לפני מה מי מתי ניתן על עם עד של רק`,
  hi: `और का की के को में से है हैं था थी थे यह ये वह वे कि पर या ने भी एक इस उस तो ही हो कर करने लिए क्या कैसे कब कहाँ क्यों कौन जो जब तक साथ नहीं अपने`,
  pl: `i w we z ze na do od po za o u przez dla nie to że jak jest są był była było były być się co kto który która które gdzie kiedy
    dlaczego jaki jaka jakie czy oraz lub ale a ten ta te tym tego`,
  tr: `ve veya ile bir bu şu o da de için gibi ne nasıl neden nerede kim hangi mi mı mu mü değil var yok çok daha en`,
};

export const STOPWORDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(LISTS).map(([lang, words]) => [lang, new Set(words.split(/\s+/u).map(foldWord))]),
);
/** Norwegian has two names more. */
const SAME: Record<string, string> = { no: 'nb', nn: 'nb' };

const APOSTROPHE = new RegExp(APOSTROPHES, 'u');
/** What an English contraction has behind its first word: `doesn't`, `I'd`, `what's`. */
const CONTRACTED = /(?:n't|'(?:[sdm]|re|ve|ll))$/;

/** Is this folded word a stop word of one of the languages? */
export function isStopword(word: string, langs: readonly string[]): boolean {
  return langs.some((lang) => {
    const list = STOPWORDS.get(SAME[lang] ?? lang);
    return list !== undefined && (list.has(word) || (lang === 'en' && isContraction(word, list)));
  });
}

/** A contraction says no more than its first word. */
function isContraction(word: string, list: ReadonlySet<string>): boolean {
  const plain = word.replace(APOSTROPHE, "'");
  return list.has(plain) || list.has(plain.replace(CONTRACTED, ''));
}
