import type { ExtractedPage, Section } from '../model/page.ts';
import { MAX_SECTIONS, MAX_TEXT_CHARS } from './limits.ts';
import { LinkCollector } from './links.ts';
import { MAX_HEADING_CHARS } from './open-heading.ts';
import { partsOfText } from './parts.ts';
import { cut, squeeze } from './white-space.ts';

const MAX_TITLE_CHARS = 200;
/** Longer lines are text without markup that matters, and no pattern is tried on them. */
const MAX_MARKUP_CHARS = 20_000;
/** What formatted manual pages strike over: the same letter for bold, a line for italics. */
const OVERSTRUCK = /[^\b\n][\b]/g;
/** Markdown's `# Heading`. */
const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*)$/s;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const LINK = /!?\[([^[\]\n]{0,300})\]\(<?([^\s()<>]{1,2000})>?(?:[ \t]"[^"\n]{0,300}")?\)/g;

/**
 * Reads plain text, and as much of Markdown as shows in it: `#` headings start sections, fences hold code, and links
 * are followed. The title is the first heading, else the first line.
 *
 * @param text the decoded document
 * @param url its absolute URL, the base of its links
 * Never throws; time grows linearly, and what is beyond the limits of `limits.ts` is left out. Sections have no anchors: a text file has none.
 */
export function extractPlainText(text: string, url: string): ExtractedPage {
  const reader = new TextReader();
  for (const line of cut(text, MAX_TEXT_CHARS)
    .replaceAll('\0', '')
    .replace(OVERSTRUCK, '')
    .split(/\r\n?|\n/))
    reader.addLine(line);
  const sections = reader.sections();
  return {
    title: titleOf(sections),
    trail: [],
    description: '',
    lang: '',
    canonicalUrl: undefined,
    unusableCanonical: undefined,
    alternates: [],
    noindex: false,
    nofollow: false,
    unavailableAfter: undefined,
    refreshUrl: undefined,
    refreshDelaySeconds: undefined,
    sections: sections.flatMap(partsOfText),
    mayBeIndex: true,
    outlinks: reader.links.outlinks(url),
    text: sections
      .flatMap((section) => [section.heading, section.text, section.code])
      .filter((part) => part !== '')
      .join('\n'),
  };
}

interface Draft {
  heading: string;
  path: string[];
  lines: string[];
  codeLines: string[];
}

class TextReader {
  readonly links = new LinkCollector();
  readonly #drafts: Draft[] = [{ heading: '', path: [], lines: [], codeLines: [] }];
  /** Headings that the current section stands under, itself included. */
  #open: { level: number; heading: string }[] = [];
  /** The fence that is open, '' outside of code. */
  #fence = '';

  addLine(line: string): void {
    const draft = this.#drafts.at(-1);
    if (draft === undefined) return;
    const fence = FENCE.exec(line)?.[1] ?? '';
    if (this.#fence === '' ? fence !== '' : fence.startsWith(this.#fence)) {
      if (this.#fence !== '') draft.codeLines.push('');
      this.#fence = this.#fence === '' ? fence : '';
    } else if (this.#fence !== '') draft.codeLines.push(line);
    else if (!this.#addHeading(line)) draft.lines.push(this.#readable(line));
  }

  sections(): Section[] {
    return this.#drafts
      .map(({ heading, path, lines, codeLines }): Section => {
        const text = lines.filter((line) => line !== '').join('\n');
        const code = codeLines.join('\n').trimEnd();
        return { anchor: '', heading, path, kind: heading === '' ? 'lead' : 'heading', symbols: [], text, code };
      })
      .filter(({ heading, text, code }) => heading !== '' || text !== '' || code !== '');
  }

  #addHeading(line: string): boolean {
    const match = this.#drafts.length < MAX_SECTIONS && line.length <= MAX_MARKUP_CHARS ? HEADING.exec(line) : null;
    const level = match?.[1]?.length ?? 0;
    const heading = cut(this.#readable(withoutClosingSigns(match?.[2] ?? '')), MAX_HEADING_CHARS);
    if (heading === '') return false;
    const above = this.#open.filter((open) => open.level < level);
    this.#drafts.push({ heading, path: above.map((open) => open.heading), lines: [], codeLines: [] });
    this.#open = [...above, { level, heading }];
    return true;
  }

  /** The line as it is read aloud: of a link its text. */
  #readable(line: string): string {
    if (line.length > MAX_MARKUP_CHARS || !line.includes('](')) return squeeze(line);
    const text = line.replace(LINK, (link, label: string, href: string) => {
      if (!link.startsWith('!')) this.links.addAddress(href, label);
      return label;
    });
    return squeeze(text);
  }
}

/** `## Heading ##` is the same as `## Heading`. */
function withoutClosingSigns(heading: string): string {
  const trimmed = heading.trimEnd();
  let end = trimmed.length;
  while (trimmed[end - 1] === '#') end--;
  return end === 0 || trimmed[end - 1] === ' ' ? trimmed.slice(0, end) : trimmed;
}

function titleOf(sections: readonly Section[]): string {
  const heading = sections.find((section) => section.kind === 'heading')?.heading;
  return cut(heading ?? sections[0]?.text.split('\n', 1)[0] ?? '', MAX_TITLE_CHARS);
}
