import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Asker } from '../model/asker.ts';
import { askerOf } from './asker.ts';
import type { Server, ServerParts } from './parts.ts';

/** Seconds. Searches take milliseconds, long polls up to 25 s. */
const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30];

/** Of the process, whatever number of servers it has: CPU, memory, garbage, delay of the event loop. */
let ofProcess: Registry | undefined;

function processMetrics(): Registry {
  if (ofProcess === undefined) {
    ofProcess = new Registry();
    collectDefaultMetrics({ register: ofProcess });
  }
  return ofProcess;
}

/** `GET /metrics`: what Prometheus asks for, in its text format (https://prometheus.io/docs/instrumenting/exposition_formats/). */
export function addMetricsRoute(server: Server, parts: ServerParts): void {
  const registry = new Registry();
  const durations = new Histogram({
    name: 'spindex_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: DURATION_BUCKETS,
    registers: [registry],
  });
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  const site = new SiteGauges(registry);
  const index = new IndexGauges(registry);
  server.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    await Promise.all([site.observe(parts, askerOf(request)), index.observe(parts)]);
    reply.type(registry.contentType);
    return Registry.merge([processMetrics(), registry]).metrics();
  });
}

class SiteGauges {
  readonly #urls: Gauge<'site' | 'state'>;
  readonly #waiting: Gauge<'site'>;
  readonly #running: Gauge<'site'>;
  readonly #rate: Gauge<'host'>;
  readonly #limit: Gauge<'host'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#urls = new Gauge({
      name: 'spindex_urls',
      help: 'URLs known, by what became of them.',
      labelNames: ['site', 'state'],
      registers,
    });
    this.#waiting = new Gauge({
      name: 'spindex_outbox_pages',
      help: 'Pages that wait for the index.',
      labelNames: ['site'],
      registers,
    });
    this.#running = new Gauge({
      name: 'spindex_crawl_running',
      help: '1 while the site is crawled.',
      labelNames: ['site'],
      registers,
    });
    this.#rate = new Gauge({
      name: 'spindex_host_requests_per_second',
      help: 'Requests written to a host in the last second.',
      labelNames: ['host'],
      registers,
    });
    this.#limit = new Gauge({
      name: 'spindex_host_requests_per_second_limit',
      help: 'The promised maximum; 0 is none.',
      labelNames: ['host'],
      registers,
    });
  }

  async observe(parts: ServerParts, asker: Asker): Promise<void> {
    const store = parts.storeFor(asker);
    for (const gauge of [this.#urls, this.#waiting, this.#running, this.#rate, this.#limit]) gauge.reset();
    const running = parts.crawls.list().filter(({ endedAt }) => endedAt === null);
    for (const { id, name } of await store.sites()) {
      const { states, outbox } = await store.counts(id);
      for (const [state, count] of Object.entries(states)) this.#urls.set({ site: name, state }, count);
      this.#waiting.set({ site: name }, outbox);
      this.#running.set({ site: name }, running.some((crawl) => crawl.site === name) ? 1 : 0);
    }
    for (const { host, now, cap } of running.flatMap(({ hosts }) => hosts)) {
      this.#rate.set({ host }, now);
      this.#limit.set({ host }, cap);
    }
  }
}

class IndexGauges {
  readonly #isUp: Gauge;
  readonly #counts: { pages: Gauge; sections: Gauge; bytes: Gauge };

  constructor(registry: Registry) {
    const gauge = (name: string, help: string) =>
      new Gauge({ name: `spindex_index_${name}`, help, registers: [registry] });
    this.#isUp = gauge('up', '1 when the index answers.');
    this.#counts = {
      pages: gauge('pages', 'Pages in the index.'),
      sections: gauge('sections', 'Sections in the index.'),
      bytes: gauge('bytes', 'Size of the index.'),
    };
  }

  /** Counts of an index that does not answer are as they were. */
  async observe({ indexStats }: ServerParts): Promise<void> {
    const stats = await indexStats().catch(() => undefined);
    this.#isUp.set(stats === undefined ? 0 : 1);
    if (stats === undefined) return;
    this.#counts.pages.set(stats.pages);
    this.#counts.sections.set(stats.sections);
    this.#counts.bytes.set(stats.bytes);
  }
}
