import { getPriority, setPriority } from 'node:os';

/** Steps of nice(2) below the other threads of the program: about a tenth of their share while they want to run. */
const NICE_STEPS = 10;
const LOWEST = 19;

/**
 * The calling thread lets those go first that somebody waits for: the event loop and the searches. It still has all that they leave.
 * Linux alone has a priority for each thread (setpriority(2), NOTES); elsewhere it would be that of the whole program, so nothing is done there.
 */
export function yieldToOthers(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, Math.min(LOWEST, getPriority(0) + NICE_STEPS));
  } catch {
    // A sandbox may forbid it: work goes on at the same priority.
  }
}
