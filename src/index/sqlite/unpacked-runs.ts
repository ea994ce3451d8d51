import { hash } from 'node:crypto';
import { type Names, type Texts, unpackedNames, unpackedTexts } from './packing.ts';

/** Runs that are kept: their names, of some 3,000 characters each, and their texts, of up to 24,000. */
const MAX_NAMES = 2000;
const MAX_TEXTS = 1200;

/**
 * Runs unpacked before, from one state of the index to the next: while a crawl goes on there is a new one every second, and most runs are what they were. What
 * was unpacked holds for the same bytes alone, wherever they are: versions of a manual have many pages in common.
 */
export class UnpackedRuns {
  readonly #names = new Unpacked<Names>(unpackedNames, MAX_NAMES);
  readonly #texts = new Unpacked<Texts>(unpackedTexts, MAX_TEXTS);

  /** @param first row id of the run */
  names(first: number, bytes: Uint8Array): Names {
    return this.#names.of(first, bytes);
  }

  texts(first: number, bytes: Uint8Array): Texts {
    return this.#texts.of(first, bytes);
  }
}

class Unpacked<T> {
  readonly #unpack: (bytes: Uint8Array) => T;
  readonly #capacity: number;
  /** By row id: to compare bytes is quicker than to hash them. */
  readonly #byRun = new Map<number, { bytes: Uint8Array; value: T }>();
  readonly #byContent = new Map<string, T>();

  constructor(unpack: (bytes: Uint8Array) => T, capacity: number) {
    this.#unpack = unpack;
    this.#capacity = capacity;
  }

  of(first: number, bytes: Uint8Array): T {
    const known = this.#byRun.get(first);
    if (known !== undefined && Buffer.compare(known.bytes, bytes) === 0) return known.value;
    const content = hash('sha1', bytes, 'base64');
    const value = this.#byContent.get(content) ?? this.#unpack(bytes);
    for (const map of [this.#byRun, this.#byContent]) if (map.size >= this.#capacity) map.clear();
    this.#byRun.set(first, { bytes, value });
    this.#byContent.set(content, value);
    return value;
  }
}
