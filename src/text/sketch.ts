/** Values a sketch keeps: enough to tell half from nearly all, in half a kilobyte a page. */
const SIZE = 128;
/** Consecutive words that are one feature of a text. */
const SHINGLE_WORDS = 3;
const BYTES_OF_A_VALUE = 4;
const WORD = /[\p{L}\p{N}_]+/gu;

/**
 * A short summary of a text, to be compared with that of another: the smallest hash values of its runs of three words, as 32-bit numbers in
 * ascending order, at most 512 bytes. Equal for equal words, whatever stands between them. (Broder, "On the resemblance and containment of
 * documents", 1997.)
 */
export function sketchText(text: string): Uint8Array {
  const words = (text.toLowerCase().match(WORD) ?? []).map(hashWord);
  const values = new Uint32Array(Math.max(words.length - SHINGLE_WORDS + 1, Math.min(words.length, 1)));
  for (const i of values.keys())
    for (let at = i; at < Math.min(i + SHINGLE_WORDS, words.length); at++)
      values[i] = mix(values[i] ?? 0, words[at] ?? 0);
  const kept = values
    .sort()
    .filter((value, i, all) => i === 0 || value !== all[i - 1])
    .slice(0, SIZE);
  const view = new DataView(new ArrayBuffer(kept.length * BYTES_OF_A_VALUE));
  for (const [i, value] of kept.entries()) view.setUint32(i * BYTES_OF_A_VALUE, value);
  return new Uint8Array(view.buffer);
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

/** FNV-1a over UTF-16 code units. */
function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Depends on the order; the last steps spread the bits (the finalizer of MurmurHash3), as the smallest values must be a fair sample. */
function mix(hash: number, word: number): number {
  let mixed = Math.imul(hash, 31) + word;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
