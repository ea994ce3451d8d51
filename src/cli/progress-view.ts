import { leftCount, retriesLeft, slowHost } from '../crawl/progress.ts';
import type { CrawlProgress } from '../model/events.ts';
import { count, inMib, plural } from '../model/figures.ts';
import { indexedCount, isIndexed, REASONS, type Reason } from '../model/reasons.ts';

const BAR_CELLS = 24;

/** URLs with work left, and those in scope with none: what a bar is made of. */
function partsOf(progress: CrawlProgress): { done: number; known: number; failed: number } {
  const { states } = progress;
  const failed = states.failed + states.gone;
  const done = indexedCount(states) + states.redirected + states.refused + states.noindex + states.duplicate + failed;
  return { done, known: done + leftCount(progress), failed };
}

function rateOf({ hosts: [host], rate }: CrawlProgress): string {
  if (!host) return '0/s';
  const cap = host.cap === 0 ? 'no cap' : host.cap;
  return rate.hosts === 1 ? `${host.now}/s of ${cap}` : `${rate.now}/s from ${count(rate.hosts)} hosts, of ${cap} each`;
}

/** Time left, or that it cannot be told while more is found than done. */
function etaOf(progress: CrawlProgress): string {
  if (progress.state === 'finishing') return `indexing ${count(progress.outbox)} pages`;
  const retries = retriesLeft(progress);
  if (retries !== undefined) return retries;
  if (progress.etaMs === null)
    return `still discovering: +${progress.foundPerSecond} found, ${progress.settledPerSecond} done each second`;
  return `${duration(progress.etaMs)} left`;
}

/** The line of a crawl, without a line end: for a terminal with a bar, for a pipe without. */
export function progressLine(progress: CrawlProgress, { columns }: { columns: number | undefined }): string {
  const { done, known, failed } = partsOf(progress);
  const slow = slowHost(progress);
  const { troubled } = progress.sitemaps;
  const sitemaps = troubled > 0 ? ` | trouble with ${plural(troubled, 'sitemap')}` : '';
  const index = indexText(progress);
  const pages = `${count(done)} of ${count(known)} pages | ${rateOf(progress)}`;
  const heldUpBy = `${slow ? ` | ${slow}` : ''}${index ? ` | ${index}` : ''}`;
  const numbers = `${pages} | errors ${failed} | ${etaOf(progress)}${sitemaps}${heldUpBy}`;
  if (columns === undefined) return `${progress.site}: ${numbers}`;
  const whole = `${bar(done, known)} ${numbers}`;
  const narrow = heldUpBy === '' ? numbers : `${pages}${heldUpBy}`; // no number is cut off for the bar, nor for the others what explains them
  const line = whole.length < columns ? whole : narrow;
  return line.length < columns ? line : `${line.slice(0, Math.max(0, columns - 2))}…`;
}

export function bar(done: number, total: number): string {
  const filled = total === 0 ? 0 : Math.floor((done / total) * BAR_CELLS);
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_CELLS - filled)}]`;
}

/** What waits for an index that is in trouble, or that the crawl waits for. */
function indexText({ outbox, indexTrouble, state, why }: CrawlProgress): string | undefined {
  if (indexTrouble !== undefined)
    return `${outbox > 0 ? `${plural(outbox, 'page waits', 'pages wait')} for the index` : 'Index'}: ${indexTrouble}`;
  return state === 'running' && why !== '' ? why : undefined;
}

/** What a crawl came to: every URL that was found is in one of these numbers. */
export function summaryText(progress: CrawlProgress): string {
  const { states, reasons } = progress;
  const indexed = indexedCount(states);
  const { pages, robots, sitemaps } = progress.requests; // redirects and retries are among those for pages
  const requests = pages + robots + sitemaps;
  const seconds = Math.max(progress.elapsedMs / 1000, 0.001);
  const { hosts, maxInAnySecond } = progress.rate;
  const cap = progress.hosts[0]?.cap ?? 0;
  const left = Object.entries(reasons)
    .filter(([reason]) => !isIndexed(REASONS[reason as Reason].state))
    .sort(([, a], [, b]) => b - a)
    .map(([reason, n]) => `  ${count(n).padStart(9)}  ${reason.padEnd(22)} ${REASONS[reason as Reason].says}`);
  const indexLine = indexText(progress);
  return [
    `${progress.site}, crawl ${progress.number}: ${progress.state}. ${progress.why}`,
    `  ${count(indexed).padStart(9)}  pages indexed${unchangedText(progress)}, of ${count(progress.found)} URLs found${keptText(progress.searchable - indexed)}`,
    ...(left.length > 0 ? ['not indexed:', ...left] : []),
    ...sitemapLines(progress),
    ...(indexLine === undefined ? [] : [indexLine]),
    `${count(states.failed)} failed, ${count(states.gone)} gone; ${progress.resumed ? 'in this run ' : ''}${duration(progress.elapsedMs)}; ${count(requests)} requests, ${(requests / seconds).toFixed(1)}/s, at most ${maxInAnySecond} in one second${hosts > 1 ? ` from one of ${count(hosts)} hosts` : ''} (${cap === 0 ? 'no cap' : `cap ${cap}`}); ${inMib(progress.bytes)}`,
    '',
  ].join('\n');
}

/** One line, and nothing of a site without sitemaps. */
function sitemapLines({ sitemaps: { read, listed, troubled, troubles } }: CrawlProgress): string[] {
  if (read + troubled === 0) return [];
  const named = troubles.map(({ url, why }) => `${url} ${why}`).join('; ');
  const more = troubled > troubles.length ? `; and ${count(troubled - troubles.length)} more` : '';
  const trouble = troubled > 0 ? `; trouble with ${plural(troubled, 'sitemap')}: ${named}${more}` : '';
  return [`${plural(read, 'sitemap')} read, ${count(listed)} addresses listed${trouble}`];
}

/** Pages that are in the index as they were, and why. */
function unchangedText({ states, reasons }: CrawlProgress): string {
  const notVisited = reasons['not-visited'] ?? 0;
  const unchanged = states.unchanged - notVisited;
  return `${unchanged > 0 ? `, ${count(unchanged)} of them unchanged` : ''}${notVisited > 0 ? `, ${count(notVisited)} not visited (--max-pages)` : ''}`;
}

/** Pages that this crawl could not judge, or would not let go. */
const keptText = (pages: number): string => (pages > 0 ? `; ${count(pages)} of earlier crawls stay searchable` : '');

export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
