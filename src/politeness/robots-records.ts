/** A robots.txt is read to this many bytes, RFC 9309 section 2.5: at least 500 KiB. */
export const MAX_ROBOTS_BYTES = 500 * 1024;

/** What the field names of a record may look like; misspellings are honoured, because their author meant to be obeyed. */
const FIELDS = new Map<string, RobotsField>([
  ...['user-agent', 'useragent', 'user agent'].map((name) => [name, 'user-agent'] as const),
  ...['disallow', 'dissallow', 'dissalow', 'disalow', 'diasllow', 'disallaw'].map(
    (name) => [name, 'disallow'] as const,
  ),
  ...['sitemap', 'site-map', 'site map'].map((name) => [name, 'sitemap'] as const),
  ['allow', 'allow'],
  ...['crawl-delay', 'crawldelay', 'crawl delay'].map((name) => [name, 'crawl-delay'] as const),
]);

const BLANKS = ' \t\v\f\0';

type RobotsField = 'user-agent' | 'allow' | 'disallow' | 'crawl-delay' | 'sitemap';

/** One line of a robots.txt that means something. */
export interface RobotsRecord {
  field: RobotsField;
  /** Without comment and outer blanks; one character an octet (Latin-1), so that what is compared are octets, whatever the encoding. */
  value: string;
  /** The whole line, in the same way. */
  text: string;
  /** From 1. */
  line: number;
}

/** Lines of a robots.txt that have a known field, in order; all else is skipped. Never throws. */
export function robotsRecords(body: Uint8Array): RobotsRecord[] {
  const records: RobotsRecord[] = [];
  let line = 0;
  for (const raw of octets(body).split(/\r\n|\r|\n/)) {
    line++;
    const hash = raw.indexOf('#');
    const written = withoutOuterBlanks(hash < 0 ? raw : raw.slice(0, hash));
    const found = written === '' ? undefined : fieldAndValue(written);
    if (found) records.push({ ...found, text: written, line });
  }
  return records;
}

/** The text of octets in UTF-8; what is not UTF-8 becomes U+FFFD. */
export function fromOctets(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8');
}

/**
 * The file as one character an octet. UTF-16 is told by its byte order mark and turned into UTF-8; a mark of UTF-8 is
 * dropped, also when only a part of it has survived. Of a file that reaches the limit, the line that is
 * not complete is dropped, for half a rule says something else.
 */
function octets(body: Uint8Array): string {
  const bytes = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, MAX_ROBOTS_BYTES));
  const text = utf16(bytes) ?? bytes.toString('latin1').replace(/^(?:\xef\xbb\xbf|\xef\xbb|\xef)/, '');
  return body.length >= MAX_ROBOTS_BYTES
    ? text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1)
    : text;
}

function utf16(bytes: Buffer): string | undefined {
  const mark = bytes.toString('latin1', 0, 2);
  const encoding = mark === '\xff\xfe' ? 'utf-16le' : mark === '\xfe\xff' ? 'utf-16be' : undefined;
  return encoding && Buffer.from(new TextDecoder(encoding).decode(bytes), 'utf8').toString('latin1');
}

/** `name: value`; also `name value` where there is no colon and the value is one word. */
function fieldAndValue(written: string): Pick<RobotsRecord, 'field' | 'value'> | undefined {
  const colon = written.indexOf(':');
  const words = colon < 0 ? written.split(/[\t ]+/, 3) : [];
  const [name, value] = colon < 0 ? words : [written.slice(0, colon), written.slice(colon + 1)];
  const field = words.length > 2 ? undefined : FIELDS.get(withoutOuterBlanks(name ?? '').toLowerCase());
  return field && { field, value: withoutOuterBlanks(value ?? '') };
}

/** Not `trim`: it would take the octet A0, which ends letters such as U+00E0 in UTF-8. */
function withoutOuterBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && BLANKS.includes(text.charAt(start))) start++;
  while (end > start && BLANKS.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
