import type { z } from 'zod';
import { Fault, messageOf } from '../model/errors.ts';
import { count } from '../model/figures.ts';
import type { Settings } from '../model/settings.ts';
import { type Baseline, compareWith, parseBaseline, toBaseline } from '../search/baseline.ts';
import { evaluate, judge } from '../search/evaluation.ts';
import { type KnownItem, KnownItems } from '../search/known-items.ts';
import type { CrawlStore } from '../store/crawl-store.ts';
import { unpackPage } from '../store/stored-page.ts';
import { chosenSites } from './chosen-sites.ts';
import { EXIT } from './crawl-command.ts';
import { comparisonText, evaluationText } from './eval-text.ts';
import type { COMMAND_OPTIONS } from './options.ts';
import { jsonText, printable } from './printable.ts';
import { withInstance } from './with-instance.ts';
import type { Instance, World } from './world.ts';

/** Pages read from the store at a time. */
const BLOCK_PAGES = 50;
/** In a pipe, a line of progress each so many queries. */
const PROGRESS_STEP = 500;

type Options = z.infer<(typeof COMMAND_OPTIONS)['eval']>;

/**
 * `spindex eval`: how well the names that a site itself gives lead to their pages. Exit code 1 when that has fallen below the baseline by
 * more than the tolerance.
 */
export async function evalCommand(
  world: World,
  { settings, options }: { settings: Settings; options: Options },
): Promise<number> {
  const baseline = readBaseline(world, options);
  try {
    return await withInstance(world, { settings }, (instance) => run(world, { instance, options, baseline }));
  } catch (cause) {
    if (world.stop.aborted) return EXIT.interrupted;
    throw cause;
  }
}

async function run(
  world: World,
  { instance, options, baseline }: { instance: Instance; options: Options; baseline: Baseline | undefined },
): Promise<number> {
  const { sample, site, worst, json } = options;
  const items = await knownItems(instance.store, { sample, site, signal: world.stop });
  if (items.length === 0) throw new Fault('usage', 'No page gives a query to ask: nothing has been indexed yet.');
  const started = performance.now();
  const judged = await judge(instance.searchAs, items, {
    ...(site === undefined ? {} : { site }),
    signal: world.stop,
    onProgress: (done) => tellProgress(world, done, items.length),
  });
  const evaluation = evaluate(judged);
  const comparison = baseline && compareWith(baseline, evaluation, judged);
  if (options.baseline !== undefined && baseline === undefined)
    write(world, options.baseline, toBaseline(evaluation, judged, sample));
  const seconds = (performance.now() - started) / 1000;
  const shown = { ...evaluation, worst: evaluation.worst.slice(0, worst) };
  if (json) world.stdout.write(jsonText({ ...shown, seconds, comparison: comparison ?? null }));
  else {
    world.stdout.write(printable(evaluationText(shown, { low: evaluation.worst.length, seconds })));
    if (comparison) world.stdout.write(printable(comparisonText(comparison, worst)));
    else if (options.baseline !== undefined)
      world.stdout.write(`\nWritten to ${options.baseline}: the next run is compared with this one.\n`);
  }
  return comparison && comparison.falls.length > 0 ? EXIT.failed : EXIT.done;
}

function readBaseline(world: World, { baseline: path, sample }: Options): Baseline | undefined {
  const text = path === undefined ? undefined : world.readText(path);
  if (text === undefined) return undefined;
  const baseline = parseBaseline(text);
  if (baseline === undefined) throw new Fault('usage', `${path} is no baseline of spindex eval. Name another file.`);
  if (baseline.sample !== sample)
    throw new Fault('usage', `${path} was made with --sample ${baseline.sample}. Use the same, or name another file.`);
  return baseline;
}

function write(world: World, path: string, baseline: Baseline): void {
  try {
    world.writeText(path, `${JSON.stringify(baseline, null, 1)}\n`);
  } catch (cause) {
    throw new Fault('usage', `${path} cannot be written (${messageOf(cause)}).`, {
      cause,
    });
  }
}

async function knownItems(
  store: CrawlStore,
  { sample, site, signal }: { sample: number; site: string | undefined; signal: AbortSignal },
): Promise<KnownItem[]> {
  await chosenSites(store, site);
  const items = new KnownItems({ sample });
  for (let after = 0; ; ) {
    signal.throwIfAborted();
    const pages = await store.pages({ after, limit: BLOCK_PAGES });
    for (const { extracted, inlinks, site: own } of pages) {
      if (site === undefined || own === site) items.add({ page: unpackPage(extracted), inlinks });
    }
    const last = pages.at(-1);
    if (last === undefined) return items.queries();
    after = last.place;
  }
}

function tellProgress({ stderr }: World, done: number, total: number): void {
  const text = `${count(done)} of ${count(total)} queries`;
  if (stderr.isTerminal) stderr.write(done === total ? '\r\x1b[K' : `\r${text}`);
  else if (done % PROGRESS_STEP === 0 && done < total) stderr.write(`${text}\n`);
}
