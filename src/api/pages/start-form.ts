import { isLoopback } from '../guard.ts';
import { type Html, html } from '../html.ts';
import type { ServerParts } from '../parts.ts';
import { PROBLEMS, type ProblemError } from '../problems.ts';

/** What the form shows again after a refused start. */
export interface StartState {
  url?: string;
  /** Which rule refused the start, and how to allow it. */
  refusal?: ProblemError;
}

const SCOPES = {
  prefix: 'the pages below that address',
  host: 'all pages of that host',
  domain: 'all pages of that domain and its subdomains',
} as const;

/** One box for the address of a site, one button, and what will happen. */
export function startForm({ crawlDefaults, address }: ServerParts, { url = '', refusal }: StartState = {}): Html {
  const isLocal = isLoopback(address.host);
  if (!isLocal && address.adminToken === undefined) return switchedOff();
  const { rps, scope } = crawlDefaults;
  const rate =
    rps === 0 ? 'without a limit to the rate' : `at most ${rps} ${rps === 1 ? 'request' : 'requests'} a second`;
  const wrong = refusal && (refusal.code === 'token-needed' ? 'token' : 'url');
  return html`<form class="start" action="/crawls" method="post">
<label for="url">Address of the site</label>
<div class="box"><span class="field"><input id="url" name="url" type="text" inputmode="url" value="${url}" maxlength="2000" placeholder="https://docs.example.com/" autocomplete="url" autocapitalize="off" spellcheck="false" required aria-describedby="${wrong === 'url' && 'refusal '}what-happens"${wrong === 'url' && html` aria-invalid="true"`}></span>
${!isLocal && html`<span class="field"><input name="token" type="password" placeholder="Admin token" aria-label="Admin token" autocomplete="current-password" required${wrong === 'token' && html` aria-invalid="true" aria-describedby="refusal"`}></span>`}
<button type="submit">Crawl</button></div>
${refusal !== undefined && html`<p class="refusal" id="refusal" role="alert">${refusal.message}</p>`}
<p class="hint" id="what-happens">Spindex reads the site’s robots.txt and obeys it, then fetches ${SCOPES[scope]}, ${rate}; the first pages can be searched within seconds.</p>
</form>`;
}

/** Reachable from the network without a token, the server starts nothing for anybody. */
function switchedOff(): Html {
  const { title, remedy } = PROBLEMS['changes-disabled'];
  return html`<p class="hint">${title}. ${remedy}</p>`;
}
