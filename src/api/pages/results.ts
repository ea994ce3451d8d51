import { count, plural } from '../../model/figures.ts';
import { readEscapes } from '../../model/url-escapes.ts';
import { MAX_OFFSET, MAX_QUERY_CHARS, type SearchResponse, type SearchResult } from '../../search/response.ts';
import { isSameHeading } from '../../text/heading-keys.ts';
import type { AssetAddress } from '../assets.ts';
import type { CrawlView } from '../crawl-view.ts';
import { type Content, type Html, html, snippetHtml, webAddress } from '../html.ts';
import type { SiteView } from '../site-view.ts';
import { siteSummary } from './home.ts';
import { layout } from './layout.ts';
import { isRunning, progressLines } from './progress.ts';
import { type Filters, searchAddress } from './search-box.ts';
import { siteText } from './site-text.ts';

/** Sections shown below a result (UI rule R1). */
const SECTIONS_SHOWN = 3;
/** Other versions and languages of a page that are named. */
const VERSIONS_SHOWN = 6;

/** The type of pages that are of no type in particular: a badge would say nothing. */
const PLAIN_TYPE = 'page';

export interface ResultsState {
  q: string;
  /** More was asked for: that is its beginning. */
  isCut: boolean;
  filters: Filters;
  siteNames: readonly string[];
  crawls: readonly CrawlView[];
  asset: AssetAddress;
}

/** A page of results; `sites` is asked for only when nothing was found. */
export function resultsPage(answer: SearchResponse, state: ResultsState, sites: readonly SiteView[]): string {
  const found = answer.results.length > 0;
  // How a crawl ended is for the owner, on the start page; here it may say why nothing is found.
  const crawls = found ? state.crawls.filter(isRunning) : state.crawls;
  return resultsFrame({ ...state, crawls }, [
    filterLine(state),
    state.isCut && html`<p class="quiet">Only the first ${MAX_QUERY_CHARS} characters were looked for.</p>`,
    answer.suggestion !== null && suggestionLine(answer.suggestion, { isMended: answer.isMended, state }),
    found && html`<p class="count quiet">${countLine(answer)}</p>`,
    found
      ? html`<ol class="results" start="${answer.offset + 1}">${answer.results.map((result) => resultEntry(result, state))}</ol>`
      : nothingFound(answer, state, sites),
    pager(answer, state),
  ]);
}

/** The same page when the search failed in a way that may pass (UI rule R11). */
export function troublePage(message: string, state: ResultsState): string {
  return resultsFrame(
    state,
    html`<div class="notice" role="alert"><h2>Search is not available right now</h2>
<p>${message}</p><p><a class="button" href="${searchAddress(state.q, state.filters)}">Try again</a></p></div>`,
  );
}

function resultsFrame({ q, filters, siteNames, crawls, asset }: ResultsState, body: Content): string {
  const [only] = siteNames;
  const place = filters.site ?? (siteNames.length === 1 && only ? only : 'Spindex');
  return layout({
    title: `${q} - ${siteText(place)}`,
    asset,
    box: { q, sites: siteNames, filters },
    isLive: crawls.some(isRunning),
    body: html`<h1 class="unseen">Results for ${q}</h1>${progressLines(crawls)}${body}`,
  });
}

function countLine({ total, totalRelation, tookMs, offset, results }: SearchResponse): string {
  const atLeast = totalRelation === 'exact' ? '' : 'at least ';
  const took = tookMs < 10 ? Math.max(0.1, tookMs).toFixed(1).replace(/\.0$/, '') : String(Math.round(tookMs));
  const shown = offset > 0 ? `, ${count(offset + 1)} to ${count(offset + results.length)}` : '';
  return `${atLeast}${plural(total, 'page')}${shown}, ${took} ms`;
}

function resultEntry(result: SearchResult, { siteNames }: ResultsState): Html {
  const { url, title, snippet, type, lang, sections, versions, highlighted } = result;
  return html`<li class="result"${lang !== '' && html` lang="${lang}"`}>
<p class="path" dir="auto">${siteNames.length > 1 && html`<span class="site-name" dir="ltr">${siteText(result.site)}</span>`}<span>${placeText(result)}</span>${type !== PLAIN_TYPE && html` <span class="badge">${type}</span>`}</p>
<h2 dir="auto"><a class="result-title" href="${webAddress(url)}">${nameHtml(title || url, highlighted?.title)}${places(result)}</a></h2>
<p class="snippet" dir="auto">${snippetHtml(snippet)}</p>
${sections.length > 0 && html`<ul class="sections" dir="auto">${sections.slice(0, SECTIONS_SHOWN).map(sectionEntry)}</ul>`}
${versions.length > 0 && versionLine(result)}
</li>`;
}

/** With the words of the query marked, where that is known. */
const nameHtml = (name: string, highlighted = ''): Content => (highlighted === '' ? name : snippetHtml(highlighted));

const sectionEntry = ({ url, heading, snippet, highlighted }: SearchResult['sections'][number]): Html =>
  html`<li><a href="${webAddress(url)}">${nameHtml(heading || 'Top of the page', highlighted)}</a><p class="snippet">${snippetHtml(snippet)}</p></li>`;

/** What tells each of the others apart: its version, else its language. */
function versionLine({ versions, lang }: SearchResult): Html {
  const named = versions.slice(0, VERSIONS_SHOWN).map((other) => {
    const name = [other.version, other.lang === lang ? '' : other.lang].filter((part) => part !== '').join(' ');
    return html` <a href="${webAddress(other.url)}">${name || 'the same elsewhere'}</a>`;
  });
  return html`<p class="versions quiet">Also:${named}</p>`;
}

/** Its blanks are for everybody: they keep the names apart where they are read out. */
const SEPARATOR = html` <span class="mark-off" aria-hidden="true">›</span> `;

/** The way from the page's title to the section: the rest of the breadcrumb, and the heading. */
function places({ breadcrumb, title, heading, highlighted }: SearchResult): Content {
  const above = breadcrumb.slice(breadcrumb.indexOf(title) + 1);
  const between = above.at(-1) === heading ? above.slice(0, -1) : above;
  return [
    between.map((name) => html`${SEPARATOR}<span class="between">${name}</span>`),
    heading !== '' && !isSameHeading(heading, title) && html`${SEPARATOR}${nameHtml(heading, highlighted?.heading)}`,
  ];
}

/** What the page is below in its site, by names; where those are not known, by its address. */
function placeText({ breadcrumb, title, pageUrl }: SearchResult): string {
  const trail = breadcrumb.slice(0, Math.max(0, breadcrumb.indexOf(title)));
  return trail.length > 0 ? trail.join(' › ') : pathText(pageUrl);
}

/** Directories and file name of a page, as a person reads them; '' for the top of a host. */
function pathText(pageUrl: string): string {
  const parts = URL.parse(pageUrl)
    ?.pathname.split('/')
    .filter((part) => part !== '');
  return parts?.map(readEscapes).join(' › ') ?? pageUrl;
}

const NAMES = { site: 'Site', lang: 'Language', type: 'Type' } as const;

/** As they are shown. */
function setFilters(filters: Filters): { name: keyof Filters; value: string }[] {
  const names = ['site', 'lang', 'type'] as const;
  return names.flatMap((name) =>
    filters[name] ? [{ name, value: name === 'site' ? siteText(filters[name]) : filters[name] }] : [],
  );
}

/** Filters that are set, each a link that removes it; the site is left to the box where that lets it be chosen. */
function filterLine({ q, filters, siteNames }: ResultsState): Html | false {
  const set = setFilters(siteNames.length > 1 ? { ...filters, site: undefined } : filters);
  return (
    set.length > 0 &&
    html`<ul class="filters" aria-label="Filters">${set.map(
      ({ name, value }) =>
        html`<li><a href="${searchAddress(q, { ...filters, [name]: undefined })}" aria-label="Remove the filter ${NAMES[name]}: ${value}">${NAMES[name]}: ${value} <span aria-hidden="true">×</span></a></li>`,
    )}</ul>`
  );
}

function suggestionLine(
  suggestion: string,
  { isMended, state: { q, filters } }: { isMended: boolean; state: ResultsState },
): Html {
  const link = html`<a href="${searchAddress(suggestion, filters)}">${suggestion}</a>`;
  return isMended
    ? html`<p class="suggestion">These are results for ${link}: not every word of “${q}” stands here.</p>`
    : html`<p class="suggestion">Did you mean ${link}?</p>`;
}

function nothingFound(
  answer: SearchResponse,
  { q, filters, siteNames }: ResultsState,
  sites: readonly SiteView[],
): Html {
  if (answer.total > 0) {
    return html`<div class="notice"><p>There are no more results. <a href="${searchAddress(q, filters)}">Back to the first</a></p></div>`;
  }
  const set = setFilters(filters);
  const words = q.split(/\s+/).filter((word) => word !== '');
  const fewer = words.slice(0, -1).join(' ');
  return html`<div class="notice"><h2>Nothing found for “${q}”</h2>
${set.length > 0 && html`<p>Searched with ${set.map(({ name, value }) => `${NAMES[name].toLowerCase()} ${value}`).join(', ')}.</p>`}
<ul class="ways">
${set.length > 0 && html`<li><a href="${searchAddress(q, {})}">Search without filters</a></li>`}
${words.length > 1 && html`<li>With fewer words: <a href="${searchAddress(fewer, filters)}">${fewer}</a></li>`}
${filters.site !== undefined && siteNames.length > 1 && html`<li><a href="${searchAddress(q, { ...filters, site: undefined })}">Search all sites</a></li>`}
</ul>
${searchableHere(sites)}</div>`;
}

function searchableHere(sites: readonly SiteView[]): Html {
  if (sites.length === 0) return html`<p>Nothing has been crawled yet. <a href="/">Crawl a site</a></p>`;
  return html`<p class="quiet">Searchable here:</p><ul class="sites">${sites.map((site) => html`<li><span class="site-name">${siteText(site.name)}</span> <span class="quiet">${siteSummary(site)}</span></li>`)}</ul>`;
}

function pager(
  { offset, limit, total, totalRelation, results }: SearchResponse,
  { q, filters }: ResultsState,
): Html | false {
  const next = offset + limit;
  const mayGoOn = totalRelation === 'atLeast' && results.length === limit;
  const hasNext = (next < total || mayGoOn) && next <= MAX_OFFSET;
  if (offset === 0 && !hasNext) return false;
  // From behind the last result, where there are fewer than there were, to the last page of them.
  const last = totalRelation === 'exact' ? Math.ceil(total / limit - 1) * limit : offset;
  const previous = Math.max(0, Math.min(offset - limit, last));
  return html`<nav class="pager" aria-label="Pages of results">
${offset > 0 && html`<a rel="prev" href="${searchAddress(q, filters, previous)}"><span aria-hidden="true">←</span> Previous</a>`}
${hasNext && html`<a rel="next" href="${searchAddress(q, filters, next)}">Next <span aria-hidden="true">→</span></a>`}
</nav>`;
}
