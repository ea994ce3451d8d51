interface Closable {
  close(): Promise<void>;
}

/** What has been opened, to be closed the last first. */
export class OpenParts {
  readonly #parts: Closable[] = [];

  add<T extends Closable>(part: T): T {
    this.#parts.push(part);
    return part;
  }

  /**
   * Closes every part, whatever becomes of the others: one that stays open keeps its thread, and the process. Rejects as the first that could not be closed.
   */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (let part = this.#parts.pop(); part; part = this.#parts.pop())
      await part.close().catch((cause: unknown) => failures.push(cause));
    if (failures.length > 0) throw failures[0];
  }
}
