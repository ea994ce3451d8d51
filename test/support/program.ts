import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A program that runs, with what it has printed so far. */
export interface Running {
  child: ChildProcess;
  output: () => string;
  /** Resolves with the first match of the output; rejects when the program ends or the time is up without one. */
  printed: (pattern: RegExp, timeoutMs?: number) => Promise<RegExpExecArray>;
  /** Resolves when the program has ended. */
  ended: Promise<{ code: number | null; output: string }>;
}

/** Starts a program without a terminal; standard output and error come as one text. */
export function start(
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Running {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const more = new EventTarget();
  const add = (chunk: Buffer) => {
    text += chunk.toString();
    more.dispatchEvent(new Event('text'));
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  const ended = once(child, 'close').then(([code]) => ({ code, output: text }));
  const printed = async (pattern: RegExp, timeoutMs = 60_000) => {
    const deadline = AbortSignal.timeout(timeoutMs);
    for (;;) {
      const match = pattern.exec(text);
      if (match) return match;
      const outcome = await Promise.race([
        once(more, 'text', { signal: deadline }),
        ended.then(() => 'ended' as const),
      ]);
      if (outcome === 'ended' && !pattern.test(text)) throw new Error(`ended without printing ${pattern}:\n${text}`);
    }
  };
  return { child, output: () => text, printed, ended };
}

/** Runs a program to its end. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<{ code: number | null; output: string }> {
  return start(command, args, options).ended;
}
