import { constants, zstdCompressSync } from 'node:zlib';
import { decodeHtml } from '../extract/charset.ts';
import { extractPage } from '../extract/extract-page.ts';
import { extractPlainText } from '../extract/extract-text.ts';
import type { Alternate, ExtractedPage, StoredPage } from '../model/page.ts';
import type { PackedDiscoveries, PageRecord } from '../store/crawl-store.ts';
import { packDiscoveries } from '../store/discoveries.ts';
import { sketchText } from '../text/sketch.ts';
import { isBinary } from './binary.ts';
import { notFoundSketch } from './not-found.ts';
import { discoveriesOf } from './page-discoveries.ts';
import { contentHashOf, SHORT_TEXT, wordingOf } from './page-hash.ts';
import { makeScope, type Scope, type ScopeSettings } from './scope.ts';

/** What a worker thread is given; all of it can be posted. */
export interface PageReadingInput {
  url: string;
  body: Uint8Array;
  contentType: string;
  depth: number;
  maxDepth: number | undefined;
  scope: ScopeSettings;
  /** Product token, in lower case: the name under which a page may speak to this crawler alone. */
  agent: string;
  /** The headers of the answer ask to follow no link. */
  nofollow: boolean;
  /** What the headers of the answer name as the canonical URL. */
  headerCanonical: string | undefined;
  /** What they declare as its alternates. */
  headerAlternates: Alternate[];
}

/** What comes back: ready to be stored, so that the event loop touches no page text. */
export interface PageReading {
  page: Omit<PageRecord, 'etag' | 'lastModified'>;
  isEmpty: boolean;
  /** No text, whatever its type says: nothing is read of it. */
  isBinary: boolean;
  noindex: boolean;
  nofollow: boolean;
  unavailableAfter: number | undefined;
  canonicalUrl: string | undefined;
  refreshUrl: string | undefined;
  /** Where the page, which says little else, sends its reader at once. */
  movedTo: string | undefined;
  discovered: PackedDiscoveries;
  /** Of a page that says in words that it is not there: see `notFoundSketch`. */
  notFound: Uint8Array | undefined;
}

export type ReadPage = (input: PageReadingInput, signal: AbortSignal) => Promise<PageReading>;

/**
 * Reads one page: decodes, extracts, judges its links. Pure but for two caches; it takes tens of milliseconds for a large page
 * and is therefore run in a worker thread.
 */
export function readPage({
  url,
  body,
  contentType,
  agent,
  scope,
  headerCanonical,
  headerAlternates,
  ...asked
}: PageReadingInput): PageReading {
  const { text: decoded, encoding } = decodeHtml(body, contentType);
  const isData = !encoding.startsWith('utf-16') && isBinary(body);
  const text = isData ? '' : decoded;
  const isXml = /^application\/xhtml\+xml\b/i.test(contentType);
  const extracted = isHtml(contentType)
    ? extractPage(text, url, { agent, encoding, isXml })
    : extractPlainText(text, url);
  const canonicalUrl = extracted.canonicalUrl ?? headerCanonical;
  const canonical = canonicalUrl ?? extracted.unusableCanonical;
  const { noindex, nofollow, unavailableAfter, refreshUrl } = extracted;
  const contentHash = contentHashOf(extracted, url);
  return {
    page: {
      contentHash,
      wording: wordingOf(extracted, { depth: asked.depth, contentHash }),
      isList: extracted.mayBeIndex === true,
      title: extracted.title,
      lang: extracted.lang,
      extracted: packed(
        JSON.stringify(toStored({ ...extracted, alternates: [...extracted.alternates, ...headerAlternates] }, url)),
      ),
      source: packed(body),
      sketch: sketchText(`${extracted.title}\n${extracted.text}`),
      ...(canonical === undefined || canonical === url ? {} : { canonical }),
    },
    isBinary: isData,
    isEmpty: isEmpty(extracted.text),
    ...{ noindex, nofollow, unavailableAfter, canonicalUrl, refreshUrl },
    movedTo: isSign(extracted) && refreshUrl !== url ? refreshUrl : undefined,
    notFound: notFoundSketch(extracted, url),
    discovered: packDiscoveries(
      discoveriesOf(extracted, { ...asked, depth: asked.depth + 1, scope: scopeOf(scope), url, canonicalUrl }),
    ),
  };
}

/** `Loading ...`, `Please wait…`: what stands in a page made by scripts until they have run. */
const PLACEHOLDER = /^(?:\S+\s+){0,2}\S*\s*(?:…|\.{2,})$/u;
/** Longer it is a text, also where words are not spaced. */
const MAX_PLACEHOLDER_CHARS = 40;

/** Is there nothing to read in it? */
function isEmpty(text: string): boolean {
  const all = text.trim();
  return all === '' || (all.length <= MAX_PLACEHOLDER_CHARS && PLACEHOLDER.test(all));
}

/** The longest wait of a refresh that is a redirect, in seconds; pages that turn themselves, as slides do, wait longer. */
const MAX_SIGN_DELAY_SECONDS = 5;

/** A page that sends its reader on at once and says little else. */
function isSign({ text, refreshDelaySeconds }: ExtractedPage): boolean {
  return refreshDelaySeconds !== undefined && refreshDelaySeconds <= MAX_SIGN_DELAY_SECONDS && text.length < SHORT_TEXT;
}

function isHtml(contentType: string): boolean {
  return !/^text\/(plain|markdown|x-markdown)\b/i.test(contentType);
}

/** The fastest level: a third of the time of the default one for a tenth more bytes. In memory of its own, so that a thread can hand it over. */
function packed(content: string | Uint8Array): Uint8Array {
  return new Uint8Array(zstdCompressSync(content, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }));
}

function toStored(page: ExtractedPage, url: string): StoredPage {
  const { title, trail, description, lang, alternates, isListing, mayBeIndex, sections } = page;
  const known = {
    ...(trail.length > 0 && { trail }),
    ...(alternates.length > 0 && { alternates }),
    ...(isListing && { isListing }),
    ...(mayBeIndex && { mayBeIndex }),
  };
  return { url, title, description, lang, ...known, sections };
}

let compiled: { key: string; scope: Scope } | undefined;

/** A crawl posts the same settings with every page: compile them once. */
function scopeOf(settings: ScopeSettings): Scope {
  const key = JSON.stringify(settings);
  if (compiled?.key !== key) compiled = { key, scope: makeScope(settings) };
  return compiled.scope;
}
