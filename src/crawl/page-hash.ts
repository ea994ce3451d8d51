import { createHash } from 'node:crypto';
import type { ExtractedPage } from '../model/page.ts';
import { withoutQuery } from '../model/url.ts';

/** Characters. A shorter text alone says too little about whether its page is the same as another. */
export const SHORT_TEXT = 500;

/**
 * Equal for pages that say the same, in whatever order: a list sorted by another column is the same page. The title counts, and with little text the links
 * too, so that stubs and lists stay apart; not those to the page itself, as they are the orders. Links count without case: some servers do
 * without it, and their pages link to themselves and to others in several spellings.
 */
export function contentHashOf({ title, text, outlinks }: ExtractedPage, url: string): string {
  const hash = createHash('sha256').update(title);
  const lines = text.split('\n').map((line) => line.trim());
  for (const line of lines.sort()) hash.update(`\n${line}`);
  if (text.length < SHORT_TEXT) {
    const addressOf = (some: string) => withoutQuery(some).toLowerCase();
    const others = outlinks.filter((link) => addressOf(link.url) !== addressOf(url));
    const links = others.map((other) => `${other.url}#${other.fragment}`.toLowerCase());
    for (const link of links.sort()) hash.update(`\n${link}`);
  }
  return hash.digest('base64url').slice(0, 22);
}

/** Links from a seed. So far away only rows of pages without end are left: months, numbers of a list. */
const FAR = 50;

/** What a page says, links apart. Far from the seeds its numbers say nothing: they are all that tells one empty month from the next. */
export function wordingOf(
  { title, text }: ExtractedPage,
  { depth, contentHash }: { depth: number; contentHash: string },
): string {
  if (depth <= FAR && text.length >= SHORT_TEXT) return contentHash; // which is that of the same words
  const words = `${title}\n${text}`;
  const said = depth > FAR ? words.replace(/\d+/g, '') : words;
  return createHash('sha256').update(said).digest('base64url').slice(0, 22);
}
