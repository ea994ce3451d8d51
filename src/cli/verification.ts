import type { RebuildProgress, Verification } from '../crawl/index-care.ts';
import { count } from '../model/figures.ts';
import { bar } from './progress-view.ts';

/** Does the index hold what the store says, and nothing else? */
export function isSame({ differing, extra }: Verification): boolean {
  return differing.total + extra.total === 0;
}

/** What `status --verify` has found, for a person. */
export function verificationText(verification: Verification): string {
  const { pages, differing, extra } = verification;
  const verdict = isSame(verification) ? 'the index is what the crawl store says' : 'they differ';
  return [
    `\nIndex and crawl store: ${count(pages)} pages compared, ${verdict}.`,
    ...listOf('not in the index, or not as they were crawled', differing),
    ...listOf('in the index, but not in the crawl store', extra),
    ...(isSame(verification) ? [] : ['Crawl on if pages wait for the index; else build it again: spindex reindex']),
    '',
  ].join('\n');
}

function listOf(what: string, { total, urls }: { total: number; urls: readonly string[] }): string[] {
  if (total === 0) return [];
  const more = total > urls.length ? [`    and ${count(total - urls.length)} more`] : [];
  return [`  ${count(total)} ${what}:`, ...urls.map((url) => `    ${url}`), ...more];
}

/** How far a rebuild has come, without a line end. */
export function rebuildLine({ left, total, trouble }: RebuildProgress): string {
  const waits = trouble === null ? '' : ` | ${trouble}`;
  if (total === undefined) return `${count(left)} pages wait for the old index${waits}`;
  const done = Math.max(0, total - left);
  return `${bar(done, total)} ${count(done)} of ${count(total)} pages${waits}`;
}
