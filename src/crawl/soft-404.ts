import { resemblance } from '../text/sketch.ts';
import { type VisitParts, visit } from './visit.ts';

/** Pages this much alike are one and the same notice. */
const MIN_LIKENESS = 0.9;

/** What a site answers for an address that cannot exist. */
interface Notice {
  /** Where it redirects to. */
  movedTo: string | undefined;
  /** Of a page that says that it is not there, and yet has status 200. */
  sketch: Uint8Array | undefined;
}

/**
 * Knows pages that answer 200 to say that they are not there. Only when a page says so in words is the site asked, once an origin and crawl, for an address that cannot
 * exist, like any other URL: robots.txt, rate and scope hold. What is (nearly) equal to its answer is such a page.
 */
export class SoftErrors {
  readonly #parts: Omit<VisitParts, 'isSoftError'>;
  readonly #notices = new Map<string, Promise<Notice>>();

  constructor(parts: Omit<VisitParts, 'isSoftError'>) {
    this.#parts = parts;
  }

  /** @param page.sketch `notFoundSketch` of the page at this URL */
  async isOne({ url, sketch }: { url: string; sketch: Uint8Array }, signal: AbortSignal): Promise<boolean> {
    const { origin } = new URL(url);
    const asked = this.#notices.get(origin) ?? this.#ask(origin, signal);
    this.#notices.set(origin, asked);
    asked.catch(() => this.#notices.delete(origin));
    const notice = await asked;
    if (notice.movedTo === url) return true;
    return notice.sketch !== undefined && resemblance(sketch, notice.sketch) >= MIN_LIKENESS;
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
      isSoftError: async () => false,
    };
    const { reason, detail } = await visit(entry, parts, signal);
    return { movedTo: reason === 'redirect' ? detail : undefined, sketch };
  }
}
