import type { Alternate } from '../model/page.ts';
import { canonicalizeUrl, MAX_URL_CHARS } from '../model/url.ts';
import { alternatesOf, type DeclaredAlternate, isAlternate, MAX_ALTERNATES } from './alternates.ts';
import { type Attributes, relsOf } from './attributes.ts';
import { primaryLanguage } from './language-tag.ts';
import { refreshAddress, refreshDelaySeconds } from './refresh.ts';
import { bothDirectives, NO_DIRECTIVES, type RobotsDirectives, readDirectives } from './robots-directives.ts';
import { cut, squeeze } from './white-space.ts';

const MAX_TITLE_CHARS = 1_000;
const MAX_DESCRIPTION_CHARS = 1_000;
const MAX_CANONICAL_CHARS = 500;

/** What the elements of a document's head say. */
export class HeadCollector {
  /** The `title` element, raw. */
  title = '';
  lang = '';
  siteName = '';
  /** What the page is called where it is shared. */
  sharedTitle = '';
  robots: RobotsDirectives = NO_DIRECTIVES;
  /** Unresolved address of the first valid refresh. */
  refresh: string | undefined;
  /** Seconds that it waits. */
  refreshDelaySeconds: number | undefined;
  /** The program that says it has made the page, '' for none. */
  generator = '';
  #description = '';
  #socialDescription = '';
  readonly #canonicals: string[] = [];
  readonly #alternates: DeclaredAlternate[] = [];
  #base: string | undefined;
  #titleDone = false;
  #inHead = true;
  readonly #agent: string;

  /** @param agent product token of this crawler, in lower case: the name under which a page may speak to it alone */
  constructor(agent: string) {
    this.#agent = agent;
  }

  openElement(name: string, attributes: Attributes): void {
    switch (name) {
      case 'html':
        this.lang ||= primaryLanguage(attributes.lang ?? attributes['xml:lang'] ?? '');
        break;
      case 'body':
        this.#inHead = false;
        this.lang ||= primaryLanguage(attributes.lang ?? '');
        break;
      case 'base':
        // Each link is resolved against it.
        if (attributes.href !== undefined && attributes.href.length <= MAX_URL_CHARS) this.#base ??= attributes.href;
        break;
      case 'link':
        if (this.#inHead) this.#openLink(attributes);
        break;
      case 'meta':
        this.#openMeta(attributes);
        break;
    }
  }

  addTitleText(text: string): void {
    if (!this.#titleDone && this.title.length < MAX_TITLE_CHARS) this.title += text.slice(0, MAX_TITLE_CHARS);
  }

  /** Only the first `title` counts. */
  closeTitle(): void {
    this.#titleDone = true;
  }

  get description(): string {
    return cut(squeeze(this.#description || this.#socialDescription), MAX_DESCRIPTION_CHARS);
  }

  /** The URL that the page's addresses are relative to. */
  baseUrl(pageUrl: string): string {
    const base = this.#base === undefined ? null : URL.parse(this.#base, pageUrl);
    return base?.protocol === 'http:' || base?.protocol === 'https:' ? base.href : pageUrl;
  }

  /** First canonical link that leads to an http(s) URL. */
  canonicalUrl(base: string): string | undefined {
    for (const href of this.#canonicals) {
      const url = canonicalizeUrl(href, base);
      if (url !== undefined) return url;
    }
    return undefined;
  }

  /** The first canonical link as written, when none leads to an http(s) URL. */
  unusableCanonical(base: string): string | undefined {
    const [first] = this.#canonicals;
    return first === undefined || this.canonicalUrl(base) !== undefined
      ? undefined
      : cut(squeeze(first), MAX_CANONICAL_CHARS);
  }

  alternates(base: string): Alternate[] {
    return alternatesOf(this.#alternates, base);
  }

  #openLink(attributes: Attributes): void {
    if (isCanonical(attributes)) this.#canonicals.push(attributes.href ?? '');
    else if (isAlternate(attributes) && this.#alternates.length < MAX_ALTERNATES)
      this.#alternates.push({ href: attributes.href ?? '', hreflang: attributes.hreflang ?? '' });
  }

  #openMeta(attributes: Attributes): void {
    const content = attributes.content;
    if (content === undefined) return;
    const name = (attributes.name ?? attributes.property ?? '').trim().toLowerCase();
    if (name === 'robots' || (name !== '' && name === this.#agent))
      this.robots = bothDirectives(this.robots, readDirectives(content));
    else if (name === 'description') this.#description ||= content;
    else if (name === 'og:description') this.#socialDescription ||= content;
    else if (name === 'og:title') this.sharedTitle ||= squeeze(content);
    else if (name === 'og:site_name' || name === 'application-name') this.siteName ||= squeeze(content);
    else if (name === 'generator') this.generator ||= squeeze(content);
    const pragma = attributes['http-equiv']?.trim().toLowerCase();
    if (pragma === 'refresh') this.#addRefresh(content);
    else if (pragma === 'content-language') this.lang ||= primaryLanguage(content);
  }

  #addRefresh(content: string): void {
    if (this.refresh !== undefined) return;
    this.refresh = refreshAddress(content);
    if (this.refresh !== undefined) this.refreshDelaySeconds = refreshDelaySeconds(content);
  }
}

function isCanonical(attributes: Attributes): boolean {
  return relsOf(attributes).includes('canonical') && (attributes.href ?? '').trim() !== '';
}
