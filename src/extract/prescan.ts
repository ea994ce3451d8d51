/** Finds the WHATWG name behind a label, undefined for an unknown label. */
export type EncodingLookup = (label: string) => string | undefined;

interface Attribute {
  name: string;
  value: string;
  /** Where the scan goes on. */
  end: number;
}

const SPACE_OR_SLASH = /[\t\n\f\r /]/;
const META_START = /^<meta[\t\n\f\r /]/i;
const TAG_START = /^<\/?[a-z]/i;
const XML_ENCODING = /^<\?xml[^>]*?encoding[\0-\x20]*=[\0-\x20]*(?:"([^">]*)"|'([^'>]*)')/;

/**
 * HTML standard, "prescan a byte stream to determine its encoding", on the first bytes of a document read as latin1.
 * A declaration that is cut off by the end of `head` does not count.
 */
export function prescanEncoding(head: string, lookup: EncodingLookup): string | undefined {
  if (head.startsWith('<\0?\0x\0')) return 'utf-16le';
  if (head.startsWith('\0<\0?\0x')) return 'utf-16be';
  return metaEncoding(head, lookup) ?? xmlEncoding(head, lookup);
}

function metaEncoding(head: string, lookup: EncodingLookup): string | undefined {
  for (let at = head.indexOf('<'); at >= 0; at = head.indexOf('<', at)) {
    if (META_START.test(head.slice(at, at + 6))) {
      const meta = readMeta(head, at + 5);
      const encoding = meta.complete ? encodingOfMeta(meta.attributes, lookup) : undefined;
      if (encoding !== undefined) return encoding;
      at = meta.end;
    } else at = skipMarkup(head, at);
  }
  return undefined;
}

/** Where the comment, tag or declaration at `at` ends; one further for a `<` that begins none. */
function skipMarkup(head: string, at: number): number {
  if (head.startsWith('<!--', at)) {
    // `<!-->` is a whole comment: its hyphens may be the same two.
    return endOr(head, head.indexOf('-->', at + 2));
  }
  if (TAG_START.test(head.slice(at, at + 3))) return skipTag(head, at);
  return /^<[!/?]/.test(head.slice(at, at + 2)) ? endOr(head, head.indexOf('>', at)) : at + 1;
}

function endOr(head: string, found: number): number {
  return found < 0 ? head.length : found + 1;
}

function skipTag(head: string, start: number): number {
  let at = start;
  while (at < head.length && !/[\t\n\f\r >]/.test(head.charAt(at))) at++;
  for (let attribute = readAttribute(head, at); attribute !== undefined; attribute = readAttribute(head, at))
    at = attribute.end;
  return Math.max(at, start + 1);
}

function readMeta(head: string, start: number): { attributes: Map<string, string>; end: number; complete: boolean } {
  const attributes = new Map<string, string>();
  let at = start;
  for (let attribute = readAttribute(head, at); attribute !== undefined; attribute = readAttribute(head, at)) {
    if (!attributes.has(attribute.name)) attributes.set(attribute.name, attribute.value);
    at = attribute.end;
  }
  while (at < head.length && SPACE_OR_SLASH.test(head.charAt(at))) at++;
  return { attributes, end: at, complete: at < head.length };
}

function encodingOfMeta(attributes: Map<string, string>, lookup: EncodingLookup): string | undefined {
  const charset = attributes.get('charset');
  const isPragma = attributes.get('http-equiv') === 'content-type';
  const label = charset ?? (isPragma ? charsetOfContent(attributes.get('content') ?? '') : undefined);
  const encoding = label === undefined ? undefined : lookup(label);
  // What could be read as ASCII to get here is not UTF-16.
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return 'utf-8';
  return encoding === 'x-user-defined' ? 'windows-1252' : encoding;
}

/** HTML standard, "extracting a character encoding from a meta element". */
function charsetOfContent(content: string): string | undefined {
  const match = /charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|([^"'\t\n\f\r ;][^\t\n\f\r ;]*))/i.exec(
    content,
  );
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

/** HTML standard, "get an attribute"; undefined at the end of the tag or of the bytes. */
function readAttribute(head: string, start: number): Attribute | undefined {
  let at = start;
  while (at < head.length && SPACE_OR_SLASH.test(head.charAt(at))) at++;
  if (at >= head.length || head[at] === '>') return undefined;
  const nameStart = at;
  while (at < head.length && !(head[at] === '=' && at > nameStart) && !/[\t\n\f\r />]/.test(head.charAt(at))) at++;
  const name = head.slice(nameStart, at).toLowerCase();
  const nameEnd = at;
  while (at < head.length && /[\t\n\f\r ]/.test(head.charAt(at))) at++;
  if (head[at] !== '=') return { name, value: '', end: nameEnd };
  at++;
  while (at < head.length && /[\t\n\f\r ]/.test(head.charAt(at))) at++;
  return readValue(head, { name, at });
}

function readValue(head: string, { name, at }: { name: string; at: number }): Attribute | undefined {
  const quote = head.charAt(at);
  if (quote === '"' || quote === "'") {
    const end = head.indexOf(quote, at + 1);
    return end < 0
      ? { name, value: '', end: head.length }
      : { name, value: head.slice(at + 1, end).toLowerCase(), end: end + 1 };
  }
  let end = at;
  while (end < head.length && !/[\t\n\f\r >]/.test(head.charAt(end))) end++;
  return { name, value: head.slice(at, end).toLowerCase(), end };
}

/** HTML standard, "get an XML encoding". */
function xmlEncoding(head: string, lookup: EncodingLookup): string | undefined {
  const match = XML_ENCODING.exec(head);
  const encoding = match ? lookup(match[1] ?? match[2] ?? '') : undefined;
  return encoding === 'utf-16le' || encoding === 'utf-16be' ? 'utf-8' : encoding;
}
