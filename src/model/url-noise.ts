/**
 * Parts of a URL that say who follows a link, not what it leads to. docs/urls.md lists them; a test keeps the two equal.
 */

/** Parameters that advertising, mail and analytics systems append to links. Lower case, compared without case. */
export const TRACKING_PARAMETERS: ReadonlySet<string> = new Set([
  ...['gclid', 'gclsrc', 'dclid', 'gbraid', 'wbraid', 'gad_source', 'gad_campaignid', 'srsltid', '_ga', '_gl'],
  ...['fbclid', 'igsh', 'igshid', 'msclkid', 'yclid', 'ysclid', '_openstat', 'twclid', 'ttclid', 'li_fat_id', 'epik'],
  ...['mc_cid', 'mc_eid', 'mkt_tok', '_hsenc', '_hsmi', '__hstc', '__hssc', '__hsfp', 'hsctatracking', '_kx'],
  ...['vero_id', 'vero_conv', 'oly_anon_id', 'oly_enc_id', 'rb_clickid', 'wickedid', '_branch_match_id'],
  ...['pk_campaign', 'pk_kwd', 'pk_keyword', 'pk_source', 'pk_medium', 'pk_content', 'pk_cid'],
  ...['mtm_campaign', 'mtm_keyword', 'mtm_kwd', 'mtm_source', 'mtm_medium', 'mtm_content', 'mtm_cid', 'mtm_group'],
]);

/** Every parameter that begins so is tracking. */
const TRACKING_PREFIX = 'utm_';

/** Parameters that name nothing but a session, whatever their value. Lower case. */
export const SESSION_PARAMETERS: ReadonlySet<string> = new Set([
  ...['phpsessid', 'jsessionid', '_sessionid', 'bv_sessionid', 'oscsid', 'zenid', 'cftoken'],
]);

/** Parameters that are a session only when the value looks like one (`sid=12` may be a story). Lower case. */
export const POSSIBLE_SESSION_PARAMETERS: ReadonlySet<string> = new Set([
  ...['sid', '_sid', 's', 'sess', 'sessid', 'session', 'sessionid', 'session_id'],
]);

/**
 * Letters and digits mixed, at least 26 of them (PHP's default length; 32 is an MD5), without hyphens: shorter or
 * hyphenated ones are also the keys of documents in databases (24 hexadecimal digits, UUID).
 */
const SESSION_VALUE = /^(?=[^=]*[0-9])(?=[^=]*[a-z])[0-9a-z]{26,128}$/i;

/** The servlet session as a parameter of a path segment or at the end of a query. `..;` is left alone: it must not become a dot segment. */
const SERVLET_SESSION = /(?<!\/\.{1,2});jsessionid=[^/?&;]*/gi;

/**
 * Removes tracking parameters, session ids and empty parts from the query of a URL in normal form, without fragment.
 *
 * @param href scheme, authority, path and query; nothing before the path contains `?` or `;`-parameters of interest
 * @param pathStart index of the path's first slash
 */
export function withoutNoise(href: string, pathStart: number): string {
  const path = href.includes(';', pathStart)
    ? href.slice(0, pathStart) + href.slice(pathStart).replace(SERVLET_SESSION, '')
    : href;
  const mark = path.indexOf('?', pathStart);
  if (mark < 0) return path;
  const query = path.slice(mark + 1);
  const kept = query.split('&').filter(selectsContent).join('&');
  if (kept === query && kept !== '') return path;
  return path.slice(0, mark) + (kept === '' ? '' : `?${kept}`);
}

function selectsContent(part: string): boolean {
  const equals = part.indexOf('=');
  const name = (equals < 0 ? part : part.slice(0, equals)).toLowerCase();
  if (part === '' || name.startsWith(TRACKING_PREFIX) || TRACKING_PARAMETERS.has(name)) return false;
  if (SESSION_PARAMETERS.has(name)) return false;
  return !(POSSIBLE_SESSION_PARAMETERS.has(name) && equals >= 0 && SESSION_VALUE.test(part.slice(equals + 1)));
}
