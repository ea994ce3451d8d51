import type { Candidate } from '../index/search-index.ts';

/** The page's URL with the section's anchor as a fragment (RFC 3986, section 3.5). */
export function addressOf({ url, anchor }: Pick<Candidate, 'url' | 'anchor'>): string {
  if (anchor === '') return url;
  const fragment = encodeURIComponent(anchor.toWellFormed()).replace(
    /%(?:2F|3F|3A|40|21|24|26|27|28|29|2A|2B|2C|3B|3D)/g,
    decodeURIComponent,
  );
  return `${url}#${fragment}`;
}
