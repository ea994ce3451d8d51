import type { Discovery, PackedDiscoveries } from './crawl-store.ts';

export function packDiscoveries(discoveries: readonly Discovery[]): PackedDiscoveries {
  return JSON.stringify(discoveries);
}

export function unpackDiscoveries(discoveries: readonly Discovery[] | PackedDiscoveries): readonly Discovery[] {
  return typeof discoveries === 'string' ? JSON.parse(discoveries) : discoveries;
}
