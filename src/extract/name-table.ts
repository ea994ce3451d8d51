import { FNV_START, fnvStep } from '../text/fnv.ts';

const SLOTS = 512;

/** Where a name stands in a text. */
export interface NamePlace {
  start: number;
  end: number;
}

/** Known names, found where they stand in a text, in either case of ASCII: to cut each one out first would take several times as long. */
export class NameTable<N extends string> {
  readonly #slots = Array.from({ length: SLOTS }, (): N[] => []);

  /** @param names in lower case */
  constructor(names: readonly N[]) {
    for (const name of names) this.#slots[slotOf(name, { start: 0, end: name.length })]?.push(name);
  }

  /** The name that stands at this place; undefined for one that is not known. */
  find(text: string, place: NamePlace): N | undefined {
    const slot = this.#slots[slotOf(text, place)] ?? [];
    for (const name of slot) if (isAt(text, { name, place })) return name;
    return undefined;
  }
}

function slotOf(text: string, { start, end }: NamePlace): number {
  let hash = FNV_START;
  for (let at = start; at < end; at++) hash = fnvStep(hash, lowered(text.charCodeAt(at)));
  return (hash ^ (hash >>> 16)) & (SLOTS - 1);
}

function isAt(text: string, { name, place }: { name: string; place: NamePlace }): boolean {
  const { start, end } = place;
  if (name.length !== end - start) return false;
  return text.startsWith(name, start) || text.slice(start, end).toLowerCase() === name;
}

function lowered(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code | 0x20 : code;
}
