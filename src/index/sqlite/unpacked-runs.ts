import { type Names, type Texts, unpackedNames, unpackedTexts } from './packing.ts';

/** Runs that are kept: their names, of some 3,000 characters each, and their texts, of up to 24,000. */
const MAX_NAMES = 2000;
const MAX_TEXTS = 1200;

interface Unpacked<T> {
  bytes: Uint8Array;
  value: T;
}

/**
 * Runs unpacked before, from one state of the index to the next: while a crawl goes on there is a new one every second, and most runs are what they were. What
 * was unpacked holds for the same bytes alone.
 */
export class UnpackedRuns {
  readonly #names = new Map<number, Unpacked<Names>>();
  readonly #texts = new Map<number, Unpacked<Texts>>();

  /** @param first row id of the run */
  names(first: number, bytes: Uint8Array): Names {
    return unpackedOnce(this.#names, { first, bytes, unpack: unpackedNames, capacity: MAX_NAMES });
  }

  texts(first: number, bytes: Uint8Array): Texts {
    return unpackedOnce(this.#texts, { first, bytes, unpack: unpackedTexts, capacity: MAX_TEXTS });
  }
}

function unpackedOnce<T>(
  kept: Map<number, Unpacked<T>>,
  run: { first: number; bytes: Uint8Array; unpack: (bytes: Uint8Array) => T; capacity: number },
): T {
  const known = kept.get(run.first);
  if (known !== undefined && Buffer.compare(known.bytes, run.bytes) === 0) return known.value;
  const value = run.unpack(run.bytes);
  if (kept.size >= run.capacity) kept.clear();
  kept.set(run.first, { bytes: run.bytes, value });
  return value;
}
