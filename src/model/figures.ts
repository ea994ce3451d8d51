/** A whole number as people read it: `12,345`. */
export function count(n: number): string {
  return n.toLocaleString('en-US');
}

/** `1 page`, `2 pages`. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** `12.3 MiB`. */
export function inMib(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MiB`;
}

/** To two decimals. */
export function rounded(n: number): number {
  return Math.round(n * 100) / 100;
}

/** ISO 8601, UTC. @param ms since the epoch */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

export function isoTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}
