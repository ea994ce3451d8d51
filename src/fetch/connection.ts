import type { Socket } from 'node:net';
import { Client, type Dispatcher } from 'undici';

export interface ConnectionLimits {
  maxHeaderBytes: number;
  /** How long an unused connection is kept when the server gives no hint, ms. */
  keepAliveMs: number;
}

/** A connection on which nothing was ever asked is closed after this: undici does not look after it yet. */
const UNUSED_MS = 60_000;

/**
 * One socket with an HTTP/1.1 client of its own. The client gets that socket and never another: where undici would connect
 * anew on its own, the request fails unwritten instead, so nothing is ever written without a permit for it.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #client: Client;
  #isHandedOver = false;

  constructor(socket: Socket, { origin, limits }: { origin: string; limits: ConnectionLimits }) {
    this.#socket = socket;
    socket.setTimeout(UNUSED_MS, () => socket.destroy());
    this.#client = new Client(origin, {
      pipelining: 1,
      allowH2: false,
      maxHeaderSize: limits.maxHeaderBytes,
      // Time is limited by the exchange, to the millisecond; undici's own timers tick twice a second.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: limits.keepAliveMs,
      connect: (_options, callback) => {
        const isFirst = !this.#isHandedOver;
        this.#isHandedOver = true;
        socket.setTimeout(0);
        // Later than this call: undici does not look at its requests again when it is answered at once.
        queueMicrotask(() => (isFirst ? callback(null, socket) : callback(new Error('the connection was lost'), null)));
      },
    });
  }

  /** False once a request can no longer be written: closed by either side, or spoken on before anything was asked. */
  get isAlive(): boolean {
    const { destroyed, readable, writable, readableLength } = this.#socket;
    return !destroyed && readable && writable && (this.#isHandedOver || readableLength === 0);
  }

  /** Calls `handler.onRequestStart` in the tick of writing, or `onResponseError` without it when nothing was written. */
  send(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.#client.dispatch(options, handler);
  }

  /** Resolves when the socket is closed. */
  async destroy(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      if (this.#socket.closed) resolve();
      else this.#socket.once('close', () => resolve());
    });
    this.#socket.destroy();
    await this.#client.destroy();
    await closed;
  }
}
