/** Parts joined as programming languages do: `asyncio.gather`, `std::vec`, `Foo#bar`. */
const QUALIFIED = /^[A-Za-z_$][\w$]*(?:(?:\.|::|#|->|\\)~?[A-Za-z_$][\w$]*)+$/;
const IDENTIFIER = /^[%.:-]*[A-Za-z_$][\w$.:#\\-]*'*$/;
/** Sphinx puts the domain before the name: `c.PyList_New`, `envvar-PATH`, `module-os`. */
const DOMAIN_PREFIX =
  /^(?:c|cpp|js|rst|envvar|opcode|pdbcommand|token|confval|directive|role|std|2to3fixer|module)[-.](?=.)/;
/** Generators of API pages put the kind before the name: `method.push`, `fn-main`. */
const MEMBER_PREFIX =
  /^(?:ty)?(?:method|variant|structfield|associated(?:type|constant)|macro|fn|func|function|class|struct|property|type|const)[.-](?=.)/;
/** And marks with it the place of what a heading is about: `module-django.apps`, `std-templatetag-trans`. */
const MARKED_NAME = /^(?:module|std-[a-z0-9]+)-(?=.)/;
const OPTION = /(?<![\w-])--?[A-Za-z](?:[\w+-]*[\w+])?/g;
const OPTION_ENTRY = /^--?[A-Za-z]/;
/** What Texinfo says of the kind of what it defines, in any language: `Option variable: pile_size`. */
const KIND_BEFORE = /^\p{L}[\p{L}\p{M}\p{N}_ /-]{0,60}: /u;
/** What a declaration of a type begins with. */
const DECLARING_WORD =
  /^\s*(?:class|data|enum|interface|newtype|pattern|struct|trait|type|union)(?: (?:family|instance))?\s+/;
/** Haddock's mark of a type or a value: `t:Pile`. */
const KIND_MARK = /^\p{L}:/u;
/** How generators write what an id may not have: `pile_005fsize`, `put-39-`. */
const ESCAPED = /_00([\da-f]{2})|-(\d{2,3})-/g;
/** The name before a signature's parameters, type parameters or value. */
const CALLED_NAME = /([A-Za-z_$][\w$]*(?:(?:\.|::|#)~?[A-Za-z_$][\w$]*)*)(\s*)(?:\(|\[|<)/;
/** Erlang, Elixir and Prolog tell functions apart by the number of their arguments: `map/2`, `->/2`. */
const ARITY_ID = /^((?:\w+:)?(?:\w+[?!]?|[^\w\s]{1,4}))\/\d+$/;
/** Where names may be operators or words of the language: proc `&=`(pile: Pile). */
const QUOTED_NAME = /`([^`\s]{1,40})`(?=[[(*])/;
/** YARD puts the kind behind the name: `put-instance_method`. */
const METHOD_ID = /^(\w+[?!]?)-(?:instance|class)_method$/;
/** No word of a language looks like that: `max_size`, `os.path`, `getName`. */
const PROGRAM_NAME = /^[\w$]*[A-Za-z\d](?:[_.:]+[A-Za-z]|[a-z][A-Z])/;
/** What a list of words with their meanings is made of, though their ids are the words themselves. */
const WORD = /^[A-Z][a-z]+$/;
/** A type needs no parameters: `class object`. */
const DECLARED_NAME =
  /^(?:class|exception|struct|union|enum|interface|trait|type|module|namespace|macro)\s+([A-Za-z_$][\w$]*(?:(?:\.|::)[A-Za-z_$][\w$]*)*)/;
/** A heading that is a signature: `push(item) → number`, `static of(value)`; not `Parameter(s)`. */
const CALL_HEADING =
  /^(?:(?:\(?(?:public|static|async|inner|constant|abstract|readonly|const|def|fn|func|function|pub|unsafe|get|set|new)\)?) )*([A-Za-z_$~][\w$]*(?:(?:\.|::|#|->)~?[A-Za-z_$][\w$]*)*)(?:\((?!(?:e?s|ies)\))[^)]*\)| \(\))(?=$|\s*[\u2192:{=-])/;
/** What stands behind an abbreviation without a blank, where brackets are written so: `VPN(가상 개인 네트워크)`. Parameters have signs between them. */
const EXPLANATION = /\((?=[^\)]*[\p{L}--\p{Script=Latin}])[^\s\),;:=\|]+(?: [^\s\),;:=\|]+)+\)/v;
/** `func (*Client) Do`, `type Client`. */
const DECLARING_HEADING =
  /^(?:func|fn|def|function|type|class|struct|union|interface|trait|enum|typedef|macro|method|const|var|variable|property)(?: \([^)]*\))? ([A-Za-z_$][\w$]*)/i;
/** `Class: Client`. */
const LABELLED_HEADING =
  /^(?:class|interface|enum|type|struct|function|method|macro|property|module|namespace): ([A-Za-z_$][\w.$]*)$/i;
/** `AcceptFilter Directive`, `The shell command`. */
const KIND_BEHIND =
  '(?:directive|function|method|class|command|option|macro|property|attribute|hook|tag|filter|interface|trait|setting|parameter|predicate)';
const EXPLAINED_NAME = new RegExp(`^(\\S+) ${KIND_BEHIND}$`, 'i');
/** What may follow the code that a heading begins with and explains. */
const BEHIND_CODE = new RegExp(`^(?:$|\\s*[(:\u2013\u2014-]|\\s+${KIND_BEHIND}$)`, 'i');
const MAX_SYMBOL_CHARS = 120;
const MAX_SYMBOLS = 8;

/**
 * Names that a definition entry (`dt`) defines: its id where that is a qualified name, and the name as its text gives it.
 * `leadingCode` is the inline code that its text begins with, '' when it begins otherwise; `furtherCode` that of more names side by side with it.
 */
export function definitionSymbols(
  signature: string,
  { furtherCode = [], ...first }: { id: string; leadingCode: string; furtherCode?: readonly string[] },
): string[] {
  const further = furtherCode.filter((name) => IDENTIFIER.test(name));
  return distinctSymbols([...firstNames(signature, first), ...further.flatMap((name) => [name, lastComponent(name)])]);
}

function firstNames(signature: string, { id, leadingCode }: { id: string; leadingCode: string }): readonly string[] {
  const isOption = id.startsWith('cmdoption-') || (OPTION_ENTRY.test(signature) && !ARITY_ID.test(id));
  if (isOption) return signature.match(OPTION) ?? [];
  if (id.startsWith('term-') && !(IDENTIFIER.test(signature) && signature.includes('_'))) return [];
  const ofId = namesOfId(id, signature);
  if (ofId !== undefined) return ofId;
  const symbols: string[] = [];
  const plainId = id.replace(DOMAIN_PREFIX, '');
  if (QUALIFIED.test(plainId)) symbols.push(plainId);
  const name =
    nameInSignature(signature, { id, leadingCode }) ?? (IDENTIFIER.test(leadingCode) ? leadingCode : undefined);
  if (name === undefined) return plainId !== id && IDENTIFIER.test(plainId) ? [...symbols, plainId] : symbols;
  // Some generators write ids in lower case.
  if (symbols[0] !== name && symbols[0]?.toLowerCase() === name.toLowerCase()) symbols.pop();
  // The id says more of what the text writes short, so `cancel` under the id `asyncio.Task.cancel` adds its own name.
  symbols.push(name, lastComponent(name));
  return symbols;
}

/** The names that an id gives by itself, where the signature bears it out. */
function namesOfId(id: string, signature: string): string[] | undefined {
  const withArity = ARITY_ID.exec(id)?.[1];
  if (withArity !== undefined && signature.includes(withArity)) return [id, withArity];
  const quoted = QUOTED_NAME.exec(signature)?.[1];
  if (quoted !== undefined && id.startsWith(quoted)) return [quoted];
  const [head = ''] = /^[\w$.]*/.exec(signature) ?? [];
  if (id === '' || head !== id) return undefined;
  // What a signature begins with may be less plain than its id, `Row = seq[string]`, and names may begin with a digit: `2nd_pile`.
  return IDENTIFIER.test(id) || /^\d\w*_/.test(id) ? [id, lastComponent(id)] : undefined;
}

/**
 * Names that a heading stands for: all of it is code, or it begins with code and explains it, or with an option, or one of the ids of its place
 * names it.
 * `id` is the nearest of them.
 */
export function headingSymbols(
  heading: string,
  { id, ids, leadingCode }: { id: string; ids: readonly string[]; leadingCode: string },
): string[] {
  if (OPTION_ENTRY.test(heading) && (leadingCode.startsWith('-') || ids.some((one) => saysOption(one, heading))))
    return distinctSymbols(heading.match(OPTION) ?? []);
  const symbols = namesMarkedBy(ids, heading);
  const plainId = id.replace(MEMBER_PREFIX, '');
  if (
    plainId !== id &&
    IDENTIFIER.test(plainId) &&
    heading.split(/[^\w$]+/).includes(plainId) &&
    !isWordingOf(heading, id)
  )
    symbols.push(plainId);
  const rest = leadingCode === '' ? undefined : heading.slice(leadingCode.length);
  if (rest !== undefined && BEHIND_CODE.test(rest)) {
    const name = leadingCode.replace(/\(.*$/s, '');
    if (IDENTIFIER.test(name)) symbols.push(...(isNameOf(id, name) ? [id, name] : [name]));
  }
  if (symbols.length === 0) symbols.push(...namesInHeading(heading, id));
  return distinctSymbols(symbols);
}

/** The names in ids that say what kind of thing a heading is about. */
function namesMarkedBy(ids: readonly string[], heading: string): string[] {
  return ids
    .filter((id) => MARKED_NAME.test(id) && !isWordingOf(heading, id))
    .map((id) => id.replace(MARKED_NAME, ''))
    .filter((name) => IDENTIFIER.test(name));
}

/** `Module index` has the id `module-index` and defines nothing. */
function isWordingOf(heading: string, id: string): boolean {
  const words = heading.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return words.join('-') === id;
}

/** What a heading without code names: by the form of a signature or of a name, or because the id says the same. */
function namesInHeading(heading: string, id: string): string[] {
  const symbols: string[] = [];
  const name = EXPLANATION.test(heading) ? undefined : CALL_HEADING.exec(heading)?.[1];
  if (name !== undefined) {
    const withArity = ARITY_ID.exec(id)?.[1] === name;
    symbols.push(...(withArity || isNameOf(id, name) ? [id] : []), name, lastComponent(name));
  }
  const declared = DECLARING_HEADING.exec(heading)?.[1];
  if (declared !== undefined && (id === declared || isNameOf(id, declared))) symbols.push(id, declared);
  const explained = EXPLAINED_NAME.exec(heading)?.[1];
  if (explained !== undefined && IDENTIFIER.test(explained) && saysTheSame(id, explained)) symbols.push(explained);
  const labelled = LABELLED_HEADING.exec(heading)?.[1];
  if (labelled !== undefined) symbols.push(labelled);
  const listed = heading.split(/,\s+/);
  const isQualified = (one: string) => QUALIFIED.test(one) && (one === id || /::|->|\\/.test(one));
  // `std::find, std::find_if`: the pages of some manuals are about several.
  if (symbols.length === 0 && listed.every((one) => isQualified(one) || /^[A-Za-z]\w*_\w+$/.test(one)))
    symbols.push(...listed, ...listed.map(lastComponent));
  const method = METHOD_ID.exec(id)?.[1];
  if (symbols.length === 0 && method !== undefined && heading.includes(method)) symbols.push(method);
  return symbols;
}

/** Is the id that name, but for case and signs? */
function saysTheSame(id: string, name: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z\d]/g, '');
  return id !== '' && plain(id) === plain(name);
}

/** Does the id say the option that the heading begins with: `resize`, `resize-size` or `opt_resize` of `-resize size`? */
function saysOption(id: string, heading: string): boolean {
  const words = (text: string) =>
    `-${text
      .toLowerCase()
      .split(/[^a-z\d]+/)
      .filter(Boolean)
      .join('-')}-`;
  return words(id).includes(words(heading.match(OPTION)?.[0] ?? ''));
}

/** Is the id the full name of that? */
function isNameOf(id: string, name: string): boolean {
  return QUALIFIED.test(id) && lastComponent(id) === lastComponent(name);
}

/**
 * The name that a table row or a line describes: the code or anchor it begins with, alone or with arguments; an operand of an operator is none.
 * What follows may be anything where a word or the id says that a name is declared: `data Pile a`.
 */
export function rowSymbols(signature: string, { id, leadingCode }: { id: string; leadingCode: string }): string[] {
  const name = leadingCode.replace(/\s*\(.*$/s, '');
  const isDeclared = KIND_MARK.test(id) || signature.replace(DECLARING_WORD, '') !== signature;
  const rest = signature.slice(signature.indexOf(leadingCode) + leadingCode.length);
  return IDENTIFIER.test(name) && (isDeclared || /^(?:$|\s*[(:\u2013\u2014\u2192])/.test(rest)) ? formsOf(name) : [];
}

/** Does a text say that a type is declared behind it, and nothing more? */
export function isDeclaring(text: string): boolean {
  return text.replace(DECLARING_WORD, '') === '' && text !== '';
}

/** The name behind the word that declares it, where the id is made of both: `val put : thing` at `VALput` or `val-put`, `type 'a pile` at `TYPEpile`. */
export function declaredName(id: string, line: string): string | undefined {
  const keyword = /^[a-z]+(?= )/.exec(line)?.[0] ?? '';
  if (keyword === '' || !id.toLowerCase().startsWith(keyword)) return undefined;
  const name = id.slice(keyword.length).replace(/^[-.:]/, '');
  const isMarked = id.startsWith(keyword.toUpperCase()) || id.length > keyword.length + name.length;
  return isMarked && IDENTIFIER.test(name) && line.split(/[^\w']+/).includes(name) ? name : undefined;
}

/** What a term says of the kind of what it defines, and the name behind it that its id says, too; both '' when the id does not. */
export function kindBefore(term: string, id: string): { kind: string; name: string } {
  const [kind = ''] = KIND_BEFORE.exec(term) ?? [];
  const words = (term.slice(kind.length).split('(')[0] ?? '').trim().split(/\s+/);
  // A type may stand before the name, and words for what it takes behind it.
  const name =
    kind === '' ? undefined : [words[0], words.at(-1)].find((word) => word !== undefined && endsWithName(id, word));
  return name === undefined ? { kind: '', name: '' } : { kind, name };
}

/** Does a term without an id name options? */
export function namesOption(term: string): boolean {
  return OPTION_ENTRY.test(term);
}

/**
 * Does it name a function, by code with arguments? Names alone are left to lists with ids: without them they mostly repeat what is
 * defined elsewhere, as the parameters that a command shows.
 */
export function namesCall(term: string, leadingCode: string): boolean {
  const name = leadingCode.replace(/\(.*$/s, '');
  const rest = term.slice(leadingCode.length);
  const isCall = name !== leadingCode ? /^(?:$|\s*[:=\u2013\u2014\u2192-])/.test(rest) : rest.startsWith('(');
  return isCall && IDENTIFIER.test(name);
}

function nameInSignature(
  signature: string,
  { id, leadingCode }: { id: string; leadingCode: string },
): string | undefined {
  const declared = DECLARED_NAME.exec(signature)?.[1];
  if (declared !== undefined) return declared;
  const call = CALLED_NAME.exec(signature);
  const [, called, blanks] = call === null || isWithin(signature, call.index) ? [] : call;
  // `Uniform Resource Locator (URL)` is no call.
  const isCall =
    blanks === '' ||
    leadingCode !== '' ||
    (called !== undefined && (PROGRAM_NAME.test(called) || endsWithName(id, called)));
  if (called !== undefined) return isCall ? called : undefined;
  const words = (signature.replace(/^@/, '').split(/[=:]\s|\s=/)[0] ?? '').trim().split(' ');
  const last = words.at(-1) ?? '';
  if (words.length <= 3 && QUALIFIED.test(last)) return last;
  const isWord = leadingCode === '' && WORD.test(last) && id === last.toLowerCase();
  return words.length === 1 && IDENTIFIER.test(last) && !isWord ? last : undefined;
}

/** Does a bracket before that place close behind it? */
function isWithin(signature: string, at: number): boolean {
  const before = signature.slice(0, at);
  return (before.match(/[([]/g)?.length ?? 0) > (before.match(/[)\]]/g)?.length ?? 0);
}

/**
 * Is the id of a place the name of a program that stands there, alone or behind what kind of name it is: `v:insert`? Numbered ones mark
 * what an index mentions.
 */
export function isNameOfPlace(id: string, name: string): boolean {
  return IDENTIFIER.test(name) && endsWithName(id, name) && !/^index-\d/.test(id);
}

/** Can it be nothing else: `max_size`, `getName`? */
export function isProgramName(name: string): boolean {
  return PROGRAM_NAME.test(name);
}

/** `index-startsWith-1` ends with `startsWith`. */
function endsWithName(id: string, name: string): boolean {
  const plain = id.replace(/-\d+$/, '');
  return [plain, unescaped(plain)].some(
    (one) => one === name || (one.endsWith(name) && /\W/.test(one.charAt(one.length - name.length - 1))),
  );
}

function unescaped(id: string): string {
  return id.replace(ESCAPED, (_, hex: string | undefined, decimal: string) =>
    String.fromCharCode(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)),
  );
}

/** A name in full, and its last part alone. */
export function formsOf(name: string): string[] {
  return distinctSymbols([name, lastComponent(name)]);
}

function lastComponent(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf(':'), name.lastIndexOf('#')) + 1);
}

/** At most eight, each once, without those too long to be one. */
export function distinctSymbols(symbols: readonly string[]): string[] {
  return [...new Set(symbols)]
    .filter((symbol) => symbol !== '' && symbol.length <= MAX_SYMBOL_CHARS)
    .slice(0, MAX_SYMBOLS);
}
