/** A power of two. */
const BITS = 2 ** 17;
/** With a quarter of the bits set, one newcomer in four is taken for one that was here. */
const MAX_SET = BITS / 4;

/**
 * Tells what comes for the first time from what has come before, by a bit of its hash: half of all different words of a site come once, and to keep those in
 * a cache costs more than they are worth. From time to time it forgets all. (Einziger, Friedman, Manes, "TinyLFU", 2017, section 3.4.2.)
 */
export class Doorkeeper {
  readonly #seen = new Uint8Array(BITS / 8);
  #set = 0;

  /** @param hash an integer of 32 bits */
  knows(hash: number): boolean {
    const bit = (hash ^ (hash >>> 15)) & (BITS - 1);
    const [at, mask] = [bit >>> 3, 1 << (bit & 7)];
    const byte = this.#seen[at] ?? 0;
    if ((byte & mask) !== 0) return true;
    if (this.#set === MAX_SET) this.#forget();
    this.#seen[at] = (this.#seen[at] ?? 0) | mask;
    this.#set += 1;
    return false;
  }

  #forget(): void {
    this.#seen.fill(0);
    this.#set = 0;
  }
}
