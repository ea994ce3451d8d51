/** Parts joined as programming languages do: `asyncio.gather`, `std::vec`, `Foo#bar`. */
export const QUALIFIED = /^[A-Za-z_$][\w$]*(?:(?:\.|::|#|->|\\)~?[A-Za-z_$][\w$]*)+$/;
/** A name of a program, signs and all: `%option`, `.pile`, `put'`. */
export const IDENTIFIER = /^[%.:-]*[A-Za-z_$][\w$.:#\\-]*'*$/;
/** Sphinx puts the domain before the name: `c.PyList_New`, `envvar-PATH`, `module-os`. */
const DOMAIN_PREFIX =
  /^(?:c|cpp|js|rst|envvar|opcode|pdbcommand|token|confval|directive|role|std|2to3fixer|module)[-.](?=.)/;
/** The options in a text: `-v`, `--verbose`. */
export const OPTION = /(?<![\w-])--?[A-Za-z](?:[\w+-]*[\w+])?/g;
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
export const ARITY_ID = /^((?:\w+:)?(?:\w+[?!]?|[^\w\s]{1,4}))\/\d+$/;
/** Where names may be operators or words of the language: proc `&=`(pile: Pile). */
const QUOTED_NAME = /`([^`\s]{1,40})`(?=[[(*])/;
/** No word of a language looks like that: `max_size`, `os.path`, `getName`. */
const PROGRAM_NAME = /^[\w$]*[A-Za-z\d](?:[_.:]+[A-Za-z]|[a-z][A-Z])/;
/** What a list of words with their meanings is made of, though their ids are the words themselves. */
const WORD = /^[A-Z][a-z]+$/;
/** A type needs no parameters: `class object`. */
const DECLARED_NAME =
  /^(?:class|exception|struct|union|enum|interface|trait|type|module|namespace|macro)\s+([A-Za-z_$][\w$]*(?:(?:\.|::)[A-Za-z_$][\w$]*)*)/;
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
  return distinctSymbols([...firstNames(signature, first), ...further.flatMap(formsOf)]);
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

/** Does a term or a heading begin with an option? */
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

/** `gather` of `asyncio.gather`. */
export function lastComponent(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf(':'), name.lastIndexOf('#')) + 1);
}

/** At most eight, each once, without those too long to be one. */
export function distinctSymbols(symbols: readonly string[]): string[] {
  return [...new Set(symbols)]
    .filter((symbol) => symbol !== '' && symbol.length <= MAX_SYMBOL_CHARS)
    .slice(0, MAX_SYMBOLS);
}
