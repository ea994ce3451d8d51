import type { Section } from '../model/page.ts';

const PART = String.raw`[A-Za-z_$][\w$]*`;
/** `Vec`, `std::vec::Vec`, `java.util.Optional`, `App\Models\User`. */
const NAME = String.raw`${PART}(?:(?:\.|::|\\)${PART})*`;
const KINDS_BEFORE = 'abstract |annotation |enum |record |derive |attribute |primitive |static |final |sealed ';
const KINDS =
  'class|interface|enum|record|annotation|struct|union|trait|protocol|mixin|module|namespace|package|function|method|macro|keyword|type|type alias|type definition|constant|static|variable|delegate';
/** `class`, `abstract class`, `enum class`, `class template`. */
const KIND = `(?:${KINDS_BEFORE})*(?:${KINDS})(?: type| template| interface| alias)?`;
const ARGUMENTS = String.raw`(?: ?<.*>|\([^()]*\))?`;
/** `Class Optional<T>`, `Struct std::vec::Vec`, `class Pile(T)`. */
const DECLARED_PAGE = new RegExp(`^${KIND}:? (${NAME})!?${ARGUMENTS}$`, 'i');
/** `Optional Class`, `ns::Foo< T > Class Template Reference`. */
const NAMED_PAGE = new RegExp(`^(${NAME})${ARGUMENTS} ${KIND}(?: reference)?$`, 'i');
/** What a page's lead says of where its type belongs. */
const PACKAGE_LINE = /^(?:package|namespace):?[ \t\u00a0]+([A-Za-z_]\w*(?:(?:\.|::|\\)\w+)*)$/im;
/** `Vec in std::vec`. */
const TITLE_IN = /^(\S+) in ([a-z_]\w*(?:::\w+)*)(?=$| )/;
const MAX_LEAD_CHARS = 1_000;
const MAX_LINE_CHARS = 400;
/** `put`, `put()`, `~Pile`; Doxygen counts overloads: `put() [1/2]`. */
const MEMBER_HEADING = /^(~?[A-Za-z_$][\w$]*)(?:\(\))?(?: \[\d+\/\d+\])?$/;
/** What stands on a line of its own before a declaration. */
const TEMPLATE_LINE = /^template ?<.*>\n/;
/** What is said of it does, too: `@Deprecated`. */
const ANNOTATION_LINES = /^(?:@[\w.]+(?:\([^()]*\))?[ \t]*\n)+/;
/** Ids that rustdoc gives to methods. */
const RUST_MEMBER = /^(?:ty)?method\./;
const MODIFIER_WORDS =
  'public|protected|private|internal|static|final|abstract|virtual|override|readonly|const|export|native|synchronized|default|pub|unsafe|async|def|fn|func|function|val|var|let|type|typedef|using|constexpr|inline|explicit|mutable';
/** What a declaration may begin with: `public static `, `@Override public `, `pub async fn `. */
const MODIFIERS = new RegExp(String.raw`^(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:${MODIFIER_WORDS})\s+)+`);

/**
 * Completes the names of API pages that make a heading of each member, as the generators for Java, Rust, TypeScript and others do: the
 * type that the page is about, members whose signature stands below their heading, and members with the name of their type before
 * them. Other pages stay as they are.
 */
export function nameMembers(sections: Section[], { title }: { title: string }): void {
  const headed = sections.filter((section) => section.kind === 'heading');
  for (const section of headed) {
    const name = MEMBER_HEADING.exec(section.heading)?.[1];
    if (section.symbols.length === 0 && name !== undefined && isDeclared(name, section)) section.symbols.push(name);
  }
  const [top] = headed;
  if (top === undefined) return;
  const subject = subjectOf(sections, { top, title });
  const members = headed.filter((section) => section !== subject.section && isMember(section));
  const type = typeOf(subject, { title, lead: sections[0], hasMembers: members.length > 1 });
  if (type === undefined) return;
  const ownName = type.split(/\.|::|\\/).at(-1) ?? type;
  subject.section.symbols.splice(0, subject.section.symbols.length, ...new Set([type, ownName]));
  const separator = /::|\\/.test(type) || members.some(({ anchor }) => RUST_MEMBER.test(anchor)) ? '::' : '.';
  for (const { symbols } of members) {
    const [name = ''] = symbols;
    // A constructor would stand beside its type under the same name.
    if (name === ownName) symbols.length = 0;
    else symbols.unshift(`${type}${separator}${name}`);
  }
}

interface Subject {
  section: Section;
  heading: string;
}

/** The section that says what the page is about: the first with a heading, or what stands before it under the title. */
function subjectOf(sections: Section[], { top, title }: { top: Section; title: string }): Subject {
  const [first] = sections;
  const isTitled = first?.kind === 'lead' && !isTypeName(top.heading) && isTypeName(title);
  return isTitled ? { section: first, heading: title } : { section: top, heading: top.heading };
}

function isTypeName(heading: string): boolean {
  return DECLARED_PAGE.test(heading) || NAMED_PAGE.test(heading);
}

function isMember({ symbols }: Section): boolean {
  return symbols.length === 1 && /^\w+$/.test(symbols[0] ?? '');
}

/** The full name of what the page is about; undefined unless its heading declares it and more than the heading says so. */
function typeOf(
  { heading, section: { text } }: Subject,
  { title, lead, hasMembers }: { title: string; lead: Section | undefined; hasMembers: boolean },
): string | undefined {
  const declared = DECLARED_PAGE.exec(heading)?.[1];
  const name = declared ?? NAMED_PAGE.exec(heading)?.[1];
  if (name === undefined) return undefined;
  if (firstWord(title).endsWith(`::${name}`)) return firstWord(title);
  const within = TITLE_IN.exec(title);
  if (within?.[1] === name || within?.[1] === `${name}!`) return `${within[2]}::${name}`;
  const before = lead?.heading === '' ? lead.text : '';
  const container = PACKAGE_LINE.exec(`${before}\n${text}`.slice(0, MAX_LEAD_CHARS))?.[1];
  if (container !== undefined && !name.startsWith(container))
    return `${container}${container.includes('::') ? '::' : '.'}${name}`;
  // `Class Methods` is a chapter; a document called `str` is about that name.
  const isNamed = /[.:\\]/.test(name) || (firstWord(title) === name && declared !== undefined);
  return isNamed || (hasMembers && /^[A-Z][A-Za-z]*[a-z]/.test(name) && !name.endsWith('s')) ? name : undefined;
}

/** Does the section open with a line that declares the name: a call, a typed field, or modifiers before it? */
function isDeclared(name: string, { text, code }: Section): boolean {
  return [text, code].some((body) => {
    const line = firstLine(body.replace(TEMPLATE_LINE, '').replace(ANNOTATION_LINES, ''));
    const at = line.length <= MAX_LINE_CHARS ? wordAt(line, name) : -1;
    if (at < 0) return false;
    const rest = line.slice(at + name.length);
    if (/^[?!]?\s*(?:<[^()]*>)?\s*\(/.test(rest)) return true;
    if (MODIFIERS.test(line) || line.slice(0, at).endsWith('::')) return /^\s*(?:$|[:=;[])/.test(rest);
    return at === 0 && /^\??:\s\S/.test(rest) && !/[.!?]$/.test(line);
  });
}

function firstWord(text: string): string {
  return /^[\w$:]*/.exec(text)?.[0] ?? '';
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return (end < 0 ? text : text.slice(0, end)).trim();
}

/** Where the name stands as a word of its own, -1 for nowhere. */
function wordAt(line: string, name: string): number {
  for (let at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + 1)) {
    if (!/[\w$]/.test(line.charAt(at - 1)) && !/[\w$]/.test(line.charAt(at + name.length))) return at;
  }
  return -1;
}
