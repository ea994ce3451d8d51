import { z } from 'zod';
import type { Explanation, UrlTest } from '../crawl/explanation.ts';
import { LINE_FORMATS } from '../crawl/url-lines.ts';
import { wholeNumber } from '../model/numbers.ts';
import { STATES } from '../model/reasons.ts';
import { URL_ORDERS } from '../store/url-report.ts';
import { count, dateTime, filter, reason, reasons, states } from './schemas.ts';

const format = z
  .enum(['json', ...LINE_FORMATS])
  .default('json')
  .describe('`csv` and `jsonl` give all that matches in one answer, without `counts` and paging.');
const limit = wholeNumber(1, 1000).prefault(100).describe('URLs in one answer.');
const site = filter('The site; needed when there are several.');

export const urlsQuery = z.object({
  site,
  state: z.enum(STATES).optional().describe('Only URLs in this state.'),
  reason: reason.optional().describe('Only URLs with this reason.'),
  prefix: z
    .string({ error: 'must be given once' })
    .max(2000)
    .optional()
    .describe(
      'Only URLs that begin so; with a slash at its start, the beginning of the path on the hosts of the seeds.',
    ),
  q: z
    .string({ error: 'must be given once' })
    .max(512)
    .optional()
    .describe('Only URLs that contain this text; upper and lower case are alike.'),
  order: z.enum(URL_ORDERS).default('found').describe('As found; by depth; or what was asked for, the latest first.'),
  after: z
    .string({ error: 'must be given once' })
    .regex(/^\d{1,16}(?:\.\d{1,16})?$/, 'must be `next` of an answer with the same order')
    .default('0')
    .describe('Go on behind this place: `next` of the answer before.'),
  limit,
  format,
});

const urlFields = {
  url: z.string(),
  state: z.enum(STATES),
  reason,
  detail: z.string().nullable().describe('What the reason speaks of: a rule with its line, a pattern, a target.'),
  status: count.nullable(),
};

export const urlsAnswer = z.object({
  site: z.string(),
  counts: z.object({ found: count, states, reasons, pages: count, outbox: count }),
  urls: z.array(
    z.object({
      id: count,
      ...urlFields,
      depth: count,
      attempts: count,
      foundOn: z.string().nullable(),
      fetchedAt: dateTime.nullable(),
    }),
  ),
  next: z.string().nullable().describe('The value of `after` for the next answer; null at the end.'),
});

const inlinks = z.object({
  total: count,
  first: z
    .array(
      z.object({
        url: z.string(),
        text: z.string(),
        via: z.string().nullable().describe('The URL that the link names, when that redirects here.'),
      }),
    )
    .describe('At most 20 of them.'),
});

/** A list in each of its formats. */
export const listOf = <T extends z.ZodType>(answer: T) => ({
  description: 'The list, as `format` says.',
  content: {
    'application/json': { schema: answer },
    'text/csv': { schema: z.string().describe('A head, and a line for each URL.') },
    'application/jsonl': { schema: z.string().describe('An object for each URL, each in a line.') },
  },
});

export const brokenQuery = z.object({
  site,
  after: wholeNumber(0, Number.MAX_SAFE_INTEGER)
    .prefault(0)
    .describe('Go on behind this place: `next` of the answer before.'),
  limit,
  format,
});
export const brokenAnswer = z.object({
  site: z.string(),
  links: z.array(z.object({ ...urlFields, inlinks })),
  next: count.nullable().describe('The value of `after` for the next answer; null at the end.'),
});

const asked = z.string({ error: 'must be an address' }).min(1).max(4000);
export const explainQuery = z.object({
  url: asked.describe('The URL, known or not.'),
  site: filter('Judge it for this site; without one, the site that knows it or is nearest to it.'),
});
export const testBody = z.strictObject({
  url: asked.describe('The URL to ask for.'),
  site: filter('Test it for this site; without one, the site that is nearest to it.'),
});

const pageFields = {
  title: z.string(),
  lang: z.string(),
  sections: count,
  symbols: count,
  bytes: count,
  contentHash: z.string(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  fetchedAt: dateTime.nullable(),
};
const sentences = z.array(z.string()).describe('The story in plain sentences, the verdict first.');
const remedy = z.string().describe('What to do about it; empty when nothing needs doing.');

export const explainAnswer: z.ZodType<Explanation> = z.object({
  url: z.string(),
  site: z.string().nullable(),
  isKnown: z.boolean(),
  state: z.enum(STATES).nullable().describe('Null for a URL never seen.'),
  reason: reason.nullable().describe('For a URL never seen, what would keep it out, or null.'),
  detail: urlFields.detail,
  remedy,
  sentences,
  story: z
    .object({
      status: count.nullable(),
      depth: count,
      attempts: count,
      isSeed: z.boolean(),
      foundOn: z.string().nullable(),
      foundText: z.string().nullable(),
      sitemap: z.string().nullable().describe('The sitemap that listed it last.'),
      foundAt: dateTime,
      fetchedAt: dateTime.nullable(),
      notBefore: dateTime.nullable(),
      inlinks,
      chain: z.array(z.object({ url: z.string(), state: z.enum(STATES), reason, status: count.nullable() })),
      duplicates: z.object({ total: count, first: z.array(z.string()) }),
      isInOutbox: z.boolean(),
      page: z.object(pageFields).nullable(),
    })
    .nullable(),
  near: z.array(z.object({ url: z.string(), state: z.enum(STATES), reason })),
});

const testHop = z.object({
  url: z.string(),
  answer: z
    .object({
      status: count,
      firstByteMs: z.number(),
      totalMs: z.number(),
      wireBytes: count,
      headers: z.record(z.string(), z.string()),
    })
    .nullable(),
  state: z.enum(STATES),
  reason,
  detail: urlFields.detail,
});

export const testAnswer: z.ZodType<UrlTest> = z.object({
  url: z.string(),
  site: z.string().nullable(),
  state: z.enum(STATES),
  reason,
  detail: urlFields.detail,
  remedy,
  sentences,
  hops: z.array(testHop),
  canonical: testHop.nullable().describe('What its canonical link names, when that was asked for, too.'),
  page: z
    .object({
      ...pageFields,
      encoding: z.string(),
      encodingFrom: z.enum(['byte-order-mark', 'content-type', 'declaration', 'utf-8-bytes', 'text', 'default']),
      noindex: z.boolean(),
      nofollow: z.boolean(),
      canonicalUrl: z.string().nullable(),
      refreshUrl: z.string().nullable(),
      outlinks: z.object({ total: count, inScope: count }),
    })
    .nullable(),
  requests: count.describe('Requests written, robots.txt included.'),
});
