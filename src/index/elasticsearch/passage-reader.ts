import type { Passage, SectionId } from '../search-index.ts';
import { at, bodyOf, type Engine, listAt } from './engine.ts';
import { documentOf, versionedId } from './section-version.ts';

/** Characters of texts that are remembered. */
const MAX_TEXT_CHARS = 8_000_000;

/** Reads the texts of sections, each version once. */
export class PassageReader {
  readonly #engine: Engine;
  readonly #alias: string;
  readonly #texts = new Map<SectionId, Passage>();
  #textChars = 0;

  constructor(engine: Engine, alias: string) {
    this.#engine = engine;
    this.#alias = alias;
  }

  async read(ids: readonly SectionId[]): Promise<Passage[]> {
    // Taken first: what is read now may push out what was read before.
    const passages = new Map(ids.flatMap((id) => this.#texts.get(id) ?? []).map((passage) => [passage.id, passage]));
    const missing = ids.filter((id) => !passages.has(id));
    if (missing.length > 0) for (const passage of await this.#ask(missing)) passages.set(passage.id, passage);
    return ids.flatMap((id) => passages.get(id) ?? []);
  }

  async #ask(ids: readonly SectionId[]): Promise<Passage[]> {
    const answer = await this.#engine.send('POST', `/${this.#alias}/_mget`, {
      body: { docs: ids.map((id) => ({ _id: documentOf(id), _source: ['text', 'code'] })) },
      query: { realtime: 'false', filter_path: 'docs.found,docs._id,docs._version,docs._source' },
    });
    const docs = listAt(bodyOf(answer, 'give texts'), 'docs');
    return ids.flatMap((id, i) => {
      const doc = docs[i];
      if (at(doc, 'found') !== true) return [];
      const text = String(at(doc, '_source', 'text') ?? '');
      const code = String(at(doc, '_source', 'code') ?? '');
      const passage = { id, text, code };
      if (id === versionedId(documentOf(id), at(doc, '_version'))) this.#keep(passage);
      return [passage];
    });
  }

  #keep(passage: Passage): void {
    if (this.#textChars >= MAX_TEXT_CHARS) {
      this.#texts.clear();
      this.#textChars = 0;
    }
    this.#texts.set(passage.id, passage);
    this.#textChars += passage.text.length + passage.code.length;
  }
}
