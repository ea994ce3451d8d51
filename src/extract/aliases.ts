import type { Section } from '../model/page.ts';
import { isLayoutId } from './anchor-choice.ts';

/** A section and all ids that open the page there, in document order. */
export interface Place {
  section: Section;
  ids: readonly string[];
}

/** Of one section. Some generators give an id to every paragraph, and to every line of code. */
const MAX_ALIASES = 32;
/** Those made of a long heading are no longer. */
const MAX_ALIAS_CHARS = 200;

/** Gives each section the ids that links may use in place of its anchor. Of elements with the same id browsers open the first. */
export function addAliases(places: readonly Place[]): void {
  const taken = new Set(places.map(({ section }) => section.anchor));
  for (const { section, ids } of places) {
    const aliases: string[] = [];
    for (const id of ids) {
      if (aliases.length === MAX_ALIASES) break;
      if (id.length > MAX_ALIAS_CHARS || taken.has(id) || isLayoutId(id)) continue;
      taken.add(id);
      aliases.push(id);
    }
    if (aliases.length > 0) section.aliases = aliases;
  }
}
