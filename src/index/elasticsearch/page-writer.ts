import type { Clock } from '../../model/clock.ts';
import { type ApplyOptions, type IndexChange, lastChanges, type PageDocument, type Refusal } from '../search-index.ts';
import { type Operation, type Refusals, writeAll } from './bulk.ts';
import { announcement, digestOf, linkClassIn, pageFields, pageId, sectionFields, sectionId } from './documents.ts';
import { at, bodyOf, type Engine, listAt, refusal } from './engine.ts';

/** Its version is raised by every batch: a cheap sign that the index has changed. */
export const STATE_ID = 'state';
/** While there is more to come, what is written becomes searchable this often: a refresh costs as much as writing some hundred sections. */
const REFRESH_EVERY_MS = 1000;
/** A page is not written again when other pages link to it more, or less, by so many classes. */
const KEPT_CLASSES = 1;

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

/** Where a page's writing begins. */
interface Start {
  version: number;
  known: Known | undefined;
}

/**
 * Writes whole pages. An engine has no transactions; what takes their place is that nothing is searchable before a refresh, that there is none while
 * a batch is being written, and that a page's own document says beforehand how many sections may be there, and only afterwards that it is
 * complete. So a batch that was cut short is repeated without leaving anything behind.
 */
export class PageWriter {
  readonly #engine: Engine;
  readonly #alias: string;
  readonly #clock: Clock;
  #lastVersion = 0;
  /** An earlier run may have been killed before its refresh. */
  #isStale = true;
  #refreshedAt = Number.NEGATIVE_INFINITY;

  constructor(engine: Engine, { alias, clock }: { alias: string; clock: Clock }) {
    this.#engine = engine;
    this.#alias = alias;
    this.#clock = clock;
  }

  async apply(changes: readonly IndexChange[], { more = false }: ApplyOptions = {}): Promise<Refusal[]> {
    const last = lastChanges(changes);
    const known = await this.#known([...last.keys()].map(pageId));
    const works = [...last.values()].flatMap((change) => workOf(change, known));
    const open = works.filter(({ id, page, digest }) => (page ? known.get(id)?.digest !== digest : known.has(id)));
    const refused = open.length > 0 ? await this.#replace(open, known) : [];
    if (this.#isStale && !(more && this.#clock.monotonic() < this.#refreshedAt + REFRESH_EVERY_MS))
      await this.#refresh();
    return refused;
  }

  async #replace(works: readonly Work[], known: ReadonlyMap<string, Known>): Promise<Refusal[]> {
    this.#isStale = true;
    // Newer than all that was written before, also when the clock was set back.
    const version = Math.max(
      this.#clock.now(),
      this.#lastVersion + 1,
      ...[...known.values()].map((page) => page.version + 1),
    );
    this.#lastVersion = version;
    const startOf = ({ id }: Work): Start => ({ version, known: known.get(id) });
    const refusals = await this.#write(works.flatMap((work) => announcements(work, startOf(work))));
    for (const [id, why] of await this.#write(each(works, (work) => contents(work, startOf(work)))))
      refusals.set(id, why);
    const refused = works.flatMap((work) => refusalOf(work, refusals) ?? []);
    const isRefused = new Set(refused.map(({ url }) => url));
    await this.#write([
      ...works.flatMap((work) => conclusion(work, { version, isRefused: isRefused.has(work.url) })),
      { kind: 'index', id: STATE_ID, version, document: { kind: 'state' } },
    ]);
    return refused;
  }

  #write(operations: Iterable<Operation>): Promise<Refusals> {
    return writeAll(this.#engine, operations, { alias: this.#alias, clock: this.#clock });
  }

  async #refresh(): Promise<void> {
    bodyOf(await this.#engine.send('POST', `/${this.#alias}/_refresh`), 'show new pages');
    this.#refreshedAt = this.#clock.monotonic();
    this.#isStale = false;
  }

  async #known(ids: readonly string[]): Promise<Map<string, Known>> {
    if (ids.length === 0) return new Map();
    const answer = await this.#engine.send('POST', `/${this.#alias}/_mget`, {
      body: { docs: [...ids, STATE_ID].map((_id) => ({ _id, _source: ['sections', 'digest'] })) },
    });
    const docs = listAt(bodyOf(answer, 'tell what it has'), 'docs');
    // Taken for unknown, a page whose shard is lost would keep sections that it no longer has. Of a whole index that is lost the writing tells.
    const lost = docs.find((doc) => ![undefined, 'index_not_found_exception'].includes(typeOf(doc)));
    if (lost !== undefined) throw refusal({ status: 503, body: lost }, 'tell what it has');
    const found = docs.filter((doc) => at(doc, 'found') === true);
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

function typeOf(doc: unknown): string | undefined {
  const type = at(doc, 'error', 'type');
  return typeof type === 'string' ? type : undefined;
}

/** One after the other, made when they are wanted: the documents of a batch are large. */
function* each<T>(works: readonly T[], operations: (work: T) => Iterable<Operation>): Generator<Operation> {
  for (const work of works) yield* operations(work);
}

/** What may be there until the conclusion: no section is written before. */
function announcements({ id, page }: Work, { version, known }: Start): Operation[] {
  if (!page) return [];
  const most = Math.max(known?.sections ?? 0, page.sections.length);
  return [{ kind: 'index', id, version, document: announcement(page, most) }];
}

/** The sections, and the removal of those that the page no longer has. */
function* contents({ id, page }: Work, { version, known }: Start): Generator<Operation> {
  if (page)
    for (const [ordinal, section] of page.sections.entries())
      yield { kind: 'index', id: sectionId(id, ordinal), version, document: sectionFields(page, { section, ordinal }) };
  for (let ordinal = page?.sections.length ?? 0; ordinal < (known?.sections ?? 0); ordinal += 1)
    yield { kind: 'delete', id: sectionId(id, ordinal), version };
}

/** The page is complete, or gone; one that the engine refuses in a part goes as a whole. */
function conclusion(
  { id, page, digest }: Work,
  { version, isRefused }: { version: number; isRefused: boolean },
): Operation[] {
  const gone: Operation = { kind: 'delete', id, version };
  if (!page) return [gone];
  if (isRefused) return [...page.sections.map((_, ordinal) => ({ ...gone, id: sectionId(id, ordinal) })), gone];
  return [{ kind: 'index', id, version, document: { ...pageFields(page), sections: page.sections.length, digest } }];
}

function refusalOf({ url, id, page }: Work, refusals: Refusals): Refusal | undefined {
  const ids = [id, ...(page?.sections.map((_, ordinal) => sectionId(id, ordinal)) ?? [])];
  const why = ids.map((each) => refusals.get(each)).find((reason) => reason !== undefined);
  return why === undefined ? undefined : { url, why };
}

/** An engine writes documents as a whole, even for one number in them: nothing is done for a link more or less. */
function workOf(change: IndexChange, known: ReadonlyMap<string, Known>): Work[] {
  if (change.kind === 'put') return [putOf(change.page)];
  const id = pageId(change.url);
  if (change.kind === 'delete') return [{ url: change.url, id, page: undefined, digest: '' }];
  const before = known.get(id);
  if (before && Math.abs(linkClassIn(before.digest) - change.linkClass) <= KEPT_CLASSES) return [];
  const page = change.readPage();
  return page === undefined ? [] : [putOf(page)];
}

function putOf(page: PageDocument): Work {
  return { url: page.url, id: pageId(page.url), page, digest: digestOf(page) };
}
