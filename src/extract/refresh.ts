const SPACES = '[\\t\\n\\f\\r ]*';
/** Delay, then a separator that may be missing, then the rest. */
const REFRESH = new RegExp(`^${SPACES}(?:\\d|(?=\\.))[\\d.]*(?:${SPACES}[;,]${SPACES}|[\\t\\n\\f\\r ]+)(.*)$`, 's');
const URL_PREFIX = new RegExp(`^url${SPACES}=${SPACES}`, 'i');

/**
 * The address in the `content` of a `meta http-equiv=refresh`, unresolved; undefined when it only has a delay or is not
 * valid. (HTML standard, "shared declarative refresh steps".)
 */
export function refreshAddress(content: string): string | undefined {
  const rest = REFRESH.exec(content)?.[1];
  if (rest === undefined || rest === '') return undefined;
  const address = rest.replace(URL_PREFIX, '');
  const quote = address.charAt(0);
  if (quote !== '"' && quote !== "'") return address;
  const end = address.indexOf(quote, 1);
  return end < 0 ? address.slice(1) : address.slice(1, end);
}

/** Whole seconds that the `content` of a `meta http-equiv=refresh` waits; 0 where it begins with a dot. */
export function refreshDelaySeconds(content: string): number {
  return Number.parseInt(content.trim(), 10) || 0;
}
