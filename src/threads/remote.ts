import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type MessagePort, parentPort, type ResourceLimits, Worker, workerData } from 'node:worker_threads';
import { Fault, type FaultCode } from '../model/errors.ts';
import { ownMemory } from './own-memory.ts';

/** Every method of a port returns a promise, so a port can be used across a thread as it is. */
type Methods = Record<string, (...args: never[]) => unknown>;

interface Call {
  id: number;
  method: string;
  args: unknown[];
}

type Reply = { id: number; value: unknown } | { id: number; error: PostedError };

interface PostedError {
  name: string;
  message: string;
  code: FaultCode | undefined;
  stack: string | undefined;
}

const READY = 0;

export interface ThreadOptions<T> {
  data: unknown;
  maxHeapMib: number;
  /** By method: bytes in its arguments that no caller uses afterwards. They are moved into the thread; all else is copied. */
  handsOver?: { [M in keyof T]?: T[M] extends (...args: infer A) => unknown ? (...args: A) => Uint8Array[] : never };
  /** Called when the thread has ended, closed or not: no call is answered any more. */
  onEnd?: () => void;
}

/** In the thread: makes the object from the thread's data and answers calls of its methods, in the order in which they come. */
export async function serveThread<D>(make: (data: D) => Promise<object> | object): Promise<void> {
  const port = parentPort;
  if (!port) throw new TypeError('serveThread() is for worker threads');
  const target = await reply(port, READY, async () => make(workerData)).catch(() => undefined);
  if (target === undefined) return port.close();
  port.on('message', ({ id, method, args }: Call) => {
    const work = async () => (target as Methods)[method]?.(...(args as never[]));
    const done = method === 'close' ? () => port.close() : () => undefined;
    reply(port, id, work).then(done, () => undefined);
  });
}

async function reply<T>(port: MessagePort, id: number, work: () => Promise<T>): Promise<T> {
  try {
    const value = await work();
    port.postMessage({ id, value: id === READY ? null : value } satisfies Reply);
    return value;
  } catch (cause) {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    port.postMessage({
      id,
      error: {
        name: error.name,
        message: error.message,
        code: cause instanceof Fault ? cause.code : undefined,
        stack: error.stack,
      },
    } satisfies Reply);
    throw cause;
  }
}

/**
 * Starts a thread and resolves with a stand-in for the object made there: each call is posted, each promise settles with the answer.
 * Faults keep their code, RangeError and TypeError their class. When the thread dies, all that is open and all that comes later rejects. `name` is a file
 * of this folder without its ending.
 */
export async function startThread<T extends object>(
  name: string,
  { data, maxHeapMib, handsOver, onEnd }: ThreadOptions<T>,
): Promise<T> {
  const worker = new Worker(new URL(moduleUrl(name)), {
    workerData: data,
    name,
    resourceLimits: heapLimits(maxHeapMib),
  });
  const open = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = READY;
  let dead: Fault | undefined;
  const die = (cause: unknown) => {
    if (dead) return;
    dead = new Fault('internal', `The ${name} has ended unexpectedly.`, { cause });
    for (const { reject } of open.values()) reject(dead);
    open.clear();
    onEnd?.();
  };
  worker.on('error', die);
  worker.on('exit', die);
  worker.on('message', (message: Reply) => {
    const waiting = open.get(message.id);
    open.delete(message.id);
    if ('error' in message) waiting?.reject(revive(message.error));
    else waiting?.resolve(message.value);
    if (open.size === 0) worker.unref();
  });
  const moved = handsOver as Record<string, ((...args: unknown[]) => Uint8Array[]) | undefined> | undefined;
  const bytesOf = ({ method, args }: Call) => moved?.[method]?.(...args) ?? [];
  const post = async (id: number, call?: Call): Promise<unknown> => {
    if (dead) throw dead;
    if (call) worker.postMessage(call, ownMemory(...bytesOf(call))); // throws when an argument cannot be posted
    const waiting = Promise.withResolvers<unknown>();
    open.set(id, waiting);
    worker.ref();
    return waiting.promise;
  };
  await post(READY);
  return new Proxy({} as T, {
    get: (_target, method) => {
      if (typeof method !== 'string' || method === 'then') return undefined;
      return (...args: unknown[]) => {
        lastId += 1;
        const answer = post(lastId, { id: lastId, method, args });
        answer.catch(() => undefined); // of a call that nobody waits for: those that are waited for tell what is wrong
        return answer;
      };
    },
  });
}

/** Of a thread. With a small young heap short-lived garbage goes early, and no thread holds much of it. */
export function heapLimits(maxHeapMib: number): ResourceLimits {
  return { maxOldGenerationSizeMb: maxHeapMib, maxYoungGenerationSizeMb: 16 };
}

/** What a caller did wrong is told by the class of the error. */
const MISUSE = new Map([
  ['RangeError', RangeError],
  ['TypeError', TypeError],
]);

function revive({ name, message, code, stack }: PostedError): Error {
  const error = code ? new Fault(code, message) : new (MISUSE.get(name) ?? Error)(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}

/** The module's file: TypeScript in the repository, JavaScript in the package. */
export function moduleUrl(name: string, base: string = import.meta.url): string {
  const source = new URL(`./${name}.ts`, base);
  return existsSync(fileURLToPath(source)) ? source.href : new URL(`./${name}.js`, base).href;
}
