import { aborted } from '../crawl/wait-for.ts';
import { parseDurationMs } from '../model/duration.ts';
import { Fault, messageOf } from '../model/errors.ts';
import type { CrawlProgress } from '../model/events.ts';
import { count, isoTime } from '../model/figures.ts';
import { indexedCount } from '../model/reasons.ts';
import type { CrawlSettings, Settings } from '../model/settings.ts';
import type { Site } from '../store/crawl-store.ts';
import { totalCounts } from '../store/total-counts.ts';
import { printable } from './printable.ts';
import { Reporter } from './reporter.ts';
import { withInstance } from './with-instance.ts';
import type { Instance, World } from './world.ts';

export const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;
/** URLs that are explained when nothing was indexed. */
const MOST_EXPLAINED = 10;

interface CrawlAndReport {
  instance: Instance;
  reporter: Reporter;
  urls: string[];
  settings: Settings;
}

/** `spindex crawl <url>`: crawls to the end, then exits. */
export async function crawlCommand(
  world: World,
  { urls, settings }: { urls: string[]; settings: Settings },
): Promise<number> {
  const reporter = new Reporter(world.stdout, settings);
  return withInstance(world, { settings, mustExist: false }, async (instance) => {
    const code = await crawlAndReport(world, { instance, reporter, urls, settings });
    // Whoever crawls by a timetable is to notice that a decision is wanted.
    const areLossesKept = (instance.crawls.list()[0]?.keptPages ?? 0) > 0;
    return code === EXIT.done && areLossesKept ? EXIT.failed : code;
  });
}

/** `spindex` and `spindex serve`: serves until stopped; with URLs it crawls them at the same time. */
export async function serveCommand(
  world: World,
  { urls, settings }: { urls: string[]; settings: Settings },
): Promise<number> {
  const reporter = new Reporter(world.stdout, settings);
  return withInstance(world, { settings, mustExist: false }, async (instance) => {
    const server = await world.startServer(instance, settings);
    try {
      return await serve(world, { instance, reporter, urls, settings, address: server.url });
    } finally {
      // Crawls that were started in the browser end now: the server may have a last answer to give.
      const { crawls } = instance;
      await Promise.all([server.close(), ...crawls.list().map(({ id }) => crawls.stop(id))]);
    }
  });
}

/** What goes on beside the server, until stopped. */
async function serve(world: World, { address, ...parts }: CrawlAndReport & { address: string }): Promise<number> {
  const { instance, reporter, urls, settings } = parts;
  reporter.message('serving', { text: `Search page and API at ${address}`, url: address });
  if (urls.length === 0) void catchUp(world, parts);
  const code = urls.length > 0 ? await crawlAndReport(world, parts) : EXIT.done;
  // A site that is down takes nothing away from those who search: what earlier crawls brought is served.
  if (code !== EXIT.done && (world.stop.aborted || (await totalCounts(instance.store)).pages === 0)) return code;
  if (!world.stop.aborted) reporter.message('waiting', { text: `Serving ${address} until Ctrl-C.` });
  if (settings.every === undefined) await aborted(world.stop);
  else await keepSitesFresh(world, parts);
  const hadWork = instance.crawls.list().some(({ endedAt }) => endedAt === null);
  reporter.message('stopped', {
    text: hadWork
      ? 'Stopped. Everything found so far is kept; the same crawl continues where it was.'
      : 'Stopped. Everything is kept.',
  });
  return hadWork ? EXIT.interrupted : EXIT.done;
}

/** Pages of the store that the index lacks become searchable while it is served: after a kill, an update, or the loss of the index. */
async function catchUp(
  { stop }: World,
  { instance, reporter }: Pick<CrawlAndReport, 'instance' | 'reporter'>,
): Promise<void> {
  const tell = (pages: number) =>
    reporter.message('indexing', {
      text: `${count(pages)} pages wait for the index and become searchable now.`,
      pages,
    });
  try {
    const lacking = await lackingPages(instance);
    if (lacking === 0) return;
    tell(lacking);
    await instance.crawls.catchUp(tell);
    reporter.message('indexed', { text: 'The index has all pages.' });
  } catch (cause) {
    // Another program that crawls brings the index up, too.
    if (stop.aborted || (cause instanceof Fault && cause.code === 'data-in-use')) return;
    reporter.message('trouble', { text: `The index lacks pages that were crawled: ${messageOf(cause)}` });
  }
}

/** Pages that wait for the index; all when it has none. */
async function lackingPages({ store, indexStats }: Instance): Promise<number> {
  const { pages, outbox } = await totalCounts(store);
  return pages > 0 && (await indexStats()).pages === 0 ? pages : outbox;
}

/** Crawls again what is due, until stopped. With URLs only their site, without them every site by what is stored of it. */
function keepSitesFresh(world: World, { instance, reporter, urls, settings }: CrawlAndReport): Promise<void> {
  const crawledHere = instance.crawls.list()[0]?.site;
  const again = { ...settings, acceptLosses: false }; // each loss is looked at by a person
  const settingsFor = ({ name, seeds, scope, include, exclude }: Site): CrawlSettings | undefined => {
    // What was given for the seeds of the command line is not for other sites.
    if (urls.length === 0) return { ...again, header: [], ignoreRobots: false, seeds, scope, include, exclude };
    return name === crawledHere ? { ...again, seeds: urls } : undefined;
  };
  const schedule = {
    everyMs: parseDurationMs(settings.every ?? '') ?? 0,
    settingsFor,
    onPlanned: (site: string, dueAt: number) =>
      reporter.message('planned', {
        text: `${site} is crawled again at ${isoTime(dueAt)}.`,
        site,
        dueAt,
      }),
    onStarted: ({ id, site }: CrawlProgress) => {
      reporter.message('start', { text: `Crawling ${site} again.`, id });
      void follow(world, { crawls: instance.crawls, id, reporter }).then((last) => reporter.summary(last));
    },
    onTrouble: (site: string, why: string) =>
      reporter.message('trouble', { text: `${site} could not be crawled again: ${why}`, site }),
  };
  return instance.keepFresh(schedule, world.stop);
}

async function crawlAndReport(world: World, { instance, reporter, urls, settings }: CrawlAndReport): Promise<number> {
  const { crawls } = instance;
  const started = await crawls.start({ ...settings, seeds: urls });
  const cap = settings.rps === 0 ? 'without a rate limit' : `at most ${settings.rps} requests per second`;
  const how = `${started.resumed ? 'Continuing' : 'Crawling'} ${started.seeds.join(', ')}, ${cap}; robots.txt is ${settings.ignoreRobots ? 'ignored' : 'obeyed'}.`;
  reporter.message('start', { text: how, id: started.id });
  const last = await follow(world, { crawls, id: started.id, reporter });
  if (world.stop.aborted) {
    reporter.message('stopped', {
      text: `Stopped. ${last.searchable} pages are searchable and kept; the same command continues.`,
      progress: last,
    });
    return EXIT.interrupted;
  }
  reporter.summary(last);
  if (last.state === 'failed') return EXIT.failed;
  return indexedCount(last.states) > 0 || (await explainEmpty(world, { instance, last })) ? EXIT.done : EXIT.failed;
}

/** Reports until the crawl has ended; Ctrl-C stops it. */
async function follow(
  world: World,
  { crawls, id, reporter }: Pick<Instance, 'crawls'> & { id: string; reporter: Reporter },
): Promise<CrawlProgress> {
  const neverAborted = new AbortController().signal;
  const stop = () => void crawls.stop(id);
  world.stop.addEventListener('abort', stop, { once: true });
  if (world.stop.aborted) stop();
  try {
    for (let after = -1; ; ) {
      const progress = await crawls.next(id, { after, signal: neverAborted });
      if (!progress) throw new Error(`crawl ${id} is not known`);
      if (progress.endedAt !== null) return progress;
      reporter.progress(progress, performance.now());
      after = progress.revision;
    }
  } finally {
    world.stop.removeEventListener('abort', stop);
  }
}

/** A crawl that found nothing to index says what became of its seeds, or of what they redirect to. False, so that the caller can fail. */
async function explainEmpty(
  { stderr }: World,
  { instance, last }: { instance: Instance; last: CrawlProgress },
): Promise<false> {
  const site = (await instance.store.sites()).find(({ name }) => name === last.site);
  const rows = site ? await instance.store.urls(site.id, { after: 0, limit: MOST_EXPLAINED }) : [];
  for (const { url, reason, detail } of rows.filter(({ state }) => state !== 'redirected'))
    stderr.write(printable(`spindex: nothing was indexed: ${url}: ${detail ?? reason}\n`));
  return false;
}
