/** The largest part of a page that has an address of its own: the unit of the index. */
export interface Section {
  /** Fragment that opens the page at this section, not percent-encoded; '' is the top of the page. */
  anchor: string;
  /** Further fragments that open the page here, in document order: links may use any of them. Not there when it has none. */
  aliases?: string[];
  /**
   * Text of the heading or of the definition entry, without permalink signs; '' for what stands before the first heading and for the further parts of a long
   * section.
   */
  heading: string;
  /** Headings above this one, outermost first, without the page's title where it repeats it. */
  path: string[];
  /** `lead`: before the first heading; `heading`: below h1..h6; `definition`: an entry such as `dt[id]`. */
  kind: 'lead' | 'heading' | 'definition';
  /** Names that this section defines, as written, such as `asyncio.gather`. */
  symbols: string[];
  /** Readable text, blocks separated by newlines, code not included. */
  text: string;
  /** Code blocks as written, separated by blank lines. Inline code is part of `text`. */
  code: string;
}

/** A link of the page's own markup, before scope or robots have judged it. */
export interface Outlink {
  /** Canonical URL, without fragment. */
  url: string;
  /** Fragment of the link, decoded; '' when it has none. */
  fragment: string;
  /** Visible text of the link (or the alt text of its image), white space squeezed, at most 200 characters. */
  text: string;
  nofollow: boolean;
}

/** The same page in another language, or in this one, as a page declares it by `hreflang`. */
export interface Alternate {
  /** Canonical URL. */
  url: string;
  /** Language tag in lower case, such as `de` or `en-gb`; '' for `x-default`. */
  lang: string;
}

/** What one HTML document says, read in one pass. */
export interface ExtractedPage {
  /** The page's own title, without the site's name where that can be told; '' when there is none. */
  title: string;
  /** Names of what the page is below in its site, outermost first, as its breadcrumbs or its link upwards say; at most six. */
  trail: string[];
  description: string;
  /** Declared language as a lower-case primary subtag such as `en`; '' when not declared. */
  lang: string;
  /** `link rel=canonical`, absolute and canonicalised; undefined when there is none or it is not http(s). */
  canonicalUrl: string | undefined;
  /** The first canonical link as written, cut to 500 characters, when none is http(s); such as `file:///build/index.html`. */
  unusableCanonical: string | undefined;
  /** `link rel=alternate hreflang`, in document order, one a URL; the page itself may be among them. */
  alternates: Alternate[];
  noindex: boolean;
  nofollow: boolean;
  /** When the page asks to be found no longer, ms since the epoch. */
  unavailableAfter: number | undefined;
  /** Target of a `meta http-equiv=refresh` with an address, absolute and canonicalised. */
  refreshUrl: string | undefined;
  /** Seconds that this refresh waits. */
  refreshDelaySeconds: number | undefined;
  sections: Section[];
  outlinks: Outlink[];
  /** Its headings name other pages of the site, and next to all of its text stands below them. Not there when it speaks for itself. */
  isListing?: true;
  /** Much of its main text is links, or it has no markup that would tell. Not there when it says more of what it names. */
  mayBeIndex?: true;
  /** Main text: all sections in document order, code included. */
  text: string;
}

/** What the crawl store keeps of an extracted page: all that is needed to index it again without the site. */
export interface StoredPage {
  url: string;
  title: string;
  description: string;
  lang: string;
  /** Not there when it says none. */
  trail?: string[];
  /** Not there when it declares none. */
  alternates?: Alternate[];
  /** Not there when it is none. */
  isListing?: true;
  /** As in `ExtractedPage`. */
  mayBeIndex?: true;
  sections: Section[];
}
