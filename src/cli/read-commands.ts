import type { z } from 'zod';
import { Fault } from '../model/errors.ts';
import type { Settings } from '../model/settings.ts';
import type { SearchResult } from '../search/response.ts';
import type { CrawlStore, Site, UrlRow } from '../store/crawl-store.ts';
import type { COMMAND_OPTIONS } from './options.ts';
import { count } from './progress-view.ts';
import type { OpenInstance, Output, World } from './world.ts';

type Options<C extends keyof typeof COMMAND_OPTIONS> = z.infer<(typeof COMMAND_OPTIONS)[C]>;

const ROWS_AT_ONCE = 1000;
const MAX_QUERY = 512;

async function withInstance(
  world: World,
  settings: Settings,
  work: (instance: OpenInstance) => Promise<void>,
): Promise<number> {
  const instance = await world.openInstance({ data: settings.data, mustExist: true });
  try {
    await work(instance);
    return 0;
  } finally {
    await instance.close();
  }
}

export function searchCommand(
  world: World,
  { words, settings, options }: { words: string[]; settings: Settings; options: Options<'search'> },
): Promise<number> {
  const q = words.join(' ').trim();
  if (q === '' || q.length > MAX_QUERY)
    throw new Fault('usage', `Give a query of 1 to ${MAX_QUERY} characters: spindex search <query>`);
  const { json, limit, offset, site, lang, type } = options;
  return withInstance(world, settings, async (instance) => {
    const request = {
      q,
      limit,
      offset,
      ...(site ? { site } : {}),
      ...(lang ? { lang } : {}),
      ...(type ? { type } : {}),
    };
    const answer = await instance.search(request);
    if (json) return world.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    const atLeast = answer.totalRelation === 'atLeast' ? 'at least ' : '';
    world.stdout.write(`${atLeast}${count(answer.total)} pages for ${JSON.stringify(q)} (${answer.tookMs} ms)\n`);
    if (answer.suggestion) world.stdout.write(`Did you mean ${answer.suggestion}?\n`);
    for (const [i, result] of answer.results.entries())
      world.stdout.write(`\n${resultText(result, offset + i + 1, world.stdout)}`);
  });
}

function resultText(result: SearchResult, rank: number, { isTerminal }: Output): string {
  const place = [...result.breadcrumb, result.heading]
    .filter((part, i, all) => part !== '' && part !== all[i - 1])
    .join(' › ');
  const [bold, plain] = isTerminal ? ['\x1b[1m', '\x1b[0m'] : ['', ''];
  return `${rank}. ${bold}${place || result.title}${plain}\n   ${result.url}\n   ${snippetText(result.snippet, bold, plain)}\n`;
}

/** The API's snippet is escaped HTML with `<mark>`; a terminal shows text with bold words. */
function snippetText(snippet: string, bold: string, plain: string): string {
  const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
  return snippet
    .replaceAll('<mark>', bold)
    .replaceAll('</mark>', plain)
    .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity);
}

export function statusCommand(
  world: World,
  { settings, options }: { settings: Settings; options: Options<'status'> },
): Promise<number> {
  return withInstance(world, settings, async ({ store, indexStats }) => {
    const index = await indexStats();
    const sites = await Promise.all(
      (await store.sites()).map(async (site) => ({
        ...site,
        crawl: (await store.lastCrawl(site.id)) ?? null,
        counts: await store.counts(site.id),
      })),
    );
    if (options.json) return world.stdout.write(`${JSON.stringify({ index, sites }, null, 2)}\n`);
    world.stdout.write(
      `Index: ${count(index.pages)} pages, ${count(index.sections)} sections, ${(index.bytes / 1_048_576).toFixed(1)} MiB\n`,
    );
    for (const site of sites) world.stdout.write(siteText(site));
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
    (crawl.endedAt === null
      ? 'not finished; the same command continues it'
      : `ended ${new Date(crawl.endedAt).toISOString()}`);
  const outbox = counts.outbox > 0 ? `, ${count(counts.outbox)} waiting for the index` : '';
  return `\n${name}\n  ${count(counts.found)} URLs found: ${states.join(', ')}${outbox}\n  crawl ${crawl?.number ?? 0}, ${ended ?? 'none yet'}\n`;
}

export function urlsCommand(
  world: World,
  { settings, options }: { settings: Settings; options: Options<'urls'> },
): Promise<number> {
  return withInstance(world, settings, async ({ store }) => {
    if (options.format === 'csv') world.stdout.write('site,url,state,reason,detail,status,depth,found_on,fetched_at\n');
    for (const { id, name } of chosenSites(await store.sites(), options.site)) {
      for await (const row of allUrls(store, id, options)) world.stdout.write(urlText(name, row, options.format));
    }
  });
}

function chosenSites(sites: Site[], name: string | undefined): Site[] {
  if (name === undefined) return sites;
  const site = sites.find((one) => one.name === name);
  if (site) return [site];
  throw new Fault(
    'usage',
    `There is no site ${JSON.stringify(name)}. There are: ${sites.map((one) => one.name).join(', ')}`,
  );
}

async function* allUrls(store: CrawlStore, siteId: number, { state, reason }: Options<'urls'>): AsyncGenerator<UrlRow> {
  const filter = { limit: ROWS_AT_ONCE, ...(state ? { state } : {}), ...(reason ? { reason } : {}) };
  for (let after = 0; ; ) {
    const rows = await store.urls(siteId, { ...filter, after });
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

function urlText(site: string, row: UrlRow, format: Options<'urls'>['format']): string {
  const { url, state, reason, detail, status, depth, foundOn } = row;
  const fetchedAt = row.fetchedAt === null ? null : new Date(row.fetchedAt).toISOString();
  if (format === 'jsonl')
    return `${JSON.stringify({ site, url, state, reason, detail, status, depth, foundOn, fetchedAt })}\n`;
  if (format === 'csv')
    return `${[site, url, state, reason, detail, status, depth, foundOn, fetchedAt].map(csvCell).join(',')}\n`;
  return `${state.padEnd(13)} ${reason.padEnd(22)} ${url}${detail ? `  (${detail})` : ''}\n`;
}

/** RFC 4180 quoting; a cell that a spreadsheet would take for a formula is made text. */
function csvCell(value: string | number | null): string {
  const text = String(value ?? '').replace(/^(?=[=+\-@\t\r])/, "'");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function reindexCommand(world: World, { settings }: { settings: Settings }): Promise<number> {
  return withInstance(world, settings, async (instance) => {
    const started = performance.now();
    const total = await instance.reindex((left, all) =>
      world.stdout.write(`${count(all - left)} of ${count(all)} pages\n`),
    );
    world.stdout.write(
      `${count(total)} pages indexed again in ${((performance.now() - started) / 1000).toFixed(1)} s\n`,
    );
  });
}
