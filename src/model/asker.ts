/** Who waits for an answer. */
export interface Asker {
  /** Aborted when nobody waits any more. */
  signal: AbortSignal;
  /** The same for all that one client asks: where many wait, clients have their answers in turn. */
  client: string;
}
