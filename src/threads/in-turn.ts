import { Gate } from '../fetch/gate.ts';
import type { Asker } from '../model/asker.ts';

export type InTurn = <T>(work: () => Promise<T>, asker?: Partial<Asker>) => Promise<T>;

/**
 * Runs so many works at a time; of those who wait one of each client in turn. What has been posted to a thread is done whether or not anybody still wants it;
 * what waits here is not begun when its signal is aborted, and rejects with the signal's reason.
 */
export function inTurn(places: number): InTurn {
  const gate = new Gate(places);
  return async (work, { signal = new AbortController().signal, client } = {}) => {
    await gate.enter(signal, client);
    try {
      return await work();
    } finally {
      gate.leave();
    }
  };
}

/** The same object for one of those who share a turn: whoever calls the object itself comes between all their calls, not behind them. */
export function callsInTurn<T extends object>(target: T, { turn, asker }: { turn: InTurn; asker?: Partial<Asker> }): T {
  return new Proxy(target, {
    get: (_target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...args: unknown[]) => turn(async () => Reflect.apply(method, target, args), asker);
    },
  });
}
