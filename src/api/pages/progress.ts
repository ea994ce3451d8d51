import { count } from '../../model/figures.ts';
import { type CrawlView, isEmpty } from '../crawl-view.ts';
import { type Html, html } from '../html.ts';
import { siteText } from './site-text.ts';

export const isRunning = (crawl: CrawlView): boolean => crawl.state === 'running' || crawl.state === 'finishing';

/** How far the crawls are that run, and what those say that failed, found nothing or want a decision. live.js keeps both up to date. */
export function progressLines(crawls: readonly CrawlView[]): Html | false {
  const latest = crawls.filter((crawl, place) => crawls.findIndex((other) => other.site === crawl.site) === place);
  const told = latest.filter(
    (crawl) => isRunning(crawl) || crawl.state === 'failed' || crawl.keptPages > 0 || isEmpty(crawl),
  );
  return told.length > 0 && html`<section class="crawls" aria-label="Crawls">${told.map(progressLine)}</section>`;
}

function progressLine(crawl: CrawlView): Html {
  if (!isRunning(crawl)) {
    const end = crawl.state === 'failed' ? 'could not be crawled:' : 'was crawled.';
    return html`<div class="crawl failed"><p><strong>${siteText(crawl.site)}</strong> ${end} ${crawl.why}</p></div>`;
  }
  return html`<div class="crawl" data-live="${crawl.href}" data-revision="${crawl.revision}">
<p><strong>${siteText(crawl.site)}</strong> <span data-part="text">${progressText(crawl)}</span> <a href="">Reload</a></p>
<p class="note quiet" data-part="note">${crawl.heldUpBy}</p>
<progress max="${Math.max(1, crawl.expected)}" value="${crawl.searchable}" aria-label="Pages of ${siteText(crawl.site)} that are searchable"></progress>
</div>`;
}

const progressText = ({ searchable, expected }: CrawlView): string =>
  `${count(searchable)} of at least ${count(expected)} pages searchable`;
