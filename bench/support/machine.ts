import os from 'node:os';

/** First line of every benchmark: figures mean little without it. */
export function machineLine(): string {
  const load = os.loadavg()[0]?.toFixed(1);
  return `Node ${process.version}, ${os.cpus().length} x ${os.cpus()[0]?.model}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, load ${load}`;
}

export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}
