/** What keeps other programs away from a data directory. */
interface Lock {
  acquire(): void;
  release(): void;
}

/** A lock for several of one program that need it at the same time: taken with the first, let go with the last. */
export class SharedLock {
  readonly #lock: Lock;
  #holders = 0;

  constructor(lock: Lock) {
    this.#lock = lock;
  }

  /**
   * Whoever calls it holds the lock until it calls what it is given; once counts.
   * Throws what `acquire` throws, and then nothing is held.
   */
  hold(): () => void {
    if (this.#holders === 0) this.#lock.acquire();
    this.#holders++;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holders--;
      if (this.#holders === 0) this.#lock.release();
    };
  }
}
