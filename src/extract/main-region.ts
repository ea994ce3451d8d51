import { isSetAside, type Region, type Totals } from './regions.ts';

/** A declared main region with less than this share of the page's text is not believed. */
const MIN_MAIN_SHARE = 0.2;
/** An article or text body inside becomes the main region when it has this share of the text around it. */
const MIN_BODY_SHARE = 0.6;
/** What a post of a thread says at least, links aside. */
const MIN_POST_CHARS = 20;
/** An article may hold a text body, that another. */
const MAX_ROUNDS = 4;

/** The region that declares itself main, narrowed to an article or text body that has most of it, or to what is around all posts of a thread; else the root. */
export function mainRegion(regions: readonly Region[], { root, totals }: { root: Region; totals: Totals }): Region {
  const charsOf = (region: Region) => totals.chars[region.ordinal] ?? 0;
  const largest = (candidates: Region[]) =>
    candidates.reduce<Region | undefined>(
      (best, one) => (best && charsOf(best) >= charsOf(one) ? best : one),
      undefined,
    );
  let main = root;
  const declared = largest(regions.filter((region) => region.name === 'main' || region.verdict === 'main'));
  if (declared !== undefined && charsOf(declared) >= charsOf(root) * MIN_MAIN_SHARE) main = declared;
  const bodies = regions.filter(
    (region) => (region.name === 'article' && region.verdict !== 'aside') || region.verdict === 'body',
  );
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const candidates = regionsInside(bodies, { regions, main });
    const inside = largest(candidates);
    if (inside === undefined || charsOf(inside) < charsOf(main) * MIN_BODY_SHARE) break;
    // Below its text an article may have a longer list of links to others.
    if (main.isInMain && saidWithin(inside, totals) < saidWithin(main, totals) * MIN_BODY_SHARE) break;
    const posts = postsBeside(inside, { candidates, totals });
    if (posts.length > 0) return regionAround([inside, ...posts]);
    main = inside;
  }
  return main;
}

/** A thread has a text body for each post, all of one kind and equally deep in the page: no one of them is the main text, however long. */
function postsBeside(
  body: Region,
  { candidates, totals }: { candidates: readonly Region[]; totals: Totals },
): Region[] {
  const depth = depthOf(body);
  return candidates.filter(
    (one) =>
      one !== body &&
      one.name === body.name &&
      one.verdict === body.verdict &&
      saidWithin(one, totals) >= MIN_POST_CHARS &&
      depthOf(one) === depth &&
      !isSetAside(one),
  );
}

/** Characters in it that are not those of links. */
function saidWithin({ ordinal }: Region, { chars, linkChars }: Totals): number {
  return (chars[ordinal] ?? 0) - (linkChars[ordinal] ?? 0);
}

function depthOf(region: Region): number {
  let depth = 0;
  for (let at = region.parent; at !== undefined; at = at.parent) depth++;
  return depth;
}

/** The innermost region that holds all of these, which are equally deep. */
function regionAround(regions: readonly [Region, ...Region[]]): Region {
  let around = regions[0];
  let level = new Set<Region>(regions);
  while (level.size > 1) {
    level = new Set([...level].map((region) => region.parent ?? region));
    around = around.parent ?? around;
  }
  return around;
}

function regionsInside(
  candidates: readonly Region[],
  { regions, main }: { regions: readonly Region[]; main: Region },
): Region[] {
  const inside = new Uint8Array(regions.length);
  for (const { ordinal, parent } of regions) {
    if (parent !== undefined && (parent === main || inside[parent.ordinal] === 1)) inside[ordinal] = 1;
  }
  return candidates.filter((region) => inside[region.ordinal] === 1);
}
