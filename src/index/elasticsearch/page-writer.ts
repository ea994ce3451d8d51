import type { Clock } from '../../model/clock.ts';
import type { IndexChange, PageDocument } from '../search-index.ts';
import { type Operation, type Refusals, writeAll } from './bulk.ts';
import { digestOf, pageFields, pageId, sectionFields, sectionId } from './documents.ts';
import { at, bodyOf, type Engine, listAt } from './engine.ts';

/** Its version is raised by every batch: a cheap sign that the index has changed. */
export const STATE_ID = 'state';

/** What the index knows of a page. */
interface Known {
  version: number;
  /** At least as many sections may be there. */
  sections: number;
  digest: string;
}

interface Work {
  url: string;
  id: string;
  /** Undefined: the page goes. */
  page: PageDocument | undefined;
  digest: string;
}

/**
 * Writes whole pages. An engine has no transactions; what takes their place is that nothing is searchable before the refresh at the end, and
 * that a page's own document says beforehand how many sections may be there, and only afterwards that it is complete. So a batch that was
 * cut short is repeated without leaving anything behind.
 */
export class PageWriter {
  readonly #engine: Engine;
  readonly #alias: string;
  readonly #clock: Clock;

  constructor(engine: Engine, { alias, clock }: { alias: string; clock: Clock }) {
    this.#engine = engine;
    this.#alias = alias;
    this.#clock = clock;
  }

  async apply(changes: readonly IndexChange[]): Promise<void> {
    const last = new Map(changes.map((change) => [change.kind === 'put' ? change.page.url : change.url, change]));
    const works = [...last].map(([url, change]): Work => {
      const page = change.kind === 'put' ? change.page : undefined;
      return { url, id: pageId(url), page, digest: page ? digestOf(page) : '' };
    });
    const known = await this.#known(works.map(({ id }) => id));
    const open = works.filter(({ id, page, digest }) => (page ? known.get(id)?.digest !== digest : known.has(id)));
    if (open.length === 0) return;
    const now = this.#clock.now();
    // Newer than all that was written before, also when the clock was set back.
    const version = Math.max(now, ...[...known.values()].map((page) => page.version + 1));
    const refusals = await this.#write(open.flatMap((work) => contents(work, { version, known: known.get(work.id) })));
    await this.#write([
      ...open.flatMap((work) => conclusion(work, { version, refusals })),
      { kind: 'index', id: STATE_ID, version, document: { kind: 'state' } },
    ]);
    bodyOf(await this.#engine.send('POST', `/${this.#alias}/_refresh`), 'show new pages');
  }

  #write(operations: readonly Operation[]): Promise<Refusals> {
    return writeAll(this.#engine, operations, { alias: this.#alias, clock: this.#clock });
  }

  async #known(ids: readonly string[]): Promise<Map<string, Known>> {
    if (ids.length === 0) return new Map();
    const answer = await this.#engine.send('POST', `/${this.#alias}/_mget`, {
      body: { docs: [...ids, STATE_ID].map((_id) => ({ _id, _source: ['sections', 'digest'] })) },
    });
    const found = listAt(bodyOf(answer, 'tell what it has'), 'docs').filter((doc) => at(doc, 'found') === true);
    return new Map(
      found.map((doc) => [
        String(at(doc, '_id')),
        {
          version: Number(at(doc, '_version')),
          sections: Number(at(doc, '_source', 'sections') ?? 0),
          digest: String(at(doc, '_source', 'digest') ?? ''),
        },
      ]),
    );
  }
}

/** The announcement of what may be there, the sections, and the removal of those that the page no longer has. */
function contents({ id, page }: Work, { version, known }: { version: number; known: Known | undefined }): Operation[] {
  const sections = page?.sections ?? [];
  const before = known?.sections ?? 0;
  const gone = Array.from({ length: Math.max(0, before - sections.length) }, (_, i) => sections.length + i);
  const most = Math.max(before, sections.length);
  return [
    ...(page
      ? [{ kind: 'index' as const, id, version, document: { ...pageFields(page), sections: most, digest: '' } }]
      : []),
    ...(page
      ? sections.map((section, ordinal) => ({
          kind: 'index' as const,
          id: sectionId(id, ordinal),
          version,
          document: sectionFields(page, { section, ordinal }),
        }))
      : []),
    ...gone.map((ordinal) => ({ kind: 'delete' as const, id: sectionId(id, ordinal), version })),
  ];
}

/** The page is complete, or gone. One that the engine refuses is kept without sections, with the reason, so that it does not stop the others. */
function conclusion(
  { id, page, digest }: Work,
  { version, refusals }: { version: number; refusals: Refusals },
): Operation[] {
  if (!page) return [{ kind: 'delete', id, version }];
  const ids = page.sections.map((_, ordinal) => sectionId(id, ordinal));
  const refused = [id, ...ids].map((each) => refusals.get(each)).find((reason) => reason !== undefined);
  const document = { ...pageFields(page), sections: page.sections.length, digest };
  if (refused === undefined) return [{ kind: 'index', id, version, document }];
  return [
    ...ids.map((each) => ({ kind: 'delete' as const, id: each, version })),
    { kind: 'index', id, version, document: { ...document, words: [], sections: 0, refused } },
  ];
}
