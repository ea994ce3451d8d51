import type { Asker } from '../../model/asker.ts';
import { plural } from '../../model/figures.ts';
import type { AssetAddress } from '../assets.ts';
import { crawlView } from '../crawl-view.ts';
import { type Html, html } from '../html.ts';
import type { ServerParts } from '../parts.ts';
import { type SiteView, siteViews } from '../site-view.ts';
import { layout, masthead } from './layout.ts';
import { isRunning, progressLines } from './progress.ts';
import { searchBox } from './search-box.ts';
import { siteText } from './site-text.ts';
import { type StartState, startForm } from './start-form.ts';

const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });

interface PageParts {
  parts: ServerParts;
  asset: AssetAddress;
}

/** The start page: the search box and what is searchable; on an empty instance the question for an address. */
export async function homePage(
  { parts, asset }: PageParts,
  asker: Partial<Asker>,
  start: StartState = {},
): Promise<string> {
  const sites = await siteViews(parts, asker);
  const crawls = parts.crawls.list().map(crawlView);
  const isIdle = !crawls.some(isRunning);
  const isEmpty = sites.length === 0 && isIdle;
  // As after a first try at an address that was not right: there is nothing to search, and the next try is what is wanted.
  const isFormWanted = start.refusal !== undefined || (isIdle && sites.every(({ pages }) => pages === 0));
  const body = isEmpty
    ? html`<h1>Make a website searchable</h1>${progressLines(crawls)}${startForm(parts, start)}`
    : html`<h1 class="unseen">Search</h1>
${searchBox({ q: '', sites: sites.map(({ name }) => name), filters: {} })}
${progressLines(crawls)}
${sites.length > 0 && siteList(sites)}
<details class="more"${isFormWanted && html` open`}><summary>Add a site</summary>${startForm(parts, start)}</details>`;
  return layout({
    title: sites.length === 1 && sites[0] ? `Search ${siteText(sites[0].name)}` : 'Spindex',
    asset,
    body: html`<div class="front">${masthead(asset)}${body}</div>`,
    isLive: crawls.some(isRunning),
  });
}

function siteList(sites: readonly SiteView[]): Html {
  return html`<ul class="sites" aria-label="Searchable sites">${sites.map(
    (site) =>
      html`<li><span class="site-name">${siteText(site.name)}</span> <span class="quiet">${siteSummary(site)}</span></li>`,
  )}</ul>`;
}

/** `5,300 pages, crawled Nov 21, 2026`. */
export function siteSummary({ pages, state, lastCrawl }: SiteView): Html {
  const when = lastCrawl?.endedAt ?? lastCrawl?.startedAt;
  const verb = {
    new: '',
    running: 'being crawled since',
    finishing: 'being crawled since',
    done: 'crawled',
    stopped: 'crawl stopped, begun',
    unfinished: 'crawl not finished, begun',
    failed: 'crawl failed',
  }[state];
  return html`${plural(pages, 'page')}${when !== undefined && html`, ${verb} <time datetime="${when}">${day.format(new Date(when))}</time>`}`;
}
