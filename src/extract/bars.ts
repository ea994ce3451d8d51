import { type Block, saidIn } from './block.ts';
import type { Region } from './regions.ts';

/** A block with this much text outside of links is running text. */
const MIN_RUNNING_CHARS = 80;

type Place = Region | 'aside' | 'elsewhere';

/**
 * Sets bars of buttons, advertisements and the like aside; but those with running text in them are called so by mistake where all of them
 * have more of it than what is left of the page.
 */
export function weighBars(blocks: readonly Block[], regions: readonly Region[]): void {
  const bars = regions.filter(({ verdict }) => verdict === 'bar');
  if (bars.length === 0) return;
  const places = outermostBars(regions);
  const running = new Map<Place, number>();
  for (const block of blocks) {
    const chars = saidIn(block);
    const place = places[block.region.ordinal];
    if (chars >= MIN_RUNNING_CHARS && place !== undefined) running.set(place, (running.get(place) ?? 0) + chars);
  }
  const inBars = bars.reduce((chars, bar) => chars + (running.get(bar) ?? 0), 0);
  const isMistaken = inBars > (running.get('elsewhere') ?? 0);
  for (const bar of bars) bar.verdict = isMistaken && running.has(bar) ? 'none' : 'aside';
}

/** By the ordinal of a region, the bar it is part of, if it is of one. */
function outermostBars(regions: readonly Region[]): Place[] {
  const places: Place[] = [];
  for (const region of regions) {
    const outer = (region.parent && places[region.parent.ordinal]) ?? 'elsewhere';
    if (region.verdict === 'aside') places.push('aside');
    else places.push(region.verdict === 'bar' && outer === 'elsewhere' ? region : outer);
  }
  return places;
}
