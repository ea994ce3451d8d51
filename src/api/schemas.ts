import { z } from 'zod';
import { CRAWL_STATES } from '../model/events.ts';
import { wholeNumber } from '../model/numbers.ts';
import { REASONS, type Reason, STATES } from '../model/reasons.ts';
import { settingsSchema } from '../model/settings.ts';
import { MAX_LIMIT, MAX_OFFSET, MAX_QUERY_CHARS, type SearchResponse } from '../search/response.ts';
import { MAX_SUGGESTIONS, type SuggestResponse } from '../search/suggest.ts';

/** Counted in Unicode characters, as in JSON Schema. */
const shortEnough = (text: string): boolean => [...text].length <= MAX_QUERY_CHARS;
const text = z.string({ error: `must be 1 to ${MAX_QUERY_CHARS} characters, given once` }).trim();
const queryText = text.refine(shortEnough, `must be at most ${MAX_QUERY_CHARS} characters`);
export const filter = (says: string) => z.string({ error: 'must be given once' }).max(256).optional().describe(says);
const offset = wholeNumber(0, MAX_OFFSET).prefault(0).describe('Results to skip.');
const filters = {
  site: filter('Only this site, by its name, and sites below it.'),
  lang: filter('Only pages in this language, such as en.'),
  type: filter('Only pages of this type, such as reference.'),
};

export const searchQuery = z.object({
  q: queryText
    .refine((text) => text !== '', `must be 1 to ${MAX_QUERY_CHARS} characters`)
    .meta({ description: 'The query.', minLength: 1, maxLength: MAX_QUERY_CHARS }),
  limit: wholeNumber(1, MAX_LIMIT).prefault(10).describe('Pages in one answer.'),
  offset,
  ...filters,
  prefix: z.enum(['0', '1']).optional().describe('1: the last word may be the beginning of a word, as while typing.'),
  explain: z.enum(['0', '1']).optional().describe('1: each result tells what made its score.'),
});

export const suggestQuery = z.object({
  q: searchQuery.shape.q.meta({ description: 'The beginning of a title, heading or symbol.' }),
  limit: wholeNumber(1, MAX_SUGGESTIONS).prefault(8).describe('Names in one answer.'),
  ...filters,
});

export const suggestAnswer: z.ZodType<SuggestResponse> = z.object({
  query: z.string(),
  tookMs: z.number(),
  suggestions: z.array(
    z.object({
      text: z.string(),
      kind: z.enum(['symbol', 'title', 'heading']),
      url: z.string().describe('The place that has the name.'),
      site: z.string(),
    }),
  ),
});

/** What the address of the search page holds. Who types into the address bar may type more than is looked for. */
export const pageQuery = z.object({ q: text.default(''), offset, ...filters });

const snippet = z.string().describe('HTML-escaped text in which only <mark> is markup.');
export const dateTime = z.string().meta({ format: 'date-time' });

export const searchAnswer: z.ZodType<SearchResponse> = z.object({
  query: z.string(),
  total: z.number().int().describe('Results in all; versions and translations of a page count as one.'),
  totalRelation: z.enum(['exact', 'atLeast']).describe('atLeast: total is a lower bound.'),
  limit: z.number().int(),
  offset: z.number().int(),
  tookMs: z.number(),
  suggestion: z.string().nullable().describe('The query with its typos mended, when that may help.'),
  isMended: z.boolean().describe('The results are those of the suggestion.'),
  results: z.array(
    z.object({
      url: z.string().describe('The best place in the page, with its anchor.'),
      pageUrl: z.string(),
      title: z.string(),
      breadcrumb: z
        .array(z.string())
        .describe('What the page is below in its site, its title, and headings above the section, outermost first.'),
      heading: z.string(),
      snippet,
      score: z.number(),
      site: z.string(),
      lang: z.string(),
      type: z.string(),
      crawledAt: dateTime,
      sections: z.array(z.object({ url: z.string(), heading: z.string(), snippet })),
      versions: z
        .array(z.object({ url: z.string(), pageUrl: z.string(), version: z.string(), lang: z.string() }))
        .describe('The same page in other versions and languages.'),
      explain: z
        .object({
          prior: z.number().describe('What the type of the page counts; all parts but `title` have it in them.'),
          parts: z.record(z.string(), z.number()).describe('By the names of the weights; their sum is the score.'),
        })
        .optional()
        .describe('When `explain` is 1.'),
    }),
  ),
});

/** A setting of a crawl with its limits and help; where it is not given the server's own value holds. */
const crawlSetting = <T extends z.ZodType>(schema: z.ZodDefault<T> | z.ZodOptional<T>) =>
  schema.unwrap().optional().describe(String(schema.meta()?.['help']));
const { rps, strictRate, concurrency, scope, include, exclude, ...others } = settingsSchema.shape;

export const crawlBody = z.strictObject({
  url: z.string({ error: 'must be an address' }).max(2000).optional().describe('The seed: where the crawl begins.'),
  urls: z.array(z.string().max(2000)).min(1).max(100).optional().describe('Several seeds of one site.'),
  rps: crawlSetting(rps),
  strictRate: crawlSetting(strictRate),
  concurrency: crawlSetting(concurrency),
  scope: crawlSetting(scope),
  include: crawlSetting(include),
  exclude: crawlSetting(exclude),
  maxPages: crawlSetting(others.maxPages),
  acceptLosses: crawlSetting(others.acceptLosses),
  maxDepth: crawlSetting(others.maxDepth),
  maxBodyMib: crawlSetting(others.maxBodyMib),
  userAgent: crawlSetting(others.userAgent),
  allowPrivate: crawlSetting(others.allowPrivate),
  resolve: crawlSetting(others.resolve),
});

export const count = z.number().int();
export const states = z.record(z.enum(STATES), count);
const isReason = (name: string): name is Reason => Object.hasOwn(REASONS, name);
export const reason = z.enum(Object.keys(REASONS).filter(isReason));
export const reasons = z.partialRecord(reason, count).describe('Only reasons that occur.');

export const crawlAnswer = z.object({
  id: z.string().describe("The site's name and the crawl's number."),
  href: z.string().describe('Address of this crawl in the API.'),
  site: z.string(),
  seeds: z.array(z.string()),
  number: count,
  revision: count.describe('Grows with every change: the value for `after`.'),
  state: z.enum(CRAWL_STATES),
  why: z.string(),
  resumed: z.boolean(),
  startedAt: dateTime,
  endedAt: dateTime.nullable(),
  elapsedMs: z
    .number()
    .describe(
      'Of this run, as are `requests`, `bytes` and `sitemaps`: one that was interrupted before does not count.',
    ),
  found: count.describe('URLs ever seen: the sum of `states`.'),
  states,
  reasons,
  maxPages: count.nullable().describe('Pages to index at most in this crawl.'),
  searchable: count.describe('Pages that a search can find now.'),
  expected: count.describe('Pages that are searchable or may become so; a lower bound while the crawl finds more.'),
  outbox: count.describe('Pages settled and not yet in the index.'),
  hosts: z
    .array(
      z.object({
        host: z.string(),
        now: z.number().describe('Requests per second.'),
        cap: z.number().describe('Requests per second, at most; 0 is no cap.'),
        maxInAnySecond: z.number(),
        limitedBy: z.string().nullable(),
      }),
    )
    .describe('The hosts asked last, at most fifty, the latest first.'),
  rate: z
    .object({
      hosts: count.describe('Hosts that have been asked.'),
      now: z.number().describe('Requests per second, to all of them together.'),
      maxInAnySecond: z.number().describe('The most that one of them has got in any second.'),
    })
    .describe('Of all hosts.'),
  indexTrouble: z.string().nullable().describe('What keeps those of `outbox` out of the index right now.'),
  heldUpBy: z.string().nullable().describe('Why a crawl that runs is slower than it may be, or stands still.'),
  keptPages: count.describe('Pages that would have vanished and stay searchable instead; `why` says what to do.'),
  sitemaps: z
    .object({
      read: count.describe('Files read, indexes among them.'),
      listed: count.describe('Pages and further sitemaps that they list.'),
      troubled: count.describe('Files that could not be read, or not wholly.'),
      troubles: z.array(z.object({ url: z.string(), why: z.string() })).describe('The first five of those.'),
    })
    .describe('The sitemaps of this run.'),
  requests: z
    .object({ pages: count, redirects: count, robots: count, sitemaps: count, retries: count })
    .describe(
      'Requests written: the sum of `pages`, `robots` and `sitemaps`. `redirects` and `retries` are among `pages`.',
    ),
  bytes: z.number(),
  settledPerSecond: z.number(),
  foundPerSecond: z.number(),
  etaMs: z.number().nullable(),
});

export const crawlsAnswer = z.object({ crawls: z.array(crawlAnswer) });
export const crawlParams = z.object({ id: z.string().describe('The crawl, such as docs.python.org%233.') });
export const crawlWait = z.object({
  wait: wholeNumber(0, 25).prefault(0).describe('Seconds to wait for a change.'),
  after: wholeNumber(0, Number.MAX_SAFE_INTEGER)
    .prefault(0)
    .describe('Answer when `revision` is another than this; after a restart it may be smaller.'),
});

const siteAnswer = z.object({
  name: z.string(),
  seeds: z.array(z.string()),
  scope: scope.unwrap(),
  state: z
    .enum(['new', ...CRAWL_STATES, 'unfinished'])
    .describe(
      '`unfinished`: its last crawl has no end and is none of this process; it was interrupted, or another program runs it.',
    ),
  pages: count.describe('Pages in the store that are or will be searchable.'),
  found: count.describe('URLs ever seen.'),
  lastCrawl: z.object({ number: count, startedAt: dateTime, endedAt: dateTime.nullable() }).nullable(),
});
export const sitesAnswer = z.object({
  sites: z.array(siteAnswer),
  index: z.object({ pages: count, sections: count, bytes: z.number() }),
});

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: count,
    detail: z.string().optional(),
    instance: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ parameter: z.string(), message: z.string() })).optional(),
  })
  .describe('RFC 9457');
const problemContent = { content: { 'application/problem+json': { schema: problem } } };

/** Responses that every route may give, for the OpenAPI document. */
export const problemResponses = {
  '4xx': { description: 'The request is refused; the document says what to change.', ...problemContent },
  '5xx': { description: 'The server failed; the document names a code and the request id.', ...problemContent },
};

/** Of what changes something: on loopback nothing is asked for, elsewhere the token of src/api/openapi.ts. */
export const changeSecurity = [{}, { adminToken: [] }];
