import { canonicalizeUrl } from '../model/url.ts';
import type { Attributes } from './attributes.ts';
import type { HeadCollector } from './head.ts';
import type { HeadingReader } from './heading-reader.ts';
import type { LinkCollector } from './links.ts';
import type { LinkTarget, Run } from './run.ts';

/** A line with links to neighbours of the page is navigation when this share of its text is links. */
const MIN_WAY_SHARE = 0.4;
/** What links to a neighbour of the page say of themselves (`rel`). */
const WAYS_ON = new Set(['next', 'prev', 'previous', 'up']);
/** The same, and links to other places of the site. Such a line of links often stands at the end of the page again, where they say nothing of themselves. */
const WAYS = new Set([...WAYS_ON, 'contents', 'index', 'home', 'start']);
/** The top of a page (HTML standard, 7.4.6.3), and what such places are called besides. */
const TOP = /^#_?(?:page[-_]?)?top$/i;
/** With a link there, a line is navigation when this share of its text is links: signs around it are not. */
const MIN_TOP_SHARE = 0.7;
/** All that some links to a source or to a paragraph say. */
const SIGN = /^\s*[\u00b6\u00a7]\s*$/;
/** Beside what a signature names, the link to where it is made. */
const SOURCE = /^\s*\[?(?:source|src)\]?\s*$/i;

interface Parts {
  head: HeadCollector;
  links: LinkCollector;
  headings: HeadingReader;
  run: Run;
}

/** Tells of the text in links whether it is navigation. */
export class LinkReader {
  readonly #url: string;
  readonly #parts: Parts;
  #isOpen = false;
  /** Addresses of the neighbours of this page, as links have them that say so. */
  readonly #ways = new Set<string>();
  /** Whether the link that is open leads to this page, as far as it has been asked. */
  #isOwn: boolean | undefined;
  /** It opens a fold of this page. */
  #opensFold = false;

  constructor(url: string, parts: Parts) {
    this.#url = url;
    this.#parts = parts;
  }

  /** True when the element opened a link whose text follows; `close` ends it. */
  open(name: string, attributes: Attributes): boolean {
    const { rel = '', href } = attributes;
    if (href !== undefined && WAYS.has(rel)) this.#ways.add(href);
    if (!this.#parts.links.openElement(name, attributes)) return false;
    this.#isOpen = true;
    this.#isOwn = undefined;
    this.#opensFold = attributes['aria-expanded'] !== undefined && /^#./.test(href ?? '');
    const { run } = this.#parts;
    if (WAYS_ON.has(rel)) run.noteWayOn(MIN_WAY_SHARE);
    // To the same in another language.
    else if (rel === 'alternate') run.noteWayOn(0);
    else if (TOP.test(href ?? '')) run.noteWayOn(MIN_TOP_SHARE);
    else if (this.#ways.has(href ?? '')) run.noteKnownWay(MIN_WAY_SHARE);
    return true;
  }

  addText(text: string): void {
    if (this.#isOpen) this.#parts.links.addText(text);
  }

  /**
   * Where text leads that stands here. The link of a heading to itself is none, nor is that to the page it is the heading of; a term without an id
   * has no place of its own to lead to.
   */
  get target(): LinkTarget {
    const { isOpen, isBareTerm, isInPlaceLink } = this.#parts.headings;
    const isInHeading = isOpen && !isBareTerm;
    if (this.#isOpen && this.#opensFold) return 'nowhere';
    if (isInPlaceLink) return isInHeading ? 'nowhere' : 'place';
    return this.#isOpen && !(isInHeading && this.#leadsToItself()) ? 'elsewhere' : 'nowhere';
  }

  /** @param isMuted nothing of its text was kept */
  close({ isMuted }: { isMuted: boolean }): void {
    const { links, headings, run } = this.#parts;
    this.#isOpen = false;
    const { text } = links.open;
    const isSign = SIGN.test(text) || (headings.isOpen && SOURCE.test(text));
    if (!isMuted && isSign) run.dropLast(text);
    links.close();
    headings.closeLink(text);
  }

  /** Does the link that is open lead to this page? */
  #leadsToItself(): boolean {
    const { head, links } = this.#parts;
    this.#isOwn ??= canonicalizeUrl(links.open.href, head.baseUrl(this.#url)) === canonicalizeUrl(this.#url);
    return this.#isOwn;
  }
}
