import { FNV_START, fnvStep } from './fnv.ts';

/** Values a sketch keeps: enough to tell half from nearly all, in half a kilobyte a page. */
const SIZE = 128;
/** Consecutive words that are one feature of a text. */
const SHINGLE_WORDS = 3;
/** With what stands between it and the next one. */
const CHARACTERS_OF_A_WORD = 6;
const BYTES_OF_A_VALUE = 4;
const WORD_CHARACTER = /[\p{L}\p{M}\p{N}_\p{Cs}]/u;

/**
 * A short summary of a text, to be compared with that of another: the smallest hash values of its runs of three words, as 32-bit numbers in
 * ascending order, at most 512 bytes. Equal for equal words, whatever stands between them. (Broder, "On the resemblance and containment of
 * documents", 1997.)
 */
export function sketchText(text: string): Uint8Array {
  const lower = text.toLowerCase();
  // Of the values of a text this long, some four times as many as are wanted lie below this one: to gather and sort all would cost more.
  const enough = Math.min(2 ** 32, (2 ** 32 * 4 * SIZE * CHARACTERS_OF_A_WORD) / lower.length);
  const low = distinct(runHashes(lower, enough));
  const kept = (low.length < SIZE && enough < 2 ** 32 ? distinct(runHashes(lower, 2 ** 32)) : low).slice(0, SIZE);
  const view = new DataView(new ArrayBuffer(kept.length * BYTES_OF_A_VALUE));
  for (const [i, value] of kept.entries()) view.setUint32(i * BYTES_OF_A_VALUE, value);
  return new Uint8Array(view.buffer);
}

/** In ascending order. */
function distinct(values: readonly number[]): Uint32Array {
  return Uint32Array.from(values)
    .sort()
    .filter((value, i, all) => i === 0 || value !== all[i - 1]);
}

/** A value for every run of three words, or one for all of a text with fewer: those that are smaller than `below`. */
function runHashes(text: string, below: number): number[] {
  const values: number[] = [];
  const add = (first: number, second: number, third: number) => {
    const value = mix(mix(mix(0, first), second), third);
    if (value < below) values.push(value);
  };
  let words = 0;
  let before = 0;
  let last = 0;
  for (let at = 0; at < text.length; at++) {
    const start = at;
    let hash = FNV_START;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (!isInWord(code)) break;
      hash = fnvStep(hash, code);
    }
    if (at === start) continue;
    words += 1;
    const word = hash >>> 0;
    if (words >= SHINGLE_WORDS) add(before, last, word);
    before = last;
    last = word;
  }
  if (words === 1) add(last, 0, 0);
  if (words === 2) add(before, last, 0);
  return values;
}

/** What is known of a code unit: 0 nothing yet, 1 part of a word, 2 not. A regular expression a character costs ten times as much. */
const known = new Uint8Array(0x1_0000);

function isInWord(code: number): boolean {
  if (known[code] === 0) known[code] = WORD_CHARACTER.test(String.fromCharCode(code)) ? 1 : 2;
  return known[code] === 1;
}

/** How many features a sketch has kept, 0 to 128: with few of them a likeness says little. */
export function sketchSize(sketch: Uint8Array): number {
  return sketch.length / BYTES_OF_A_VALUE;
}

/**
 * Of all features of two texts, the share that both have, 0 to 1: estimated from their sketches, exact for texts shorter than a sketch. 0 when
 * one of them is empty.
 */
export function resemblance(a: Uint8Array, b: Uint8Array): number {
  const [first, second] = [new Set(valuesOf(a)), new Set(valuesOf(b))];
  if (first.size === 0 || second.size === 0) return 0;
  const all = [...new Set([...first, ...second])].sort((x, y) => x - y).slice(0, SIZE);
  return all.filter((value) => first.has(value) && second.has(value)).length / all.length;
}

function valuesOf(sketch: Uint8Array): number[] {
  const view = new DataView(sketch.buffer, sketch.byteOffset, sketch.byteLength);
  return Array.from({ length: sketchSize(sketch) }, (_, i) => view.getUint32(i * BYTES_OF_A_VALUE));
}

/** Depends on the order; the last steps spread the bits (the finalizer of MurmurHash3), as the smallest values must be a fair sample. */
function mix(hash: number, word: number): number {
  let mixed = Math.imul(hash, 31) + word;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
