import type { Outlink } from '../model/page.ts';
import { canonicalizeUrl } from '../model/url.ts';
import { fragmentOf } from './anchor-choice.ts';
import { type Attributes, relsOf } from './attributes.ts';
import { MAX_OUTLINKS } from './limits.ts';
import { remembered } from './remembered.ts';
import { cut, squeeze } from './white-space.ts';

const MAX_TEXT_CHARS = 200;
/** Raw text kept of a link while it is open; white space is squeezed only once. */
const MAX_RAW_CHARS = 800;

const NO_LINK = { href: '', text: '', nofollow: false };

interface RawLink {
  href: string;
  text: string;
  nofollow: boolean;
}

/** Gathers the links of a page as written; they are resolved at the end, when a `base` would be known. */
export class LinkCollector {
  readonly #links: RawLink[] = [];
  #open: RawLink | undefined;

  /** True when the element opened a link whose text follows; `close` ends it. */
  openElement(name: string, attributes: Attributes): boolean {
    if (name === 'a' && attributes.href !== undefined) {
      this.#open = this.#add(attributes.href, attributes);
      return true;
    }
    if (name === 'area' && attributes.href !== undefined) this.#add(attributes.href, attributes, attributes.alt);
    else if (name === 'iframe' || name === 'frame') this.#add(attributes.src ?? '', attributes);
    else if (name === 'link' && attributes.href !== undefined && leadsToPage(attributes))
      this.#add(attributes.href, attributes);
    else if (name === 'img' && attributes.alt !== undefined) this.addText(` ${attributes.alt} `);
    return false;
  }

  /** The link that is open, with its text so far. */
  get open(): Readonly<RawLink> {
    return this.#open ?? NO_LINK;
  }

  close(): void {
    this.#open = undefined;
  }

  addText(text: string): void {
    if (this.#open !== undefined && this.#open.text.length < MAX_RAW_CHARS)
      this.#open.text += text.slice(0, MAX_RAW_CHARS);
  }

  /** What each link says and where it leads: outlinks have the longest text of several links to one page. */
  targets(base: string): (readonly [text: string, url: string])[] {
    const resolve = remembered((href) => canonicalizeUrl(href, base) ?? '');
    return this.#links.map(({ href, text }) => [labelOf(text), resolve(href)] as const).filter(([, url]) => url !== '');
  }

  /** Adds an address from elsewhere, such as a refresh. */
  addAddress(href: string, text = ''): void {
    this.#add(href, {}, text);
  }

  /** Resolves against `base`; one outlink for each URL and fragment, with its longest text. */
  outlinks(base: string): Outlink[] {
    const resolve = remembered((href) => canonicalizeUrl(href, base) ?? '');
    const found = new Map<string, Outlink>();
    for (const link of this.#links) {
      const hash = link.href.indexOf('#');
      const url = resolve(hash < 0 ? link.href : link.href.slice(0, hash));
      if (url === '') continue;
      const fragment = hash < 0 ? '' : fragmentOf(link.href);
      const text = labelOf(link.text);
      const key = `${url}#${fragment}`;
      const known = found.get(key);
      if (known === undefined) {
        if (found.size < MAX_OUTLINKS) found.set(key, { url, fragment, text, nofollow: link.nofollow });
        continue;
      }
      if (text.length > known.text.length) known.text = text;
      known.nofollow &&= link.nofollow;
    }
    return [...found.values()];
  }

  /** A link to a place in the same page is no outlink. */
  #add(href: string, attributes: Attributes, text = ''): RawLink | undefined {
    const trimmed = href.trim();
    if (trimmed === '' || trimmed.startsWith('#')) return undefined;
    const nofollow = relsOf(attributes).includes('nofollow');
    const link: RawLink = { href: trimmed, text, nofollow };
    this.#links.push(link);
    return link;
  }
}

function labelOf(text: string): string {
  return cut(squeeze(text), MAX_TEXT_CHARS);
}

function leadsToPage(attributes: Attributes): boolean {
  const rel = relsOf(attributes);
  return (
    rel.includes('next') || rel.includes('prev') || (rel.includes('alternate') && attributes.hreflang !== undefined)
  );
}
