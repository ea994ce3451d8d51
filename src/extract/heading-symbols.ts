import { ARITY_ID, distinctSymbols, IDENTIFIER, lastComponent, namesOption, OPTION, QUALIFIED } from './symbols.ts';

/** Generators of API pages put the kind before the name: `method.push`, `fn-main`. */
const MEMBER_PREFIX =
  /^(?:ty)?(?:method|variant|structfield|associated(?:type|constant)|macro|fn|func|function|class|struct|property|type|const)[.-](?=.)/;
/** And marks with it the place of what a heading is about: `module-django.apps`, `std-templatetag-trans`. */
const MARKED_NAME = /^(?:module|std-[a-z0-9]+)-(?=.)/;
/** YARD puts the kind behind the name: `put-instance_method`. */
const METHOD_ID = /^(\w+[?!]?)-(?:instance|class)_method$/;
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

/**
 * Names that a heading stands for: all of it is code, or it begins with code and explains it, or with an option, or one of the ids of its place
 * names it.
 * `id` is the nearest of them.
 */
export function headingSymbols(
  heading: string,
  { id, ids, leadingCode }: { id: string; ids: readonly string[]; leadingCode: string },
): string[] {
  if (namesOption(heading) && (leadingCode.startsWith('-') || ids.some((one) => saysOption(one, heading))))
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
