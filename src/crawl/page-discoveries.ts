import type { ExtractedPage } from '../model/page.ts';
import type { Discovery } from '../store/crawl-store.ts';
import { type Admission, admission } from './admission.ts';

/** One discovery per URL, whatever number of links leads there; a link that may be followed beats one that may not. */
export function discoveriesOf(
  page: ExtractedPage,
  limits: Omit<Admission, 'isFollowed'> & {
    /** The headers of the answer ask to follow no link. */
    nofollow: boolean;
    url: string;
    canonicalUrl: string | undefined;
  },
): Discovery[] {
  const byUrl = new Map<string, Discovery>();
  for (const { url, fragment, text, nofollow } of page.outlinks) {
    const known = byUrl.get(url);
    const isFollowed = !nofollow && !page.nofollow && !limits.nofollow;
    if (known && (known.reason !== 'nofollow' || !isFollowed)) known.links.push({ fragment, text });
    else
      byUrl.set(url, {
        url,
        links: [...(known?.links ?? []), { fragment, text }],
        depth: limits.depth,
        hops: 0,
        ...admission(url, { ...limits, isFollowed }),
      });
  }
  const { canonicalUrl } = limits;
  if (canonicalUrl !== undefined && canonicalUrl !== limits.url)
    byUrl.set(
      canonicalUrl,
      canonicalDiscovery(canonicalUrl, { ...limits, links: byUrl.get(canonicalUrl)?.links ?? [] }),
    );
  return [...byUrl.values()];
}

/** The canonical URL of a page stands in its place: as near to the seeds, and no link that might ask not to be followed. */
function canonicalDiscovery(
  url: string,
  { depth, links, ...limits }: Omit<Admission, 'isFollowed'> & { links: Discovery['links'] },
): Discovery {
  const own = depth - 1;
  return { url, links, depth: own, hops: 0, ...admission(url, { ...limits, depth: own }) };
}
