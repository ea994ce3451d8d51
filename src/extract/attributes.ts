import { NameTable } from './name-table.ts';

/** Attributes that extraction looks at; all others are skipped unread. */
const WANTED = [
  'accesskey', 'alt', 'aria-expanded', 'aria-hidden', 'aria-label', 'aria-level', 'aria-modal', 'charset', 'class', 'content', 'hidden', 'href', 'hreflang', 'http-equiv',
  'id', 'itemprop', 'lang', 'name', 'property', 'rel', 'role', 'shadowrootmode', 'src', 'style', 'title', 'xml:lang',
] as const; // biome-ignore format: a table

export type AttributeName = (typeof WANTED)[number];
export type Attributes = { readonly [name in AttributeName]?: string | undefined };

const NAMES = new NameTable(WANTED);

/** The wanted attribute with the name that stands at this place. */
export function wantedAttribute(html: string, place: { start: number; end: number }): AttributeName | undefined {
  return NAMES.find(html, place);
}

/** What `rel` says of where a link leads, in lower case. */
export function relsOf({ rel }: Pick<Attributes, 'rel'>): string[] {
  return rel === undefined ? [] : rel.toLowerCase().split(/\s+/);
}

/** Of one element after the other: an object of its own for each would be garbage soon, and of many shapes. */
export class AttributeValues {
  readonly values: { [name in AttributeName]?: string | undefined } = Object.fromEntries(
    WANTED.map((name) => [name, undefined]),
  );
  readonly #given: AttributeName[] = [];

  /** Of attributes with the same name the first counts (HTML standard, 13.2.5.33). */
  set(name: AttributeName, value: string): void {
    if (this.values[name] !== undefined) return;
    this.values[name] = value;
    this.#given.push(name);
  }

  clear(): void {
    for (let name = this.#given.pop(); name !== undefined; name = this.#given.pop()) this.values[name] = undefined;
  }
}
