import type { z } from 'zod';
import { brokenBlocks, brokenLines, urlBlocks, urlLines } from '../crawl/url-lines.ts';
import { count } from '../model/figures.ts';
import { given } from '../model/given.ts';
import type { Settings } from '../model/settings.ts';
import type { BrokenLink, CrawlStore, Site, UrlRow } from '../store/crawl-store.ts';
import { chosenSites } from './chosen-sites.ts';
import { EXIT } from './crawl-command.ts';
import type { COMMAND_OPTIONS } from './options.ts';
import { printable } from './printable.ts';
import { withInstance } from './with-instance.ts';
import type { World } from './world.ts';

type Options = z.infer<(typeof COMMAND_OPTIONS)['urls']>;

/** `spindex urls`: every URL with its state and reason, or the broken links. */
export function urlsCommand(
  world: World,
  { settings, options }: { settings: Settings; options: Options },
): Promise<number> {
  return withInstance(world, { settings }, async ({ store }) => {
    const sites = await chosenSites(store, options.site);
    const lines = options.broken ? brokenText(store, sites, options) : urlText(store, sites, options);
    // What goes into a file stays as it was found.
    const shown = options.format === 'text' || world.stdout.isTerminal ? printable : (text: string) => text;
    for await (const text of lines) {
      if (world.stop.aborted) return EXIT.interrupted;
      if (world.stdout.isLost) break;
      world.stdout.write(shown(text));
    }
    return EXIT.done;
  });
}

async function* urlText(store: CrawlStore, sites: Site[], options: Options): AsyncGenerator<string> {
  const { state, reason, prefix, q, order, format } = options;
  const filter = { order, ...given({ state, reason, prefix, q }) };
  if (format !== 'text') return yield* urlLines(store, { sites, filter, format });
  for (const { id } of sites)
    for await (const rows of urlBlocks(store, { siteId: id, filter })) yield rows.map(rowText).join('');
}

function rowText({ url, state, reason, detail }: UrlRow): string {
  return `${state.padEnd(13)} ${reason.padEnd(22)} ${url}${detail ? `  (${detail})` : ''}\n`;
}

async function* brokenText(store: CrawlStore, sites: Site[], { format }: Options): AsyncGenerator<string> {
  if (format !== 'text') return yield* brokenLines(store, { sites, format });
  for (const { id } of sites) for await (const rows of brokenBlocks(store, id)) yield rows.map(brokenLinkText).join('');
}

function brokenLinkText({ url, reason, status, detail, inlinks: { total, first } }: BrokenLink): string {
  const why = status === null ? `${reason}: ${detail ?? ''}` : `${status} ${reason}`;
  const pages = first.map(
    (link) => `    ${link.url}  ${JSON.stringify(link.text)}${link.via ? `  (links to ${link.via})` : ''}\n`,
  );
  const rest = total > first.length ? `    and ${count(total - first.length)} more\n` : '';
  return `${url}  (${why})\n${pages.join('')}${rest}`;
}
