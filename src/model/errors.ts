/**
 * Faults: what went wrong, and what follows from it. The code fixes the remedy, so that nobody has to guess
 * from a message. Expected outcomes (a 404, a refusal by robots.txt) are values, not faults.
 */
export type Remedy = 'retry-later' | 'skip-page' | 'stop';

const FAULTS = {
  usage: { remedy: 'stop', exitCode: 2 },
  'not-a-url': { remedy: 'stop', exitCode: 2 },
  'settings-invalid': { remedy: 'stop', exitCode: 2 },
  'data-unreadable': { remedy: 'stop', exitCode: 1 },
  'data-newer': { remedy: 'stop', exitCode: 1 },
  'data-in-use': { remedy: 'stop', exitCode: 1 },
  'seed-unreachable': { remedy: 'stop', exitCode: 1 },
  'port-taken': { remedy: 'stop', exitCode: 1 },
  'store-failed': { remedy: 'stop', exitCode: 1 },
  'index-unavailable': { remedy: 'retry-later', exitCode: 1 },
  /** The search engine cannot be used as --index and its companions say: only the operator can mend that. */
  'index-refused': { remedy: 'stop', exitCode: 2 },
  'extract-failed': { remedy: 'skip-page', exitCode: 1 },
  internal: { remedy: 'stop', exitCode: 1 },
} as const satisfies Record<string, { remedy: Remedy; exitCode: number }>;

export type FaultCode = keyof typeof FAULTS;

/** A fault with a message for a person: what is wrong and what to change. */
export class Fault extends Error {
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'Fault';
    this.code = code;
  }

  get remedy(): Remedy {
    return FAULTS[this.code].remedy;
  }

  get exitCode(): number {
    return FAULTS[this.code].exitCode;
  }
}

/** What a thrown value says; JavaScript may throw anything. */
export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
