/** Where the FNV-1a hash of a text begins (Fowler, Noll, Vo; 32 bits). */
export const FNV_START = 0x811c9dc5;

/** One step of it, over a UTF-16 code unit. The result is a signed 32-bit number. */
export function fnvStep(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

/** The hash of a text, a signed 32-bit number. */
export function fnvHash(text: string): number {
  let hash = FNV_START;
  for (let i = 0; i < text.length; i++) hash = fnvStep(hash, text.charCodeAt(i));
  return hash;
}
