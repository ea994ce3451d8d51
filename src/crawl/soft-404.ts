import { resemblance } from '../text/sketch.ts';
import { visit } from './visit.ts';
import type { VisitParts } from './visit-parts.ts';

/** Pages this much alike are one and the same notice. */
const MIN_LIKENESS = 0.9;

/** What a site answers for an address that cannot exist. */
interface Notice {
  /** The address. */
  url: string;
  /** Where it redirects to. */
  movedTo: string | undefined;
  /** Of a page that says that it is not there, and yet has status 200. */
  sketch: Uint8Array | undefined;
}

/**
 * Knows pages that answer 200 to say that they are not there. Only when a page says so in words is the site asked, once an origin and crawl, for an address
 * that cannot exist, like any other URL: robots.txt, rate and scope hold. What is (nearly) equal to its answer is such a page.
 */
export class SoftErrors {
  readonly #parts: Omit<VisitParts, 'answeredAlike'>;
  readonly #notices = new Map<string, Promise<Notice>>();

  constructor(parts: Omit<VisitParts, 'answeredAlike'>) {
    this.#parts = parts;
  }

  /** See VisitParts. */
  async answeredAlike(
    { url, sketch }: { url: string; sketch: Uint8Array },
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { origin } = new URL(url);
    const asked = this.#notices.get(origin) ?? this.#ask(origin, signal);
    this.#notices.set(origin, asked);
    asked.catch(() => this.#notices.delete(origin));
    const notice = await asked;
    const isAlike = notice.sketch !== undefined && resemblance(sketch, notice.sketch) >= MIN_LIKENESS;
    return isAlike || notice.movedTo === url ? notice.url : undefined;
  }

  async #ask(origin: string, signal: AbortSignal): Promise<Notice> {
    const seed = this.#parts.scope().settings.seeds.find((one) => new URL(one).origin === origin) ?? origin;
    const url = new URL(`there-is-no-such-page-${crypto.randomUUID()}`, seed).href;
    const entry = { id: 0, url, isSeed: false, depth: 0, hops: 0, attempts: 0, etag: null, lastModified: null };
    let sketch: Uint8Array | undefined;
    const parts: VisitParts = {
      ...this.#parts,
      readPage: async (input, aborted) => {
        const reading = await this.#parts.readPage(input, aborted);
        sketch = reading.notFound;
        return reading;
      },
      answeredAlike: async () => undefined,
    };
    const { reason, detail } = await visit(entry, parts, signal);
    return { url, movedTo: reason === 'redirect' ? detail : undefined, sketch };
  }
}
