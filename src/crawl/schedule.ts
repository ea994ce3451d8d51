import type { Clock } from '../model/clock.ts';
import { Fault } from '../model/errors.ts';
import type { CrawlProgress } from '../model/events.ts';
import type { CrawlSettings } from '../model/settings.ts';
import type { CrawlStore, Site } from '../store/crawl-store.ts';
import type { Crawls } from './crawls.ts';

/** The clock is looked at this often, or ten times in the time between two crawls when that is short. */
const LOOK_EVERY_MS = 30_000;
/** Crawls start up to this part of the time earlier or later, so that many sites, and many Spindexes, do not start at once. */
const JITTER = 0.1;

export interface ScheduleParts {
  store: Pick<CrawlStore, 'sites' | 'lastCrawl'>;
  crawls: Pick<Crawls, 'start' | 'list'>;
  clock: Clock;
  /** Uniform in [0, 1). */
  random: () => number;
}

export interface ScheduleOptions {
  /** Time between the end of a site's crawl and the start of its next one. */
  everyMs: number;
  /** How to crawl a site again; undefined leaves it alone. */
  settingsFor: (site: Site) => CrawlSettings | undefined;
  /** Told when a site's next crawl is due, ms since the epoch. */
  onPlanned: (site: string, dueAt: number) => void;
  onStarted: (progress: CrawlProgress) => void;
  /** Told why a crawl that was due could not start; it is tried again a whole time later. */
  onTrouble: (site: string, why: string) => void;
}

/** When a site is due, and the end of the crawl from which that was counted. */
interface Plan {
  endedAt: number;
  dueAt: number;
}

/**
 * Crawls every site again some time after its last crawl has ended, each on a time of its own. Ends of crawls are read from the store, so a restart
 * keeps the time, and a site that comes in while this runs is kept fresh, too. A crawl that a person has stopped in this process is left alone.
 * Runs until `signal` is aborted, then resolves; crawls that run are not stopped. Rejects when the store is at fault.
 */
export async function keepFresh(parts: ScheduleParts, options: ScheduleOptions, signal: AbortSignal): Promise<void> {
  const plans = new Map<string, Plan>();
  while (!signal.aborted) {
    for (const site of await parts.store.sites()) {
      if (signal.aborted) return;
      await look(site, { ...parts, ...options, plans });
    }
    const ms = Math.min(LOOK_EVERY_MS, options.everyMs / 10);
    await parts.clock.sleep(ms, signal).catch(() => undefined); // it rejects only when aborted: the loop ends
  }
}

type Look = ScheduleParts & ScheduleOptions & { plans: Map<string, Plan> };

/** Plans the next crawl of a site, or starts it when it is due. */
async function look(site: Site, parts: Look): Promise<void> {
  const { clock, plans, onPlanned } = parts;
  const settings = parts.settingsFor(site);
  const endedAt = settings && (await lastEnd(site, parts));
  if (!settings || endedAt === undefined) return;
  const plan = plans.get(site.name);
  const now = clock.now();
  // An end, or a due time, further ahead than can be was written by a clock that was wrong then.
  if (plan?.endedAt !== endedAt || plan.dueAt > now + longest(parts)) {
    const dueAt = Math.min(endedAt, now) + jittered(parts);
    plans.set(site.name, { endedAt, dueAt });
    onPlanned(site.name, Math.max(dueAt, now));
  } else if (now >= plan.dueAt) {
    await start(settings, { site, plan, ...parts });
  }
}

/** When the site's last crawl ended; undefined while one runs and for one that somebody has stopped. */
async function lastEnd({ id, name }: Site, { store, crawls }: Look): Promise<number | undefined> {
  const latest = crawls.list().find(({ site }) => site === name);
  if (latest) return latest.state === 'stopped' ? undefined : (latest.endedAt ?? undefined);
  const last = await store.lastCrawl(id);
  return last && (last.endedAt ?? last.startedAt); // one without an end was interrupted: it is continued in its turn
}

async function start(settings: CrawlSettings, parts: Look & { site: Site; plan: Plan }): Promise<void> {
  const { site, plan, clock } = parts;
  plan.dueAt = clock.now() + jittered(parts);
  try {
    parts.onStarted(await parts.crawls.start(settings));
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    parts.onTrouble(site.name, cause.message);
  }
}

function longest({ everyMs }: Pick<Look, 'everyMs'>): number {
  return everyMs * (1 + JITTER);
}

function jittered({ everyMs, random }: Pick<Look, 'everyMs' | 'random'>): number {
  return everyMs * (1 - JITTER + 2 * JITTER * random());
}
