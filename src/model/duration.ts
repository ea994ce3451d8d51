const UNITS_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of a time such as `60s`, `30m`, `6h` or `7d`; undefined for what is none. */
export function parseDurationMs(text: string): number | undefined {
  const match = /^(\d{1,6})([smhd])$/.exec(text.trim());
  const [, amount, unit] = match ?? [];
  if (amount === undefined || (unit !== 's' && unit !== 'm' && unit !== 'h' && unit !== 'd')) return undefined;
  return Number(amount) * UNITS_MS[unit];
}
