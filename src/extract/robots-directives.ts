/** What a robots meta element or an X-Robots-Tag header asks for. */
export interface RobotsDirectives {
  noindex: boolean;
  nofollow: boolean;
  /** When the page is to be found no longer, ms since the epoch; the earliest where several are named. */
  unavailableAfter: number | undefined;
}

export const NO_DIRECTIVES: RobotsDirectives = { noindex: false, nofollow: false, unavailableAfter: undefined };

const UNAVAILABLE_AFTER = 'unavailable_after:';
/** `max-image-preview: none` asks for nothing here. */
const OTHER_VALUES = /(?<![a-z-])max-[a-z-]+\s*:\s*[\w-]*/g;
/** A weekday: what may stand before a comma within a date. */
const WEEKDAY = /^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?$/;

/**
 * Reads a list of directives without user agents: `noindex`, `nofollow`, `none`, `unavailable_after: <date>`; what else it says is skipped.
 * Commas separate directives; blanks, semicolons and quotes do as well, as the author meant to be obeyed. Never throws.
 */
export function readDirectives(content: string): RobotsDirectives {
  let sum = NO_DIRECTIVES;
  const parts = content.toLowerCase().replace(OTHER_VALUES, '').split(',');
  for (const [i, part] of parts.entries()) {
    const text = part.trim();
    const at = text.indexOf(UNAVAILABLE_AFTER);
    const words = (at < 0 ? text : text.slice(0, at)).split(/[^\p{L}\d_-]+/u);
    const written = at < 0 ? '' : text.slice(at + UNAVAILABLE_AFTER.length).trim();
    // "Wednesday, 25-Jun-25 ..." has a comma of its own.
    const date = WEEKDAY.test(written) ? (parts[i + 1] ?? '') : written;
    const isNone = words.includes('none');
    sum = bothDirectives(sum, {
      noindex: isNone || words.includes('noindex'),
      nofollow: isNone || words.includes('nofollow'),
      unavailableAfter: timeOf(date.trim()),
    });
  }
  return sum;
}

/** Where two speak of one page, the stricter counts. */
export function bothDirectives(a: RobotsDirectives, b: RobotsDirectives): RobotsDirectives {
  const times = [a.unavailableAfter, b.unavailableAfter].filter((time) => time !== undefined);
  return {
    noindex: a.noindex || b.noindex,
    nofollow: a.nofollow || b.nofollow,
    unavailableAfter: times.length > 0 ? Math.min(...times) : undefined,
  };
}

/** Dates of RFC 822, RFC 850 and ISO 8601, as Google documents them; UTC where no zone is named. */
function timeOf(date: string): number | undefined {
  if (!/\d{4}|-\d\d\b/.test(date)) return undefined;
  const hasZone = /(?:[a-z]|[+-]\d{2}:?\d{2})$/.test(date) || /^\d{4}-\d\d-\d\d$/.test(date);
  const isIso = /^\d{4}-\d\d-\d\dt/.test(date);
  const time = Date.parse(hasZone ? date : `${date}${isIso ? 'z' : ' utc'}`);
  return Number.isNaN(time) ? undefined : time;
}
