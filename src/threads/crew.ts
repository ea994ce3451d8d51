import { Fault } from '../model/errors.ts';

interface Closable {
  close(): Promise<void>;
}

export interface CrewOptions<T> {
  /** Starts a thread; `ended` is to be called when it ends by itself. */
  start: (ended: () => void) => Promise<T>;
  /** Threads at most. */
  threads: number;
  /** Calls that one thread takes well at a time: when all have so many, another one is started. */
  callsEach: number;
}

interface Member<T> {
  thread: T;
  calls: number;
}

/**
 * Threads that do the same work, as many as are needed: the first starts with the first call, another one when all are busy. A call goes to the thread that
 * has the fewest. One that ends unexpectedly fails its calls, and another one takes its place when it is needed.
 */
export class Crew<T extends Closable> {
  readonly #options: CrewOptions<T>;
  readonly #members = new Set<Member<T>>();
  #starting: Promise<Member<T>> | undefined;
  #isClosed = false;

  constructor(options: CrewOptions<T>) {
    this.#options = options;
  }

  /** Does the work with one of the threads. Rejects as the work does, or as the start of the first thread; the next call tries to start it again. */
  async run<R>(work: (thread: T) => Promise<R>): Promise<R> {
    if (this.#isClosed) throw new Fault('internal', 'The threads have been closed.');
    const member = this.#leastBusy() ?? (await this.#started());
    member.calls += 1;
    try {
      return await work(member.thread);
    } finally {
      member.calls -= 1;
    }
  }

  #leastBusy(): Member<T> | undefined {
    let least: Member<T> | undefined;
    for (const member of this.#members) if (least === undefined || member.calls < least.calls) least = member;
    const { callsEach, threads } = this.#options;
    // Nobody waits for it: until it is there the others do the work.
    if (least !== undefined && least.calls >= callsEach && this.#members.size < threads)
      this.#started().catch(() => undefined);
    return least;
  }

  /** One that is on its way. */
  #started(): Promise<Member<T>> {
    this.#starting ??= this.#start().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async #start(): Promise<Member<T>> {
    let hasEnded = false;
    let member: Member<T> | undefined;
    const thread = await this.#options.start(() => {
      hasEnded = true;
      if (member !== undefined) this.#members.delete(member);
    });
    member = { thread, calls: 0 };
    if (!hasEnded) this.#members.add(member);
    return member;
  }

  /** After the calls that were made before. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#starting?.catch(() => undefined);
    await Promise.all([...this.#members].map(({ thread }) => thread.close()));
  }
}
