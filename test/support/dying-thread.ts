import { serveThread } from '../../src/threads/remote.ts';

export interface Dying {
  echo(value: unknown): Promise<unknown>;
  never(): Promise<void>;
  fail(): Promise<void>;
  exit(): Promise<void>;
  throwLater(): Promise<void>;
  close(): Promise<void>;
}

/** A thread that ends in the ways in which threads end unexpectedly. */
await serveThread(() => ({
  echo: async (value: unknown) => value,
  never: () => new Promise(() => undefined),
  fail: async () => {
    throw new TypeError('wrong use');
  },
  exit: () => {
    process.exit(3);
  },
  throwLater: () => {
    setImmediate(() => {
      throw new Error('nobody catches this');
    });
    return new Promise(() => undefined);
  },
  close: async () => undefined,
}));
