import type { z } from 'zod';
import { Fault } from '../model/errors.ts';
import { count, inMib, isoTime, plural } from '../model/figures.ts';
import { given } from '../model/given.ts';
import { unescapeHtml } from '../model/html-text.ts';
import type { Settings } from '../model/settings.ts';
import { MAX_QUERY_CHARS, type SearchResponse, type SearchResult } from '../search/response.ts';
import type { Site } from '../store/crawl-store.ts';
import { isSameHeading } from '../text/heading-keys.ts';
import { chosenSites } from './chosen-sites.ts';
import { EXIT } from './crawl-command.ts';
import type { COMMAND_OPTIONS } from './options.ts';
import { jsonText, printable } from './printable.ts';
import { duration } from './progress-view.ts';
import { unlessStopped } from './unless-stopped.ts';
import { isSame, rebuildLine, verificationText } from './verification.ts';
import { withInstance } from './with-instance.ts';
import type { Output, World } from './world.ts';

type Options<C extends keyof typeof COMMAND_OPTIONS> = z.infer<(typeof COMMAND_OPTIONS)[C]>;

/** Other versions of a page that are named. */
const MAX_VERSIONS = 6;

export function searchCommand(
  world: World,
  { words, settings, options }: { words: string[]; settings: Settings; options: Options<'search'> },
): Promise<number> {
  const q = words.join(' ').trim();
  if (q === '' || [...q].length > MAX_QUERY_CHARS)
    throw new Fault('usage', `Give a query of 1 to ${MAX_QUERY_CHARS} characters: spindex search <query>`);
  const { json, limit, offset, site, lang, type, explain } = options;
  return withInstance(world, { settings }, async (instance) => {
    await chosenSites(instance.store, site);
    const answer = await instance.search({ q, limit, offset, explain, ...given({ site, lang, type }) });
    if (json) {
      world.stdout.write(jsonText(answer));
      return EXIT.done;
    }
    const typed = JSON.stringify(q);
    const atLeast = answer.totalRelation === 'atLeast' ? 'at least ' : '';
    world.stdout.write(printable(`${atLeast}${plural(answer.total, 'page')} for ${typed} (${answer.tookMs} ms)\n`));
    if (answer.suggestion) world.stdout.write(printable(suggestionText(answer, typed)));
    if (answer.total === 0 && (await instance.indexStats()).pages === 0)
      world.stdout.write('The index has no page. What was crawled comes back into it with: spindex reindex\n');
    for (const [i, result] of answer.results.entries())
      world.stdout.write(`\n${resultText(result, offset + i + 1, world.stdout)}`);
    return EXIT.done;
  });
}

/** As the search page says it. */
function suggestionText({ suggestion, isMended }: SearchResponse, typed: string): string {
  return isMended
    ? `These are results for ${suggestion}: not every word of ${typed} stands here.\n`
    : `Did you mean ${suggestion}?\n`;
}

function resultText(result: SearchResult, rank: number, { isTerminal }: Output): string {
  const places = [...result.breadcrumb, result.heading].filter(
    (part, i, all) => part !== '' && !isSameHeading(part, all[i - 1] ?? ''),
  );
  const place = printable(places.join(' › ') || result.title || 'A page without a title');
  const [bold, plain] = isTerminal ? ['\x1b[1m', '\x1b[0m'] : ['', ''];
  const versions = result.versions.map(({ url, version }) => version || url).slice(0, MAX_VERSIONS);
  const also = versions.length > 0 ? `   also: ${printable(versions.join(', '))}\n` : '';
  const snippet = snippetText(printable(result.snippet), bold, plain);
  return `${rank}. ${bold}${place}${plain}\n   ${printable(result.url)}\n   ${snippet}\n${also}${scoreText(result)}`;
}

/** `score 31.2 = symbol 22 + engine 9.2`, when it was asked for. */
function scoreText({ score, explain }: SearchResult): string {
  if (explain === undefined) return '';
  const parts = Object.entries(explain.parts).map(([name, part]) => `${name} ${part}`);
  const prior = explain.prior === 1 ? '' : ` (prior ${explain.prior})`;
  return `   score ${score} = ${parts.join(' + ')}${prior}\n`;
}

/** The API's snippet is escaped HTML with `<mark>`; a terminal shows text with bold words. */
function snippetText(snippet: string, bold: string, plain: string): string {
  return unescapeHtml(snippet.replaceAll('<mark>', bold).replaceAll('</mark>', plain));
}

export function statusCommand(
  world: World,
  { settings, options }: { settings: Settings; options: Options<'status'> },
): Promise<number> {
  return withInstance(world, { settings }, async ({ store, indexStats, verifyIndex }) => {
    const index = await indexStats();
    const sites = await Promise.all(
      (await store.sites()).map(async (site) => ({
        ...site,
        crawl: (await store.lastCrawl(site.id)) ?? null,
        counts: await store.counts(site.id),
      })),
    );
    const verification = options.verify ? await unlessStopped(verifyIndex(), world.stop) : undefined;
    if (options.verify && verification === undefined) {
      world.stderr.write('spindex: Stopped before every page was compared.\n');
      return EXIT.interrupted;
    }
    if (options.json) world.stdout.write(jsonText({ index, sites, ...(verification && { verification }) }));
    else {
      world.stdout.write(
        `Index: ${count(index.pages)} pages, ${count(index.sections)} sections, ${inMib(index.bytes)}\n`,
      );
      for (const site of sites) world.stdout.write(siteText(site));
      if (verification) world.stdout.write(verificationText(verification));
    }
    return verification === undefined || isSame(verification) ? EXIT.done : EXIT.failed;
  });
}

function siteText({
  name,
  counts,
  crawl,
}: Site & {
  crawl: { number: number; endedAt: number | null; startedAt: number } | null;
  counts: { found: number; states: Record<string, number>; outbox: number };
}): string {
  const states = Object.entries(counts.states)
    .filter(([, n]) => n > 0)
    .map(([state, n]) => `${state} ${count(n)}`);
  const ended =
    crawl &&
    (crawl.endedAt === null ? 'not finished; the same command continues it' : `ended ${isoTime(crawl.endedAt)}`);
  const outbox = counts.outbox > 0 ? `, ${count(counts.outbox)} waiting for the index` : '';
  return `\n${name}\n  ${count(counts.found)} URLs found: ${states.join(', ')}${outbox}\n  crawl ${crawl?.number ?? 0}, ${ended ?? 'none yet'}\n`;
}

export function reindexCommand(world: World, { settings }: { settings: Settings }): Promise<number> {
  return withInstance(world, { settings }, async (instance) => {
    const started = performance.now();
    const { stdout, stderr, stop } = world;
    const rebuilt = instance.reindex((progress) => {
      const line = printable(rebuildLine(progress));
      if (!stop.aborted) stdout.write(stdout.isTerminal ? `\r${line}\x1b[K` : `${line}\n`);
    });
    const total = await unlessStopped(rebuilt, stop);
    if (stdout.isTerminal) stdout.write('\r\x1b[K');
    if (total === undefined) {
      stderr.write('spindex: Stopped. Nothing is lost; spindex reindex builds the index again.\n');
      return EXIT.interrupted;
    }
    stdout.write(`${count(total)} pages indexed again in ${duration(performance.now() - started)}\n`);
    return EXIT.done;
  });
}
