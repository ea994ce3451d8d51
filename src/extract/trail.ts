import { canonicalizeUrl, withoutDefaultPage } from '../model/url.ts';
import { hasIdOfHeading } from './anchor-choice.ts';
import { type Attributes, relsOf } from './attributes.ts';
import { remembered } from './remembered.ts';
import { cut, squeeze } from './white-space.ts';

/** Deeper trails keep their last names; longer lists of links are menus. */
const MAX_NAMES = 6;
const MAX_CRUMBS = 12;
const MAX_NAME_CHARS = 100;
/** Classes and labels of breadcrumbs; Doxygen and MkDocs have words of their own, Sphinx numbers the steps of its bar, from 0 for the front page. */
const BREADCRUMB_CLASS =
  /(?:^|[\s_-])(?:bread-?crumbs?|[a-z]+breadcrumbs?)(?:$|[\s_-])|(?:^|\s)(?:navpath|md-path)(?:$|\s)|^nav-item nav-item-[1-9]$/i;
/** Yoast, Confluence and DokuWiki say it by an id. One made of a heading about them has other words. */
const BREADCRUMB_ID =
  /^(?:(?:yoast|page|site|main|nav)[_-])?bread-?crumbs?(?:[_-](?:section|nav|trail|list|bar|container|wrapper))?$/i;
const BREADCRUMB_LABEL = /breadcrumb|хлебные крошки|хлібні крихти/i;
/** A body or a wrapper may say that breadcrumbs are in it, or are not. */
const ABOUT_BREADCRUMBS = /(?:^|[\s_-])(?:has|with|no|without|show|hide)[_-]/i;
const NEVER = new Set('body main article section header footer h1 h2 h3 h4 h5 h6 dt'.split(' '));
/** What a link says that names nothing. */
const NAMELESS =
  /^[^\p{L}\p{N}]*(?:(?:(?:go )?up(?: one level)?|(?:(?:view|show|go to|to) (?:the )?)?parent (?:page|directory|folder|topic)|top|home|start|главная|головна)[^\p{L}\p{N}]*)?$/iu;

interface Crumb {
  href: string;
  text: string;
}

/**
 * Where a page stands in its site: the names of what is above it, as its breadcrumbs say, or its link upwards (`rel=up`, or the access key U of
 * DocBook).
 */
export class TrailCollector {
  readonly #crumbs: Crumb[] = [];
  #up: Crumb | undefined;
  /** Elements of breadcrumbs that are open. */
  #depth = 0;
  /** The link that is open leads upwards, and has not said where. */
  #isUp = false;
  readonly #isOfBreadcrumbs = remembered((names) => BREADCRUMB_CLASS.test(names) && !ABOUT_BREADCRUMBS.test(names));

  /** True when the element, one that starts a line, holds breadcrumbs; `closeBlock` ends it. */
  openBlock(name: string, attributes: Attributes): boolean {
    const isTrail = this.#isBreadcrumb(name, attributes);
    if (isTrail) this.#depth += 1;
    return isTrail;
  }

  closeBlock(): void {
    this.#depth -= 1;
  }

  /** An element with `rel` or an access key has opened. */
  openLink(name: string, { rel, accesskey, href, title = '' }: Attributes): void {
    const isUp = relsOf({ rel }).includes('up');
    const isKey = accesskey?.toLowerCase() === 'u' && title !== '';
    if (href === undefined || !(isUp || isKey)) return;
    if (title !== '') this.#up ??= { href, text: squeeze(title) };
    else this.#isUp = name === 'a';
  }

  /** A link has ended. One that is not to be followed is a tool among the breadcrumbs, such as `View page source`. */
  addLink({ href, text, nofollow }: { href: string; text: string; nofollow: boolean }): void {
    const isCrumb = this.#depth > 0 && !nofollow && this.#crumbs.length < MAX_CRUMBS;
    if (isCrumb) this.#crumbs.push({ href, text: squeeze(text) });
    if (this.#isUp) this.#up ??= { href, text: squeeze(text) };
    this.#isUp = false;
  }

  /** Outermost first; without the page itself, the front page of its host, and other hosts. Links are relative to `base`. */
  names(base: string, { url: pageUrl, title }: { url: string; title: string }): string[] {
    const namesOf = (crumbs: readonly Crumb[]) => namesAbove(crumbs, { base, pageUrl, title });
    const names = this.#crumbs.length < MAX_CRUMBS ? namesOf(this.#crumbs) : [];
    return names.length > 0 || this.#up === undefined ? names : namesOf([this.#up]);
  }

  #isBreadcrumb(name: string, attributes: Attributes): boolean {
    if (NEVER.has(name)) return false;
    const { 'aria-label': label, id, class: names } = attributes;
    if (label !== undefined && BREADCRUMB_LABEL.test(label)) return true;
    if (id !== undefined && BREADCRUMB_ID.test(id) && !hasIdOfHeading(attributes)) return true;
    return names !== undefined && this.#isOfBreadcrumbs(names);
  }
}

/** The names of those that lead to what is above the page, outermost first. */
function namesAbove(
  crumbs: readonly Crumb[],
  { base, pageUrl, title }: { base: string; pageUrl: string; title: string },
): string[] {
  const byUrl = new Map<string, string>();
  for (const { href, text } of crumbs) {
    const url = canonicalizeUrl(href, base);
    if (url === undefined || url === pageUrl || byUrl.has(url) || !isBelowFrontPage(url, pageUrl)) continue;
    if (!NAMELESS.test(text) && text.toLowerCase() !== title.toLowerCase()) byUrl.set(url, cut(text, MAX_NAME_CHARS));
  }
  return [...new Set(byUrl.values())].slice(-MAX_NAMES);
}

/** Is it on the same host, and not the front page there? */
function isBelowFrontPage(url: string, pageUrl: string): boolean {
  const { host, pathname } = new URL(url);
  return URL.parse(pageUrl)?.host === host && withoutDefaultPage(pathname) !== '/';
}
