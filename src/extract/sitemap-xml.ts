import { Parser } from 'htmlparser2';

export interface SitemapEntry {
  kind: 'page' | 'sitemap';
  /** As written, maybe relative. */
  url: string;
  /** When it changed, as written; '' when not said. */
  time: string;
}

/** Elements nested deeper than this end the reading: the parser's time grows with the square of the depth. */
const MAX_DEPTH = 200;
/** Characters kept of an element's text; no URL that is crawled is longer. */
const MAX_TEXT = 4000;

/** What an entry's element and its children are called in each format; `link` of Atom carries its address as attribute. */
const FORMATS = new Map<string, { kind: SitemapEntry['kind']; url: string; time: string }>([
  ['url', { kind: 'page', url: 'loc', time: 'lastmod' }],
  ['sitemap', { kind: 'sitemap', url: 'loc', time: 'lastmod' }],
  ['item', { kind: 'page', url: 'link', time: 'pubdate' }],
  ['entry', { kind: 'page', url: 'link', time: 'updated' }],
]);

/** The entry being read. */
interface OpenEntry {
  kind: SitemapEntry['kind'];
  /** Name of its element and depth at which it stands. */
  element: string;
  depth: number;
  /** Text by the full name of the child element; the first one that is not empty. */
  children: Map<string, string>;
}

/**
 * Reads sitemaps, sitemap indexes, RSS and Atom, whatever the namespaces say: an entry's fields are those children that
 * have the prefix of the entry itself, so the `image:loc` of an image is none.
 *
 * @param take is given every entry with an address; false stops the reading
 * @returns whether the document came to its end: no element was left open
 */
export function readSitemapXml(chunks: Iterable<string>, take: (entry: SitemapEntry) => boolean): boolean {
  const reader = new EntryReader(take);
  const parser: Parser = new Parser(
    {
      onopentag: (name, attributes) => reader.openElement(name, attributes) || parser.pause(),
      ontext: (text) => reader.addText(text),
      onclosetag: (name) => reader.closeElement(name) || parser.pause(),
    },
    { xmlMode: true, lowerCaseTags: true, decodeEntities: true },
  );
  for (const chunk of chunks) {
    if (reader.stopped) return false;
    parser.write(chunk);
  }
  return !reader.stopped && reader.isClosed;
}

/** Follows the elements of a document. Invariant: `#open` is the entry that the current element is or belongs to. */
class EntryReader {
  stopped = false;
  readonly #take: (entry: SitemapEntry) => boolean;
  #depth = 0;
  #open: OpenEntry | undefined;
  /** Text of the element that matters now, an entry or its child. */
  #text: string | undefined;

  constructor(take: (entry: SitemapEntry) => boolean) {
    this.#take = take;
  }

  get isClosed(): boolean {
    return this.#depth === 0;
  }

  /** @returns whether to go on */
  openElement(name: string, { rel = 'alternate', href = '' }: Record<string, string>): boolean {
    this.#depth++;
    if (this.#depth > MAX_DEPTH) this.stopped = true;
    const format = this.#open ? undefined : FORMATS.get(localName(name));
    if (format) this.#open = { kind: format.kind, element: name, depth: this.#depth, children: new Map() };
    else if (this.#open && this.#isChild() && rel === 'alternate') keep(this.#open, { name, text: href });
    if (format || this.#isChild()) this.#text = '';
    return !this.stopped;
  }

  addText(text: string): void {
    if (this.#text !== undefined && this.#text.length < MAX_TEXT) this.#text += text;
  }

  /** @returns whether to go on */
  closeElement(name: string): boolean {
    if (this.#open && this.#isChild()) {
      keep(this.#open, { name, text: this.#text ?? '' });
      this.#text = undefined;
    } else if (this.#open?.depth === this.#depth) {
      const entry = finish(this.#open, this.#text ?? '');
      this.#open = undefined;
      this.#text = undefined;
      if (entry && !this.#take(entry)) this.stopped = true;
    }
    this.#depth--;
    return !this.stopped;
  }

  #isChild(): boolean {
    return this.#open !== undefined && this.#depth === this.#open.depth + 1;
  }
}

function keep(entry: OpenEntry, { name, text }: { name: string; text: string }): void {
  if (!entry.children.get(name)) entry.children.set(name, text.trim());
}

/** @param ownText of an entry without children: some indexes put the address there */
function finish({ kind, element, children }: OpenEntry, ownText: string): SitemapEntry | undefined {
  const format = FORMATS.get(localName(element));
  const prefix = element.slice(0, element.length - localName(element).length);
  const child = (name: string) => children.get(prefix + name) ?? '';
  const guid = child('guid');
  // RSS: the guid is the address of an item that has no link, when it is an address at all.
  const url =
    child(format?.url ?? '') || (/^https?:/i.test(guid) ? guid : '') || (kind === 'sitemap' ? ownText.trim() : '');
  return url === '' ? undefined : { kind, url, time: child(format?.time ?? '') };
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
