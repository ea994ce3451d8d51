import type { StatementSync } from 'node:sqlite';
import type { Candidate, Passage } from '../search-index.ts';
import type { Names, Texts } from './packing.ts';
import { BLOCK_SECTIONS, blocksOf } from './schema.ts';
import type { UnpackedRuns } from './unpacked-runs.ts';

/** Sections whose names are remembered, of some 500 bytes each: those of a large manual. */
const MAX_FOUND = 20_000;
/** Pages that are remembered, of some 500 bytes each. */
const MAX_PAGES = 20_000;
/** Pages whose families are remembered, of some 30 bytes each. */
const MAX_FAMILIES = 200_000;
/** Runs whose texts are at hand without a look at the index, of up to 24,000 characters. */
const MAX_TEXTS = 1200;

type Found = Omit<Candidate, 'score'>;
type PageFacts = Pick<
  Candidate,
  'url' | 'title' | 'trail' | 'site' | 'lang' | 'type' | 'prior' | 'linkClass' | 'crawledAt'
> & {
  id: number;
  family: number;
};

interface NamesOfRun {
  /** Row id of the first section. */
  first: number;
  sections: Names;
}

/**
 * Reads what is shown of sections, and remembers it: the stages of one search, and searches alike, meet the same sections again. It knows
 * one state of the index; another one wants another reader.
 */
export class RunReader {
  readonly #statement: (sql: string) => StatementSync;
  readonly #unpacked: UnpackedRuns;
  readonly #found = new Map<number, Found>();
  /** By any of their blocks. */
  readonly #pages = new Map<number, PageFacts>();
  /** By the ids of their pages. */
  readonly #families = new Map<number, number>();
  /** First sections of the runs of sections. */
  readonly #firstOf = new Map<number, number>();
  /** By their first sections. */
  readonly #texts = new Map<number, Texts>();
  /** Pages of the blocks that are not the first of theirs. */
  #further: ReadonlyMap<number, number> | undefined;

  constructor(statement: (sql: string) => StatementSync, unpacked: UnpackedRuns) {
    this.#statement = statement;
    this.#unpacked = unpacked;
  }

  candidate(id: number): Found | undefined {
    return this.#found.get(id) ?? keep(this.#found, id, this.#candidate(id), MAX_FOUND);
  }

  passage(id: number): Passage | undefined {
    if (!Number.isSafeInteger(id)) return undefined;
    const first = this.#firstOf.get(id) ?? keep(this.#firstOf, id, this.#first(id), MAX_FOUND);
    const texts = this.#texts.get(first) ?? keep(this.#texts, first, this.#unpackedTexts(first), MAX_TEXTS);
    const section = texts?.[id - first];
    return section && { id: String(id), text: section[0], code: section[1] };
  }

  #first(id: number): number {
    const row = this.#statement('SELECT id FROM run WHERE id <= ? ORDER BY id DESC LIMIT 1').get(id);
    return Number(row?.['id'] ?? id);
  }

  /** The id of the page that a section belongs to. */
  pageIdOf(sectionId: number): number {
    return this.pageIdOfBlock(Math.floor(sectionId / BLOCK_SECTIONS));
  }

  pageIdOfBlock(block: number): number {
    this.#further ??= this.#furtherBlocks();
    return this.#further.get(block) ?? block;
  }

  /** How many families the pages of these ids are of. */
  familiesOf(pageIds: Iterable<number>): number {
    const families = new Set<number>();
    for (const id of pageIds)
      families.add(this.#families.get(id) ?? keep(this.#families, id, this.#family(id), MAX_FAMILIES));
    return families.size;
  }

  #family(pageId: number): number {
    return Number(this.#statement('SELECT family FROM page WHERE id = ?').get(pageId)?.['family']);
  }

  #furtherBlocks(): Map<number, number> {
    const rows = this.#statement(`SELECT id, sections FROM page WHERE sections > ${BLOCK_SECTIONS}`).all();
    return new Map(
      rows.flatMap((row) => {
        const id = Number(row['id']);
        return Array.from({ length: blocksOf(Number(row['sections'])) - 1 }, (_, i) => [id + i + 1, id] as const);
      }),
    );
  }

  #candidate(sectionId: number): Found | undefined {
    const { first, sections } = this.#namesAround(sectionId);
    const names = sections[sectionId - first];
    const block = Math.floor(sectionId / BLOCK_SECTIONS);
    const page = this.#pages.get(block) ?? keep(this.#pages, block, this.#page(block), MAX_PAGES);
    if (names === undefined || page === undefined) return undefined;
    const [anchor, heading, path, symbols] = names;
    const { id, ...facts } = page;
    return {
      id: String(sectionId),
      ...facts,
      anchor,
      heading,
      path,
      symbols,
      ordinal: sectionId - id * BLOCK_SECTIONS,
    };
  }

  #namesAround(sectionId: number): NamesOfRun {
    const row = this.#statement('SELECT id, names FROM run WHERE id <= ? ORDER BY id DESC LIMIT 1').get(sectionId);
    const [first, bytes] = [Number(row?.['id']), row?.['names']];
    if (!(bytes instanceof Uint8Array)) return { first: sectionId, sections: [] };
    return { first, sections: this.#unpacked.names(first, bytes) };
  }

  #unpackedTexts(first: number): Texts | undefined {
    const bytes = this.#statement('SELECT texts FROM run WHERE id = ?').get(first)?.['texts'];
    return bytes instanceof Uint8Array ? this.#unpacked.texts(first, bytes) : undefined;
  }

  #page(block: number): PageFacts | undefined {
    const row = this.#statement(
      `SELECT id, url, title, trail, site, lang, type, prior, link_class, family, crawled_at FROM page WHERE id <= ? ORDER BY id DESC LIMIT 1`,
    ).get(block);
    if (row === undefined) return undefined;
    const text = (column: string) => String(row[column]);
    return {
      id: Number(row['id']),
      url: text('url'),
      title: text('title'),
      trail: JSON.parse(text('trail')),
      site: text('site'),
      lang: text('lang'),
      type: text('type'),
      prior: Number(row['prior']),
      linkClass: Number(row['link_class']),
      family: Number(row['family']),
      crawledAt: Number(row['crawled_at']),
    };
  }
}

function keep<V>(map: Map<number, V>, key: number, value: V, capacity: number): V {
  if (value === undefined) return value;
  if (map.size >= capacity) map.clear();
  map.set(key, value);
  return value;
}
