import type { Candidate } from '../index/search-index.ts';
import { addressName } from '../model/url-name.ts';
import { withoutSubtitle } from '../text/heading-keys.ts';
import { memberKeys } from '../text/symbol-terms.ts';
import { definedName, type NameTerms, nameTerms, type SymbolTerms, symbolTermsOf } from './name-terms.ts';

/** What a section is called: its names analysed. */
export interface SectionNames {
  title: NameTerms;
  titleText: string;
  /** What stands before its subtitle. */
  shortTitle: NameTerms;
  /** What the last part of the address says. */
  address: NameTerms;
  /** Of the beginning of a page that has no heading there: its title. */
  heading: NameTerms;
  headingText: string;
  /** Has it a heading of its own? */
  isHeaded: boolean;
  /** The heading without arguments and results, when it defines something. */
  defined: NameTerms;
  path: readonly NameTerms[];
  /** What the page is below in its site. */
  trail: readonly NameTerms[];
  symbols: readonly SymbolTerms[];
  symbolNames: readonly NameTerms[];
}

interface Known {
  section: Candidate;
  hasOptions: boolean;
  names: SectionNames;
}

/** By the list of headings above, which is a section's own: an index that remembers sections gives the same one again. */
const knownByPath = new WeakMap<readonly string[], Known>();

/** Options are called something only for who types their hyphens. */
export function sectionNamesOf(section: Candidate, options: { hasOptions: boolean }): SectionNames {
  const known = knownByPath.get(section.path);
  if (known?.hasOptions === options.hasOptions && hasSameNames(known.section, section)) return known.names;
  const names = analysed(section, options);
  knownByPath.set(section.path, { section, ...options, names });
  return names;
}

function hasSameNames(a: Candidate, b: Candidate): boolean {
  return (
    a.symbols === b.symbols &&
    a.heading === b.heading &&
    a.title === b.title &&
    a.url === b.url &&
    a.ordinal === b.ordinal &&
    a.lang === b.lang
  );
}

function analysed(
  { url, title, trail, heading, path, symbols, ordinal, lang }: Candidate,
  { hasOptions }: { hasOptions: boolean },
): SectionNames {
  const termsOf = (name: string) => nameTerms(name, lang);
  const isHeaded = heading !== '' || ordinal > 0;
  const headingText = isHeaded ? heading : title;
  const known = symbols.map((symbol) => ({ ...symbolTermsOf(symbol), memberKeys: memberKeys(symbol, title) }));
  return {
    title: termsOf(title),
    titleText: title,
    shortTitle: termsOf(withoutSubtitle(title)),
    address: termsOf(addressName(url)),
    heading: termsOf(headingText),
    headingText,
    isHeaded,
    defined: termsOf(
      isOption(headingText) && !hasOptions ? '' : definedName(headingText, { hasSymbols: symbols.length > 0 }),
    ),
    path: path.map(termsOf),
    trail: trail.map(termsOf),
    symbols: known,
    symbolNames: known.filter(({ name }) => hasOptions || !isOption(name)).map(({ name }) => termsOf(name)),
  };
}

/** `-l`, `--flag`. */
export function isOption(name: string): boolean {
  return name.startsWith('-');
}
