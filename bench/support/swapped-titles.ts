import { seededRandom } from '../../test/support/seeded-random.ts';

/** A row of a query set: what is asked for, and more that stays as it is. */
interface Row {
  q: string;
}

const SEED = 1;

/**
 * As many of the rows as asked for, spread evenly over all, two neighbouring letters of one word of each query swapped.
 * The word has five letters or more and keeps its first, as most slips do; a query without such a word is left out.
 */
export function swappedTitles<R extends Row>(rows: readonly R[], count: number): R[] {
  const random = seededRandom(SEED);
  const possible = rows.filter(({ q }) => placesIn(q).length > 0);
  const step = possible.length / Math.min(count, possible.length);
  return Array.from({ length: Math.min(count, possible.length) }, (_, index) => {
    const row = possible[Math.floor(index * step)] as R;
    const places = placesIn(row.q);
    const place = places[Math.floor(random() * places.length)] as number;
    return { ...row, q: swappedAt(row.q, place) };
  });
}

/** Where a letter and the next one differ, both inside a long word. */
function placesIn(query: string): number[] {
  return [...query.matchAll(/\p{L}{5,}/gu)].flatMap((word) =>
    Array.from({ length: word[0].length - 2 }, (_, index) => word.index + 1 + index).filter(
      (place) => query[place]?.toLowerCase() !== query[place + 1]?.toLowerCase(),
    ),
  );
}

function swappedAt(query: string, place: number): string {
  return `${query.slice(0, place)}${query[place + 1]}${query[place]}${query.slice(place + 2)}`;
}
