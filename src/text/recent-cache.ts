/**
 * Keeps what was asked for lately, between `capacity` and twice as many: when the newer half is full, the older one goes. To keep an order of
 * use would cost more than what is cached here, and to empty all at once loses what comes up on every page.
 */
export class RecentCache<V> {
  readonly #capacity: number;
  #newer = new Map<string, V>();
  #older = new Map<string, V>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: string): V | undefined {
    const known = this.#newer.get(key);
    if (known !== undefined) return known;
    const older = this.#older.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  set(key: string, value: V): void {
    if (this.#newer.size >= this.#capacity) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    this.#newer.set(key, value);
  }

  /** What is kept under the key, made when nothing is. */
  getOrMake(key: string, make: () => V): V {
    const known = this.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.set(key, made);
    return made;
  }
}
