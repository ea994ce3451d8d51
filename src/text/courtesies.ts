/** A stretch of a text: its first character, and the one after its last. */
interface Stretch {
  start: number;
  end: number;
}

/**
 * What people put around a question: greetings, requests and thanks. Their words tell nothing of the subject, and as manuals hardly have them they would count
 * for more than all others. They are known as whole phrases, as `explain`, `help` and `hello world` are subjects, too.
 */
const PHRASES: readonly string[] = [
  // English
  '^(?:hello|hi|hey|dear|good (?:morning|day|afternoon|evening))(?: (?:all|everyone|everybody|there|guys|folks|team|sir|madam))*(?=[,.!:;](?! ?world))',
  '(?:can|could|would|will) (?:you|someone|somebody|anyone|anybody)(?: please| kindly)? (?:tell|explain|help|show|advise)(?:(?: to)? (?:me|us))?(?: please)?',
  '(?:please|kindly) (?:tell|explain|help|show|advise)(?:(?: to)? (?:me|us))?',
  '(?:tell|help|show|explain to) (?:me|us)',
  "(?:would|(?:i|we)['’]d) (?:like|love) to(?: (?:know|learn|understand|find out|ask))?",
  '(?:i|we)(?: really)? (?:want|wish|need|have|try) to(?: (?:know|learn|understand|find out|ask))?',
  'how (?:can|could|do|to)(?: i| we| you| one)? (?:know|find out)',
  '(?:does|do) (?:someone|somebody|anyone|anybody) know',
  'is (?:it|this|that) possible(?: to)?',
  'is there (?:a|an|any|some)(?: \\p{L}+)? way (?:to|of)',
  'what is the (?:best|easiest|simplest|right|correct|proper) way (?:to|of)(?: doing (?:it|this|that))?',
  '(?:thank you|thanks)(?: (?:very|so) much| a lot)?(?: in advance)?',
  // Russian
  '^(?:здравствуй(?:те)?|доброго (?:дня|утра|вечера|времени суток)|добр(?:ый|ое) (?:день|утро|вечер)|привет(?= всем|[,.!](?! ?мир)))(?: всем)?',
  '(?:подскажи|скажи|расскажи|объясни|поясни|помоги)(?:те)?,? пожалуйста(?: (?:мне|нам))?',
  '(?:пожалуйста,? )?(?:подскажите|скажите|расскажите|объясните|поясните|помогите)(?: (?:мне|нам))?(?: (?:понять|разобраться))?',
  'кто(?:[- ]нибудь)?(?: может)? (?:знает|подскаж(?:ет|ите)|подсказать|объяснить)',
  'как(?: мне| можно)? узнать',
  'хо(?:тел|тела|телось|тели|чу|чется)(?: бы)? (?:узнать|знать|понять|спросить)',
  '(?:заранее )?(?:спасибо|благодарю)(?: большое)?(?: заранее)?',
  // Ukrainian
  '^(?:вітаю|доброго (?:дня|ранку|вечора)|добр(?:ий|е) (?:день|ранок|вечір)|привіт(?= всім|[,.!](?! ?світ)))(?: всім)?',
  '(?:підкаж|скаж|розкаж|поясн|допомож)(?:и|іть),? будь ласка(?: (?:мені|нам))?',
  '(?:будь ласка,? )?(?:підкажіть|скажіть|розкажіть|поясніть|допоможіть)(?: (?:мені|нам))?',
  'будь ласка',
  'хто(?:[- ]небудь|сь)? (?:знає|підкаже)',
  'як(?: мені| можна)? дізнатися',
  'хо(?:тів|тіла|тілося|тіли|чу|четься)(?: би| б)? (?:дізнатися|знати|зрозуміти|спитати)',
  '(?:заздалегідь |наперед )?дякую(?: заздалегідь| наперед)?',
];
const COURTESY = new RegExp(`(?<![\\p{L}\\p{N}])(?:${PHRASES.join('|')})(?![\\p{L}\\p{N}])`, 'giu');

/** Where the text is polite and says nothing, in order. */
export function courtesies(text: string): Stretch[] {
  return Array.from(text.matchAll(COURTESY), ({ index, 0: phrase }) => ({ start: index, end: index + phrase.length }));
}
