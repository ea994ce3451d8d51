import type { Connection } from './connection.ts';
import { Gate } from './gate.ts';

/**
 * The connections to one origin. A fetch enters, sees to it that a connection stands, waits for its permit, and only then
 * takes one: the last one used, so that no more are kept than the rate needs and those no longer needed run out.
 *
 * At most `maxConnections` are open: fetches inside are no more than that, each uses or opens one at a time, and
 * an idle one makes room when a further one is opened.
 */
export class ConnectionPool {
  readonly #open: (signal: AbortSignal) => Promise<Connection>;
  readonly #maxConnections: number;
  readonly #gate: Gate;
  /** Last used at the end. */
  #idle: Connection[] = [];
  /** Fetches that use the pool, those still at the gate among them. */
  #users = 0;
  #inside = 0;
  #opening = 0;
  #busy = 0;
  #keepsAlive = true;

  constructor(open: (signal: AbortSignal) => Promise<Connection>, { maxConnections }: { maxConnections: number }) {
    this.#open = open;
    this.#maxConnections = maxConnections;
    this.#gate = new Gate(maxConnections);
  }

  get isUsed(): boolean {
    return this.#users > 0;
  }

  /** Runs `work` as one of the fetches that may use connections. @throws the signal's reason when aborted before */
  async enter<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    this.#users += 1;
    try {
      await this.#gate.enter(signal);
      try {
        this.#inside += 1;
        return await work();
      } finally {
        this.#inside -= 1;
        this.#gate.leave();
      }
    } finally {
      this.#users -= 1;
    }
  }

  /**
   * Resolves when a connection stands that the caller may expect to find idle when its turn comes. A server that closes after
   * every answer needs one for each who waits; elsewhere any will do, as others come back.
   */
  async prepare(signal: AbortSignal): Promise<void> {
    const othersWaiting = this.#inside - this.#busy - this.#opening - 1;
    if (this.#liveIdle().length > (this.#keepsAlive ? 0 : othersWaiting)) return;
    this.#idle.push(await this.#openCounted(signal));
  }

  /** A connection for the caller alone, from the idle ones; undefined when all are gone. */
  takeIdle(): Connection | undefined {
    const connection = this.#liveIdle().pop();
    if (connection) this.#busy += 1;
    return connection;
  }

  /** A new connection for the caller alone. */
  async takeNew(signal: AbortSignal): Promise<Connection> {
    const connection = await this.#openCounted(signal);
    this.#busy += 1;
    return connection;
  }

  giveBack(connection: Connection): void {
    this.#busy -= 1;
    this.#keepsAlive = connection.isAlive;
    if (connection.isAlive) this.#idle.push(connection);
    else void connection.destroy();
  }

  /** Resolves when the idle connections are closed. */
  async closeIdle(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((connection) => connection.destroy()));
  }

  async #openCounted(signal: AbortSignal): Promise<Connection> {
    if (this.#liveIdle().length + this.#busy + this.#opening >= this.#maxConnections)
      void this.#idle.shift()?.destroy();
    this.#opening += 1;
    try {
      return await this.#open(signal);
    } finally {
      this.#opening -= 1;
    }
  }

  #liveIdle(): Connection[] {
    const dead = this.#idle.filter((connection) => !connection.isAlive);
    if (dead.length > 0) {
      this.#idle = this.#idle.filter((connection) => connection.isAlive);
      for (const connection of dead) void connection.destroy();
    }
    return this.#idle;
  }
}
