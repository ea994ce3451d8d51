import { hasIdOfHeading } from './anchor-choice.ts';
import type { Attributes } from './attributes.ts';
import { remembered } from './remembered.ts';
import { BLOCK, CELL, REGION, tagTraits } from './tags.ts';

/**
 * What an element's markup says about its text: `aside` is not part of the main text unless nothing else is there, nor is `bar`,
 * unless it holds the running text that such a thing has none of; `hidden` is so too outside of the main text, but inside it is a
 * tab or a fold that a click opens; `main` declares the main text; `body` is a likely container of it.
 */
export type Verdict = 'aside' | 'bar' | 'hidden' | 'main' | 'body' | 'none';

const ASIDE_ROLES = new Set(
  'navigation search banner contentinfo complementary menu menubar toolbar dialog alertdialog tooltip doc-toc doc-pagebreak'.split(
    ' ',
  ),
);

/** Names that stand for navigation and the like when they are a whole class or id. */
const ASIDE_NAMES = new Set(
  `related headerlink permalink hash-link header-anchor anchorjs-link viewcode-link edit-page edit-this-page editlink edit-link
  toc contents-local local-toc on-this-page minitoc mw-editsection noprint catlinks navbox navheader navfooter
  sphinxsidebar sphinxsidebarwrapper wy-nav-side wy-breadcrumbs rst-versions clearer skip-link skiplink skip-to-content
  visually-hidden visuallyhidden sr-only screen-reader-text linenos linenodiv rouge-gutter lineno line-numbers-rows line-numbers-wrapper
  sharedaddy jp-relatedposts addtoany_share_save_container post-navigation posts-navigation prevnext prev-next docnav pager
  byline-share author-box author-bio about-author postprofile entry-meta post-meta post-tags tags-links cat-links entry-footer
  post-footer article-footer disqus_thread comments respond comment-respond comment-list commentlist feedback helpful was-this-helpful
  subscribe newsletter signup ad-container banner cookie-banner cookies gdpr popup modal
  offcanvas masthead topbar site-header site-footer global-header global-footer page-header-actions wp-block-social-links
  copy-button copybtn btn-copy clipboard table-of-contents tableofcontents theme-doc-toc-desktop
  theme-doc-footer theme-doc-breadcrumbs theme-doc-toc-mobile pagination-nav prev-next-area bd-sidebar-primary bd-sidebar-secondary bd-header bd-footer
  rightside out-of-band srclink dropdown-menu dropdown-panel dropdown-toggle dropdown-trigger nosearch noindex robots-nocontent robots-noindex test-arrow ingroups ttname ttdeci ttdoc ttdef`.split(
    /\s+/,
  ),
);

/** The same of what has buttons, links, numbers and pictures rather than running text. */
const BAR_NAMES = new Set([
  'gutter',
  'pagination',
  'promo',
  'advert',
  'advertisement',
  'ads',
  'breadcrumb',
  'breadcrumbs',
]);

/** Words that make a navigation name of a compound one, such as `newsletterForm` or `page-footer`. */
const ASIDE_WORDS = new Set(
  `footer toc cookie cookies consent gdpr newsletter subscribe comments respond related recommended recommendations sponsor sponsored popup modal
  nocontent`.split(/\s+/),
);
/** The same that make a name of such a bar. */
const BAR_WORDS = new Set(
  `menu submenu breadcrumb breadcrumbs pagination pager paginator share sharing social sharethis advert adverts advertisement promo toolbar
  tooltip ad ads cta`.split(/\s+/),
);
/** Words of the page's layout: as a class they may as well name what has such a thing beside it, `l-sidebar-fixed`. */
const LAYOUT_WORDS = new Set(
  'nav navbar navigation navigator subnav topnav sidebar sidenav offcanvas topbar masthead'.split(' '),
);
/** Words that turn such a name into something else: a wrapper of both, or a statement about the page. */
const NEUTRAL_WORDS = new Set(
  'has with no without is layout page main body article content enabled disabled true false on off hide show'.split(
    ' ',
  ),
);
/** Build tools end names with a sign for themselves, such as `table_root__adKqa`: it says nothing. */
const BUILD_HASH = /_{1,2}(?=[\w+-]*[A-Z\d])[\w+-]{4,8}$/;
/** What the id of a wrapper of navigation ends with; parts of other ids may come from a heading such as `SELECT FOR SHARE`. */
const ASIDE_ID =
  /(?:^|[-_])(?:nav|navbar|navigation|sidenav|sidebar|breadcrumbs?|footer|masthead|topbar|pagination|cookies?|popup)(?:[-_](?:container|wrapper|wrap|inner|bar|panel|popout|list|area|links))?$/;
/** With their spellings: `docContent` and `doc_content` are `doc-content`. */
const BODY_NAMES = new Set(
  `article-body articlebody article-content article__body article__content entry-content post-content post-body postbody post__content blog-content blog-post-content
  story-body page-content main-content maincontent doc-content docs-content doc-body document body-content markdown-body markdown md-content
  theme-doc-markdown rst-content mw-parser-output mw-content-text bodycontent td-content rich-text richtext prose e-content content-body`
    .split(/\s+/)
    .flatMap((name) => [name, name.replaceAll('-', ''), name.replaceAll('-', '_')]),
);
/** Of boxes that open above the page. */
const OPENED_NAMES = new Set(['popup', 'modal']);
/** What a pointer has to rest on a word for. */
const TOOLTIP_TEXT = /tooltip-?(?:text|content|inner)$/i;
const BUTTON_NAME = /(?:^|[\s_-])(?:btn|button)(?:$|[\s_-])/i;
const MAX_NAME_CHARS = 1_000;
const HIDING_STYLE = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;

/** Judges elements by role, class and id. */
export class BoilerplateJudge {
  readonly #ofBlock = remembered((names) => verdictOfNames(names, verdictOfName));
  /** A word within a sentence is left out by a whole name only: `glossary-tooltip` is no tooltip. */
  readonly #ofInline = remembered((names) => verdictOfNames(names, verdictOfWholeName));
  /** The same of a link: one that is called a box opens it. */
  readonly #ofLink = remembered((names) => verdictOfNames(names, verdictOfLinkName));
  readonly #isButton = remembered((names) => BUTTON_NAME.test(names));

  judge(name: string, attributes: Attributes): Verdict {
    const role = attributes.role?.toLowerCase();
    if (role === 'main') return 'main';
    if (role !== undefined && ASIDE_ROLES.has(role)) return 'aside';
    if (role === 'tablist') return 'bar';
    if (attributes['aria-modal'] === 'true') return 'aside';
    if (attributes.itemprop === 'articleBody') return 'body';
    if (name === 'a' && this.#isCallToAction(attributes)) return 'aside';
    // That of a box to tick, which styles make a button of.
    if (name === 'label' && attributes.class !== undefined && this.#isButton(attributes.class)) return 'aside';
    const byClass = attributes.class === undefined ? 'none' : this.#ofNames(attributes.class, name);
    const byId = byClass === 'none' && isIdTelling(name, attributes) ? verdictOfId(attributes.id ?? '') : byClass;
    const said = byId === 'none' && name.includes('-') ? this.#ofNames(name, name) : byId;
    return said !== 'aside' && isHidden(attributes) ? 'hidden' : said;
  }

  /** A link dressed as a button asks the reader to act; one to a place in the page opens a fold. */
  #isCallToAction({ class: names, href }: Attributes): boolean {
    return names !== undefined && href !== undefined && !href.startsWith('#') && this.#isButton(names);
  }

  #ofNames(names: string, element: string): Verdict {
    if (names.length > MAX_NAME_CHARS) return 'none';
    if (element === 'a') return this.#ofLink(names);
    return isBlock(element) ? this.#ofBlock(names) : this.#ofInline(names);
  }
}

/** An article whose class names a newsletter is one of it, not its form. */
function isBlock(name: string): boolean {
  return (tagTraits(name) & (BLOCK | CELL)) !== 0 && name !== 'article' && name !== 'main';
}

/** Does the id say what the element is to the page? */
function isIdTelling(name: string, attributes: Attributes): boolean {
  if (attributes.id === undefined || name === 'section' || (tagTraits(name) & REGION) === 0) return false;
  return !hasIdOfHeading(attributes);
}

/** What is hidden until it is found is there to be found. */
function isHidden(attributes: Attributes): boolean {
  const { hidden } = attributes;
  return (
    (hidden !== undefined && hidden.toLowerCase() !== 'until-found') ||
    attributes['aria-hidden'] === 'true' ||
    (attributes.style !== undefined && HIDING_STYLE.test(attributes.style))
  );
}

function verdictOfId(id: string): Verdict {
  const name = id.toLowerCase();
  if (name === 'main' || BODY_NAMES.has(name)) return 'body';
  if (BAR_WORDS.has(name) || BAR_NAMES.has(name)) return 'bar';
  const isAside = [ASIDE_NAMES, ASIDE_WORDS, LAYOUT_WORDS].some((names) => names.has(name)) || ASIDE_ID.test(name);
  return isAside ? 'aside' : 'none';
}

function verdictOfNames(names: string, verdictOf: (name: string) => Verdict): Verdict {
  let verdict: Verdict = 'none';
  for (const name of names.split(/\s+/)) {
    if (BODY_NAMES.has(name.toLowerCase())) return 'body';
    const said = verdictOf(name);
    if (said !== 'none' && verdict !== 'aside') verdict = said;
  }
  return verdict;
}

function verdictOfWholeName(name: string): Verdict {
  const lower = name.toLowerCase();
  if (BAR_NAMES.has(lower)) return 'bar';
  return ASIDE_NAMES.has(lower) || TOOLTIP_TEXT.test(name) ? 'aside' : 'none';
}

function verdictOfLinkName(name: string): Verdict {
  return OPENED_NAMES.has(name.toLowerCase()) ? 'none' : verdictOfWholeName(name);
}

function verdictOfName(name: string): Verdict {
  const whole = verdictOfWholeName(name);
  if (whole !== 'none') return whole;
  const words = name
    .replace(BUILD_HASH, '')
    .replace(/([a-z]{3})([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[-_:]+/);
  if (words.length > 6 || words.some((word) => NEUTRAL_WORDS.has(word))) return 'none';
  if (words.some((word) => ASIDE_WORDS.has(word))) return 'aside';
  return words.some((word) => BAR_WORDS.has(word) || LAYOUT_WORDS.has(word)) ? 'bar' : 'none';
}
