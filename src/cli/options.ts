import { z } from 'zod';
import { LINE_FORMATS } from '../crawl/url-lines.ts';
import { wholeNumber } from '../model/numbers.ts';
import { REASONS, type Reason, STATES } from '../model/reasons.ts';
import { flag } from '../model/settings.ts';
import { MAX_LIMIT, MAX_OFFSET } from '../search/response.ts';
import { URL_ORDERS } from '../store/url-report.ts';

/** Options of one command that are no settings: they never come from the environment or spindex.json. */
const option = <T extends z.ZodType>(schema: T, meta: { value?: string; help: string }): T => schema.meta(meta);

export const COMMAND_OPTIONS = {
  search: z.strictObject({
    limit: option(wholeNumber(1, MAX_LIMIT).default(10), { value: 'N', help: `Results to print, 1 to ${MAX_LIMIT}.` }),
    offset: option(wholeNumber(0, MAX_OFFSET).default(0), { value: 'N', help: 'Results to skip.' }),
    site: option(z.string().optional(), { value: 'NAME', help: 'Only this site.' }),
    lang: option(z.string().optional(), { value: 'CODE', help: 'Only this language, such as en.' }),
    type: option(z.string().optional(), { value: 'TYPE', help: 'Only this page type, such as reference.' }),
    explain: option(flag.default(false), { help: 'Print for each result what made its score.' }),
    json: option(flag.default(false), { help: "Print the API's JSON." }),
  }),
  status: z.strictObject({
    verify: option(flag.default(false), {
      help: 'Also compare every page of the index with the crawl store; exits with 1 when they differ.',
    }),
    json: option(flag.default(false), { help: 'Print JSON.' }),
  }),
  urls: z.strictObject({
    site: option(z.string().optional(), { value: 'NAME', help: 'Only this site.' }),
    state: option(z.enum(STATES).optional(), { value: 'STATE', help: `One of ${STATES.join(', ')}.` }),
    reason: option(z.enum(Object.keys(REASONS) as [Reason, ...Reason[]]).optional(), {
      value: 'REASON',
      help: 'A reason of docs/reasons.md.',
    }),
    prefix: option(z.string().min(1).max(2000).optional(), {
      value: 'TEXT',
      help: 'Only URLs that begin so; with a slash at its start, the beginning of the path.',
    }),
    q: option(z.string().min(1).max(512).optional(), { value: 'TEXT', help: 'Only URLs that contain this text.' }),
    order: option(z.enum(URL_ORDERS).default('found'), {
      value: 'found|depth|fetched',
      help: 'As found; by depth; or what was asked for, the latest first.',
    }),
    broken: option(flag.default(false), {
      help: 'Instead of these: URLs that are gone or have failed, with the pages that link to them.',
    }),
    format: option(z.enum(['text', ...LINE_FORMATS]).default('text'), {
      value: 'text|csv|jsonl',
      help: 'How rows are printed.',
    }),
  }),
  eval: z.strictObject({
    sample: option(wholeNumber(4, 20_000).default(2000), {
      value: 'N',
      help: 'Queries to ask, in equal parts of each kind, 4 to 20,000; always the same ones.',
    }),
    baseline: option(z.string().min(1).optional(), {
      value: 'FILE',
      help: 'Compare with this file and exit with 1 on a fall of more than .01; written when it is not there.',
    }),
    site: option(z.string().optional(), { value: 'NAME', help: 'Only this site.' }),
    worst: option(wholeNumber(0, 1000).default(20), {
      value: 'N',
      help: 'Queries to name that are found worst, 0 to 1000.',
    }),
    json: option(flag.default(false), { help: 'Print JSON.' }),
  }),
  why: z.strictObject({
    site: option(z.string().optional(), { value: 'NAME', help: 'Judge it for this site.' }),
    test: option(flag.default(false), {
      help: 'Ask for it now, as a crawl would, and tell what would become of it; stores nothing.',
    }),
    json: option(flag.default(false), { help: "Print the API's JSON." }),
  }),
} as const;

/** The command's own options as (name, schema) pairs. */
export function optionsOf(command: string): [string, z.ZodType][] {
  return Object.hasOwn(COMMAND_OPTIONS, command)
    ? Object.entries(COMMAND_OPTIONS[command as keyof typeof COMMAND_OPTIONS].shape)
    : [];
}
