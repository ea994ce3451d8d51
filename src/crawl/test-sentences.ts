import { count, plural } from '../model/figures.ts';
import { REASONS } from '../model/reasons.ts';
import type { Foresight, Site } from '../store/crawl-store.ts';
import type { TestHop, UrlTest } from './explanation.ts';
import { admittingSeed, pageSentence, remedySentences, verdictSentences } from './sentences.ts';

/** What a test has found, to be told. */
export interface Tested extends Pick<UrlTest, 'state' | 'reason' | 'detail' | 'hops' | 'canonical' | 'page'> {
  site: Site | undefined;
  ignoresRobots: boolean;
  /** Undefined when nothing has been crawled: then the store knows nothing. */
  foresight: Foresight | undefined;
}

/** The test in plain sentences: the redirects, the verdict, what was asked for and read, and what a test cannot know. */
export function testSentences(tested: Tested): string[] {
  const { reason, detail, hops, page, site, canonical } = tested;
  const final = hops.at(-1)?.url ?? '';
  const isCircle = reason === 'redirect' && hops.some(({ url }) => url === detail);
  return [
    ...hops.slice(0, -1).map((hop) => `${hop.url} answers ${hop.answer?.status ?? ''} and redirects to ${hop.detail}.`),
    ...verdictSentences({ reason, detail }, site).map((text, i) =>
      i === 0 ? `A crawl would settle ${final} as: ${text}` : text,
    ),
    ...(isCircle ? ['The redirects go in a circle: there is no page at their end.'] : []),
    ...askedSentences(final, tested),
    ...(page ? readSentences(page) : []),
    ...(canonical ? [canonicalSentence(canonical)] : []),
    ...limitSentences(tested),
    ...remedySentences(REASONS[reason].remedy),
  ];
}

function canonicalSentence({ url, answer, state, reason }: TestHop): string {
  const status = answer ? `, with status ${answer.status}` : '';
  return `The canonical URL ${url} was asked for as well${status}: ${state}, ${reason}.`;
}

/** What no single look at a URL can tell. */
function limitSentences({ state, reason, foresight }: Tested): string[] {
  const mayPass = state === 'failed' || reason === 'robots-unreachable';
  const { isKnown, starved } = foresight ?? { isKnown: false, starved: null };
  const isLeftOut = state === 'out-of-scope' || reason === 'robots';
  return [
    ...(mayPass ? ['This was one try: a crawl tries again what may pass, such as a time-out, a 5xx or a 429.'] : []),
    ...(starved === null
      ? []
      : [
          `The latest crawl has left out others of its template (${starved}); the next one looks at each template anew.`,
        ]),
    ...(isKnown || isLeftOut
      ? []
      : [
          'A test cannot tell whether a crawl comes to it: a page or a sitemap must lead there, by a link that may be followed, within --max-depth and --max-pages.',
        ]),
    ...(foresight || state !== 'indexed'
      ? []
      : ['Nothing has been crawled yet, so whether another page says the same is not known.']),
  ];
}

function askedSentences(url: string, { site, ignoresRobots, hops }: Tested): string[] {
  const robots = ignoresRobots ? 'robots.txt is ignored' : 'robots.txt allows it';
  const admitted = site ? admittingSeed(site, url) : '';
  const { answer } = hops.at(-1) ?? { answer: null };
  return [
    ...(admitted === '' ? [] : [`In scope: the seed ${admitted} admits it.`]),
    answer
      ? `Asked for just now: status ${answer.status}, first byte after ${Math.round(answer.firstByteMs)} ms, ${plural(answer.wireBytes, 'byte')} in ${Math.round(answer.totalMs)} ms; ${robots}.`
      : 'It was not asked for.',
  ];
}

const FOUND_BY: Record<NonNullable<UrlTest['page']>['encodingFrom'], string> = {
  'byte-order-mark': 'by its byte order mark',
  'content-type': 'by the Content-Type header',
  declaration: 'by a declaration in the page',
  'utf-8-bytes': 'as all its bytes are valid UTF-8',
  text: 'by its words, as nothing declares it',
  default: 'as nothing says otherwise',
};

function readSentences(page: NonNullable<UrlTest['page']>): string[] {
  const { encoding, encodingFrom, noindex, nofollow, canonicalUrl, outlinks } = page;
  const asks = [...(noindex ? ['noindex'] : []), ...(nofollow ? ['nofollow'] : [])];
  return [
    pageSentence(page),
    `Its encoding is ${encoding}, told ${FOUND_BY[encodingFrom]}.`,
    ...(asks.length > 0 ? [`Its robots meta element says ${asks.join(', ')}.`] : []),
    ...(canonicalUrl ? [`Its canonical link is ${canonicalUrl}.`] : []),
    `It links to ${plural(outlinks.total, 'URL')}, ${count(outlinks.inScope)} of them to be crawled.`,
  ];
}
