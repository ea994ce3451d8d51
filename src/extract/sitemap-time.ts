/** W3C datetime: date, and optionally time and zone. */
const W3C = /^(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(?:(Z)|([+-]\d\d):?(\d\d))?)?$/i;

/** RFC 822 date with a year of two or four digits. */
const RFC_822 =
  /^(?:[a-z]+,?\s*)?(\d{1,2})\s+([a-z]{3})[a-z]*\s+(\d{2}|\d{4})\s+(\d{1,2}:\d\d(?::\d\d)?)\s*([a-z]{1,4}|[+-]\d{4})?$/i;

/**
 * The instant that a sitemap's `lastmod` (W3C datetime) or a feed's date (RFC 3339, RFC 822) names, ms since the epoch. A time without
 * a zone is taken as UTC.
 *
 * @returns undefined when the text is neither, or there is no such instant
 */
export function parseTimestamp(text: string): number | undefined {
  const trimmed = text.trim();
  const ms = Date.parse(fromW3c(trimmed) ?? fromRfc822(trimmed) ?? '');
  return Number.isNaN(ms) ? undefined : ms;
}

function fromW3c(text: string): string | undefined {
  const [, date, time, , hours, minutes] = W3C.exec(text) ?? [];
  if (date === undefined || time === undefined) return date;
  return `${date}T${time}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`;
}

function fromRfc822(text: string): string | undefined {
  const [, day, month, year, time, zone = 'GMT'] = RFC_822.exec(text) ?? [];
  if (year === undefined) return undefined;
  // RFC 2822 section 4.3: 00 to 49 are of this century.
  const fullYear = year.length === 4 ? year : `${Number(year) < 50 ? 20 : 19}${year}`;
  return `${day} ${month} ${fullYear} ${time} ${zone}`;
}
