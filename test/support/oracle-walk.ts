import { createHash } from 'node:crypto';
import { Parser } from 'htmlparser2';

/** Requests in flight; a walk of one at a time takes minutes. */
const CLIENTS = 8;
/** Elements whose text nobody reads. */
const SILENT: ReadonlySet<string> = new Set(['script', 'style', 'template']);

/** Elements that lead to pages, given the words of their `rel`. */
const LEADS: Record<string, (rels: readonly string[]) => boolean> = {
  a: () => true,
  area: () => true,
  frame: () => true,
  iframe: () => true,
  link: (rels) => rels.includes('next') || rels.includes('prev'),
};

/** What a plain reader saw at one URL. */
export interface Seen {
  status: number;
  /** Without its parameters. */
  contentType: string;
  /** Where a redirect leads. */
  location: string | undefined;
  noindex: boolean;
  /** Of title and text; '' when there is no text. */
  textHash: string;
}

export interface Walk {
  /** Every URL that was asked for. */
  seen: Map<string, Seen>;
  /** URLs of links that ask not to be followed. */
  nofollowed: Set<string>;
}

interface Read extends Seen {
  links: string[];
  nofollowed: string[];
}

/**
 * An oracle for crawls: every URL of the start's host that links lead to from there, by a breadth-first walk. It shares no code with the
 * crawler: `fetch`, the WHATWG `URL`, and the plainest reading of HTML. URLs are without fragments, as `URL.href` writes them.
 */
export async function walk(start: string): Promise<Walk> {
  const { host, href } = new URL(start);
  const seen = new Map<string, Seen>();
  const shunned = new Set<string>();
  const known = new Set([href]);
  for (let level = [href]; level.length > 0; ) {
    const next: string[] = [];
    const left = level.values();
    const client = async () => {
      for (const url of left) {
        const { links, nofollowed, ...rest } = await read(url);
        seen.set(url, rest);
        for (const link of nofollowed) shunned.add(link);
        for (const link of links) {
          if (known.has(link) || new URL(link).host !== host) continue;
          known.add(link);
          next.push(link);
        }
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    level = next;
  }
  return { seen, nofollowed: shunned };
}

async function read(url: string): Promise<Read> {
  const response = await fetch(url, { redirect: 'manual' });
  const { status, headers } = response;
  const [contentType = ''] = (headers.get('content-type') ?? '').split(';', 1);
  const location = headers.get('location') ?? undefined;
  const head = { status, contentType, location };
  const text = await response.text();
  const nothing = { noindex: false, textHash: '', links: [], nofollowed: [] };
  if (location !== undefined) return { ...head, ...nothing, links: absolute([location], url) };
  if (status !== 200 || contentType !== 'text/html') {
    const textHash = contentType === 'text/plain' ? hashOf(text) : '';
    return { ...head, ...nothing, textHash };
  }
  return { ...head, ...readHtml(text, url) };
}

function readHtml(html: string, url: string): Omit<Read, 'status' | 'contentType' | 'location'> {
  const hrefs: string[] = [];
  const shunned: string[] = [];
  let noindex = false;
  let base = url;
  let text = '';
  let silence = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      silence += SILENT.has(name) ? 1 : 0;
      const { href, src, rel = '', content = '' } = attributes;
      const rels = rel.toLowerCase().split(/\s+/);
      const link = LEADS[name]?.(rels) ? (href ?? src) : undefined;
      if (link !== undefined) (rels.includes('nofollow') ? shunned : hrefs).push(link);
      if (name === 'base' && href !== undefined) base = new URL(href, url).href;
      if (name === 'meta' && attributes['name']?.toLowerCase() === 'robots') noindex ||= /noindex|none/i.test(content);
    },
    ontext(part) {
      if (silence === 0) text += part;
    },
    onclosetag(name) {
      if (SILENT.has(name)) silence -= 1;
    },
  });
  parser.end(html);
  return { links: absolute(hrefs, base), nofollowed: absolute(shunned, base), noindex, textHash: hashOf(text) };
}

function absolute(hrefs: readonly string[], base: string): string[] {
  return hrefs.flatMap((href) => {
    const url = URL.canParse(href, base) ? new URL(href, base) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol)) return [];
    url.hash = '';
    return [url.href];
  });
}

function hashOf(text: string): string {
  const words = text.trim().replace(/\s+/g, ' ');
  return words === '' ? '' : createHash('sha256').update(words).digest('hex');
}
