import { isLoopback } from '../guard.ts';
import { type Html, html } from '../html.ts';
import type { ServerParts } from '../parts.ts';

/** What the form shows again after a refused start. */
export interface StartState {
  url?: string;
  /** Which rule refused the start, and how to allow it. */
  refusal?: string;
}

const SCOPES = {
  prefix: 'the pages below that address',
  host: 'all pages of that host',
  domain: 'all pages of that domain and its subdomains',
} as const;

/** One box for the address of a site, one button, and what will happen. */
export function startForm({ crawlDefaults, address }: ServerParts, { url = '', refusal }: StartState = {}): Html {
  const { rps, scope } = crawlDefaults;
  const rate =
    rps === 0 ? 'without a limit to the rate' : `at most ${rps} ${rps === 1 ? 'request' : 'requests'} a second`;
  return html`<form class="start" action="/crawls" method="post">
<label for="url">Address of the site</label>
<div class="box"><span class="field"><input id="url" name="url" type="text" inputmode="url" value="${url}" maxlength="2000" placeholder="https://docs.example.com/" autocomplete="url" autocapitalize="off" spellcheck="false" required aria-describedby="${refusal !== undefined && 'refusal '}what-happens"${refusal !== undefined && html` aria-invalid="true"`}></span>
${!isLoopback(address.host) && html`<span class="field"><input name="token" type="password" placeholder="Admin token" aria-label="Admin token" autocomplete="current-password" required></span>`}
<button type="submit">Crawl</button></div>
${refusal !== undefined && html`<p class="refusal" id="refusal" role="alert">${refusal}</p>`}
<p class="hint" id="what-happens">Spindex reads the site’s robots.txt and obeys it, then fetches ${SCOPES[scope]}, ${rate}; the first pages can be searched within seconds.</p>
</form>`;
}
