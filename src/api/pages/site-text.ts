import { domainToUnicode } from 'node:url';
import { readEscapes } from '../../model/url-escapes.ts';

/** A site's name as people read it: `довідка.укр/ua` for `xn--80adfb4av3o.xn--j1amh/ua`. What the API takes and gives is the name itself. */
export function siteText(name: string): string {
  return readEscapes(name.replace(/^xn--[^:/]+|^[^:/]+\.xn--[^:/]+/, (host) => domainToUnicode(host) || host));
}
