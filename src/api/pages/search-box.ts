import { MAX_QUERY_CHARS } from '../../search/response.ts';
import { type Html, html } from '../html.ts';
import { siteText } from './site-text.ts';

/** What the box and its fields hold. */
export interface BoxState {
  q: string;
  /** Names of all sites; with several of them the box lets one be chosen. */
  sites: readonly string[];
  filters: Filters;
}

export interface Filters {
  site?: string | undefined;
  lang?: string | undefined;
  type?: string | undefined;
}

/** The search form: an ordinary GET, so that the address holds the query and nothing needs a script. */
export function searchBox({ q, sites, filters }: BoxState): Html {
  return html`<search><form class="box" action="/search" method="get">
<label class="unseen" for="q">Search</label>
<span class="field"><input id="q" name="q" type="search" value="${q}" maxlength="${MAX_QUERY_CHARS}" placeholder="Search" dir="auto" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search" aria-keyshortcuts="/ Control+K"><kbd aria-hidden="true">/</kbd></span>
${sites.length > 1 ? siteChoice(sites, filters.site) : hidden('site', filters.site)}
${hidden('lang', filters.lang)}${hidden('type', filters.type)}
<button type="submit">Search</button>
</form><p id="told" class="unseen" role="status"></p></search>`;
}

const hidden = (name: string, value: string | undefined): Html | false =>
  Boolean(value) && html`<input type="hidden" name="${name}" value="${value}">`;

/** Not completed: gone back to, the page would show the choice that was made later, over results that are not of it. */
function siteChoice(sites: readonly string[], chosen: string | undefined): Html {
  return html`<label class="unseen" for="site">Site</label>
<select id="site" name="site" autocomplete="off"><option value="">All sites</option>${sites.map(
    (name) => html`<option value="${name}"${name === chosen && html` selected`}>${siteText(name)}</option>`,
  )}</select>`;
}

/** Address of the search page in that state. */
export function searchAddress(q: string, filters: Filters, offset = 0): string {
  const address = new URLSearchParams({ q });
  for (const [name, value] of Object.entries(filters)) if (value) address.set(name, value);
  if (offset > 0) address.set('offset', String(offset));
  return `/search?${address}`;
}
