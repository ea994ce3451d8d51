import { compareVersions } from '../model/url-directories.ts';

interface Ranked {
  score: number;
  sections: readonly { candidate: { url: string } }[];
}

/** A number with a dot: 3.11, 2.0.1. */
const VERSION = /(?<!\d)\d+(?:\.\d+)+/;
const ALL_VERSIONS = new RegExp(VERSION, 'g');
/** Pages that answer at least so well beside the best of their kind are taken as equals. */
const EQUAL_SHARE = 0.8;

/**
 * Of pages whose addresses differ only in a version number, such as what is new in 3.11 and in 3.2, and which answer about as well, the newest comes
 * first: they exchange their places, and no other page moves. Who names the version of one of them means that one.
 */
export function newestFirst<P extends Ranked>(pages: readonly P[], query: string): P[] {
  const ordered = [...pages];
  const asked = new Set(query.match(ALL_VERSIONS) ?? []);
  for (const places of equalsOf(pages)) {
    const equals = places.flatMap((place) => pages[place] ?? []);
    if (equals.some((page) => asked.has(versionOf(page)))) continue;
    const byVersion = equals.sort((a, b) => compareVersions(versionOf(a), versionOf(b)));
    for (const [i, place] of places.entries()) {
      const [page, score] = [byVersion[i], pages[place]?.score];
      if (page !== undefined && score !== undefined) ordered[place] = { ...page, score };
    }
  }
  return ordered;
}

/** Places of pages that are equals, the best first. */
function equalsOf(pages: readonly Ranked[]): number[][] {
  const kinds = new Map<string, { bestScore: number; places: number[] }>();
  for (const [place, page] of pages.entries()) {
    const { origin, path } = addressOf(page);
    if (!VERSION.test(path)) continue;
    const kind = origin + path.replace(VERSION, '');
    const { bestScore, places } = kinds.get(kind) ?? { bestScore: page.score, places: [] };
    if (page.score >= EQUAL_SHARE * bestScore) places.push(place);
    kinds.set(kind, { bestScore, places });
  }
  return [...kinds.values()].map(({ places }) => places);
}

/** The numbers of a host are no version. */
function addressOf(page: Ranked): { origin: string; path: string } {
  const url = page.sections[0]?.candidate.url ?? '';
  const [origin = ''] = /^\w+:\/\/[^/]*/.exec(url) ?? [];
  return { origin, path: url.slice(origin.length) };
}

function versionOf(page: Ranked): string {
  return VERSION.exec(addressOf(page).path)?.[0] ?? '';
}
