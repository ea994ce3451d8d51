/**
 * Every URL ever seen has one state and one reason. This closed table is the only list of both; the command
 * line, the API and docs/reasons.md are made from it.
 */
export const STATES = [
  'ready',
  'waiting',
  'taken',
  'indexed',
  'unchanged',
  'redirected',
  'out-of-scope',
  'refused',
  'noindex',
  'duplicate',
  'gone',
  'failed',
] as const;
export type UrlState = (typeof STATES)[number];

/** States in which work is left to do; a crawl is done when no URL is in one of them. */
export const OPEN_STATES = ['ready', 'waiting', 'taken'] as const satisfies readonly UrlState[];

/** URLs with work left to do. */
export function openCount({ ready, waiting, taken }: Record<UrlState, number>): number {
  return ready + waiting + taken;
}

/** Has the URL still to be visited in this crawl? */
export function isOpen(state: unknown): boolean {
  return OPEN_STATES.some((open) => open === state);
}

/** Has the URL been visited in this crawl, and is its page in the index? */
export function isIndexed(state: unknown): boolean {
  return state === 'indexed' || state === 'unchanged';
}

/** How many have and are. */
export function indexedCount({ indexed, unchanged }: Record<UrlState, number>): number {
  return indexed + unchanged;
}

interface ReasonRow {
  state: UrlState;
  /** One plain sentence. */
  says: string;
  /** What a person can do about it; '' when nothing needs doing. */
  remedy: string;
}

export const REASONS = {
  found: { state: 'ready', says: 'Known and waiting for its turn.', remedy: '' },
  retry: { state: 'waiting', says: 'The last try failed in a way that may pass; it will be tried again.', remedy: '' },
  'in-flight': {
    state: 'taken',
    says: 'Being fetched, or it was when the crawl stopped: then the next run fetches it.',
    remedy: '',
  },
  ok: { state: 'indexed', says: 'Fetched, and in the index.', remedy: '' },
  unchanged: {
    state: 'unchanged',
    says: 'In the index; the server or its content says nothing has changed.',
    remedy: '',
  },
  'not-visited': {
    state: 'unchanged',
    says: 'In the index as an earlier crawl left it; --max-pages was reached before this one came to it.',
    remedy: 'Raise --max-pages.',
  },
  redirect: { state: 'redirected', says: 'Answers with a redirect to another URL.', remedy: '' },
  'redirect-loop': {
    state: 'failed',
    says: 'Redirects go in a circle or never end.',
    remedy: 'Mend the redirects on the server.',
  },
  'redirect-out-of-scope': {
    state: 'redirected',
    says: 'Redirects to a URL outside the scope.',
    remedy: 'Widen --scope, or give the target as a seed.',
  },
  'scope-host': {
    state: 'out-of-scope',
    says: 'On another host than the seeds.',
    remedy: 'Use --scope domain, or give that host as a seed.',
  },
  'scope-prefix': {
    state: 'out-of-scope',
    says: "Not below the seed's directory.",
    remedy: 'Use --scope host, or a seed higher up.',
  },
  'not-http': { state: 'out-of-scope', says: 'Not an http or https URL.', remedy: '' },
  excluded: {
    state: 'out-of-scope',
    says: 'Matches an --exclude pattern, or no --include pattern.',
    remedy: 'Change --include or --exclude.',
  },
  nofollow: { state: 'refused', says: 'Only linked by links that ask not to be followed.', remedy: '' },
  depth: { state: 'out-of-scope', says: 'Further from the seeds than --max-depth.', remedy: 'Raise --max-depth.' },
  'max-pages': {
    state: 'out-of-scope',
    says: 'Not fetched: --max-pages was reached first.',
    remedy: 'Raise --max-pages.',
  },
  action: {
    state: 'out-of-scope',
    says: 'Its address says that it changes something or opens a form for that, such as action=edit or do=login.',
    remedy: 'Give the URL as a seed if it is a page to read.',
  },
  'trap-path': {
    state: 'out-of-scope',
    says: 'Its path repeats itself or has more than 20 segments, as links do that add to their own path for ever.',
    remedy: 'Mend the relative links, or give the URL as a seed.',
  },
  'trap-query': {
    state: 'out-of-scope',
    says: 'Has more than 12 parameters, as the filters of a list do that multiply without end.',
    remedy: 'Give the URL as a seed.',
  },
  'trap-pattern': {
    state: 'out-of-scope',
    says: 'Pages of this template of URLs have brought nothing but copies, lists of what is known, pages without text and pages that ask to be left out; the rest of them is left out.',
    remedy: 'Give the URL as a seed.',
  },
  'trap-chain': {
    state: 'out-of-scope',
    says: 'More than 1,000 links away from the seeds, as pages are that go on for ever.',
    remedy: 'Give the URL as a seed.',
  },
  'url-too-long': { state: 'out-of-scope', says: 'Longer than 2,000 characters.', remedy: '' },
  robots: { state: 'refused', says: 'robots.txt disallows it.', remedy: 'Ask the owner; the rule is shown.' },
  'robots-unreachable': {
    state: 'refused',
    says: 'robots.txt could not be read, so nothing may be fetched.',
    remedy: 'Crawl again when the server is well.',
  },
  'address-refused': {
    state: 'refused',
    says: 'The host resolves to a private or reserved address.',
    remedy: 'Add --allow-private, or give the host as a seed.',
  },
  'noindex-meta': { state: 'noindex', says: 'A robots meta element asks not to index it.', remedy: '' },
  'noindex-header': { state: 'noindex', says: 'An X-Robots-Tag header asks not to index it.', remedy: '' },
  'unavailable-after': {
    state: 'noindex',
    says: 'The date after which the page asks not to be found has passed.',
    remedy: '',
  },
  canonical: {
    state: 'duplicate',
    says: 'Names another page, which is in the index and says much the same, as its canonical URL.',
    remedy: '',
  },
  'duplicate-of': { state: 'duplicate', says: 'The same content as another page.', remedy: '' },
  'not-html': { state: 'refused', says: 'Not a type that can be indexed.', remedy: '' },
  'empty-text': {
    state: 'refused',
    says: 'No text was found in it.',
    remedy: 'A page made by JavaScript only has no text of its own.',
  },
  'gone-404': { state: 'gone', says: 'The server says 404 Not Found.', remedy: 'Mend the links to it.' },
  'gone-410': { state: 'gone', says: 'The server says 410 Gone.', remedy: 'Mend the links to it.' },
  'soft-404': {
    state: 'gone',
    says: 'Answers with status 200 only to say that it is not there, as its host does for any address.',
    remedy: 'Mend the links to it, and let the server say 404.',
  },
  'gone-unreachable': {
    state: 'gone',
    says: 'Was in the index, and could not be had in any crawl for so long that it is taken to be gone.',
    remedy: 'Mend the page or the links to it.',
  },
  'http-4xx': { state: 'failed', says: 'The server refuses the request.', remedy: 'A login may be needed: --header.' },
  'http-5xx': {
    state: 'failed',
    says: 'The server failed, also when tried again.',
    remedy: 'Crawl again when the server is well.',
  },
  'http-429': {
    state: 'failed',
    says: 'The server says too many requests, also when tried again later.',
    remedy: 'Lower --rps.',
  },
  'timeout-connect': {
    state: 'failed',
    says: 'No connection within the time limit.',
    remedy: 'Crawl again when the server is well.',
  },
  'timeout-headers': {
    state: 'failed',
    says: 'No answer within the time limit.',
    remedy: 'Crawl again when the server is well.',
  },
  'timeout-body': {
    state: 'failed',
    says: 'The answer stalled or took longer than the time limit.',
    remedy: 'Crawl again when the server is well.',
  },
  'host-down': {
    state: 'failed',
    says: 'Not asked for, or not again: its host, or this part of it, had given nothing but failures for an hour.',
    remedy: 'Crawl again when the server is well.',
  },
  'too-large': { state: 'failed', says: 'The body is larger than the limit.', remedy: 'Raise --max-body-mib.' },
  tls: { state: 'failed', says: 'The certificate or the TLS handshake failed.', remedy: 'Mend the certificate.' },
  dns: { state: 'failed', says: 'The host name does not resolve.', remedy: 'Check the host name.' },
  'refused-connection': {
    state: 'failed',
    says: 'The server refuses connections.',
    remedy: 'Check that the server runs.',
  },
  reset: {
    state: 'failed',
    says: 'The connection broke before the answer was complete.',
    remedy: 'Crawl again when the server is well.',
  },
  decode: { state: 'failed', says: 'The body is not what its Content-Encoding says.', remedy: 'Mend the server.' },
  'bad-response': {
    state: 'failed',
    says: 'The answer is not valid HTTP, or its status brings no page.',
    remedy: 'Mend the server.',
  },
  index: {
    state: 'failed',
    says: 'The index refuses the page, so it is not in it.',
    remedy:
      'Crawl again, or build the index again with spindex reindex; if it is refused again, please report the page.',
  },
  unreadable: {
    state: 'failed',
    says: 'The stored page cannot be read any more, so it has left the index.',
    remedy: 'Crawl again: it is fetched afresh.',
  },
  'extract-error': { state: 'failed', says: 'The page could not be read.', remedy: 'Please report the page.' },
} as const satisfies Record<string, ReasonRow>;

export type Reason = keyof typeof REASONS;

/** How a fetch can fail, as reasons: every one of them is final only when no retry is left. */
export type FetchFailure =
  | 'timeout-connect'
  | 'timeout-headers'
  | 'timeout-body'
  | 'too-large'
  | 'tls'
  | 'dns'
  | 'refused-connection'
  | 'reset'
  | 'decode'
  | 'bad-response'
  | 'address-refused';
