import { z } from 'zod';
import { parseDurationMs } from './duration.ts';
import { parseIndexAddress } from './index-address.ts';
import { anyNumber, wholeNumber } from './numbers.ts';
import { parseRequestHeader } from './request-header.ts';
import { parseResolveRule } from './resolve-rule.ts';
import { parseSynonyms } from './synonyms.ts';

/** What a setting's row in --help and docs/settings.md says beside its type and default. */
interface SettingMeta {
  /** Commands the setting belongs to; the bare `spindex` takes those of `crawl` and `serve`. */
  commands: readonly string[];
  /** Placeholder in --help; a flag without one takes no value. */
  value?: string;
  help: string;
  /** Its value is never printed. */
  isSecret?: boolean;
}

const setting = <T extends z.ZodType>(schema: T, meta: SettingMeta): T => schema.meta({ ...meta });

/** Blank parts count for nothing: what is set in a file often ends in an empty line. */
const partsOf = (text: string, separator: string): string[] =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Flags and environment variables are text, spindex.json is typed: both are accepted. */
export const flag = z.union([z.boolean(), z.stringbool()], { error: 'must be true or false' });
const list = z.union([z.array(z.string()), z.string().transform((text) => partsOf(text, ','))], {
  error: 'must be text, or a list of texts',
});

/** One a line, as commas and semicolons belong to the values. */
const headers = z.preprocess(
  (given) => (typeof given === 'string' ? partsOf(given, '\n') : given),
  z.array(
    z
      .string()
      .max(8192)
      .refine(
        (text) => parseRequestHeader(text) !== undefined,
        'must be "Name: value" in printable ASCII, and no header that Spindex sets itself, such as Host or User-Agent',
      ),
  ),
);

const resolveRules = list.pipe(
  z.array(
    z
      .string()
      .refine(
        (text) => parseResolveRule(text) !== undefined,
        'must be host:port:address, such as example.org:443:192.0.2.1',
      ),
  ),
);

const ALL = ['crawl', 'serve', 'search', 'status', 'urls', 'why', 'eval', 'reindex'];
/** Whatever may make an index. */
const MAKE_INDEX = ['crawl', 'serve', 'reindex'];
const CRAWL = ['crawl'];
/** Whatever sends requests. */
const ASK = ['crawl', 'why'];
const SERVE = ['serve'];
/** Whatever searches. */
const SEARCH = ['serve', 'search', 'eval'];

/** The one schema of all settings: it validates, types, and yields --help and docs/settings.md. */
export const settingsSchema = z.strictObject({
  data: setting(z.string().min(1).default('.spindex'), {
    commands: ALL,
    value: 'DIR',
    help: 'Data directory: the crawl store and the index.',
  }),
  index: setting(
    z
      .string()
      .refine(
        (text) => text === 'sqlite:' || parseIndexAddress(text) !== undefined,
        'must be sqlite: or http(s)://host:port/name, the name in lower case',
      )
      .default('sqlite:'),
    {
      commands: ALL,
      value: 'sqlite:|URL',
      help: 'Where the index is: a file in the data directory, or Elasticsearch or OpenSearch at http(s)://[user:password@]host:port[/name]; further nodes after commas.',
      isSecret: true,
    },
  ),
  indexApiKey: setting(z.string().min(1).optional(), {
    commands: ALL,
    value: 'KEY',
    help: 'API key for the search engine of --index.',
    isSecret: true,
  }),
  indexCa: setting(z.string().min(1).optional(), {
    commands: ALL,
    value: 'FILE',
    help: 'Certificate (PEM) of the authority that vouches for the search engine of --index.',
  }),
  indexProxy: setting(
    z
      .string()
      .refine(
        (text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''),
        'must be http(s)://[user:password@]host:port',
      )
      .optional(),
    {
      commands: ALL,
      value: 'URL',
      help: 'Proxy that tunnels to the search engine of --index: http(s)://[user:password@]host:port.',
      isSecret: true,
    },
  ),
  waitIndex: setting(
    z
      .string()
      .refine((text) => parseDurationMs(text) !== undefined, 'must be a time such as 60s or 5m')
      .optional(),
    {
      commands: ALL,
      value: 'TIME',
      help: 'Wait so long for a search engine of --index that is not there yet: 60s, 5m.',
    },
  ),
  indexShards: setting(wholeNumber(1, 1024).optional(), {
    commands: MAKE_INDEX,
    value: 'N',
    help: 'Primary shards of an index that is made on a search engine. Default: 1, enough for some ten million sections.',
  }),
  indexReplicas: setting(wholeNumber(0, 16).optional(), {
    commands: MAKE_INDEX,
    value: 'N',
    help: 'Copies of each shard. Default: one as soon as the engine has a second node.',
  }),
  rps: setting(anyNumber(0, 1000).default(5), {
    commands: ASK,
    value: 'N',
    help: 'Requests per second to one host, never more in any second; 0 = no cap, for loopback hosts only.',
  }),
  strictRate: setting(flag.default(false), {
    commands: ASK,
    help: 'Count the second from the first byte of the answer: then no delay of the network can bunch requests.',
  }),
  concurrency: setting(wholeNumber(1, 10_000).default(8), {
    commands: CRAWL,
    value: 'N',
    help: 'Pages fetched at the same time. Each is a connection, and a page in memory.',
  }),
  scope: setting(z.enum(['prefix', 'host', 'domain']).default('prefix'), {
    commands: CRAWL,
    value: 'prefix|host|domain',
    help: "What belongs to the site: what lies under the seed's directory, its host, or its registrable domain.",
  }),
  include: setting(list.default([]), {
    commands: CRAWL,
    value: 'GLOB',
    help: 'Only URLs that match one of these; repeatable. * within a path segment, ** across.',
  }),
  exclude: setting(list.default([]), {
    commands: CRAWL,
    value: 'GLOB',
    help: 'No URLs that match one of these; repeatable; beats --include.',
  }),
  maxPages: setting(wholeNumber(1, 100_000_000).optional(), {
    commands: CRAWL,
    value: 'N',
    help: 'Pages to index in one crawl, exactly.',
  }),
  acceptLosses: setting(flag.default(false), {
    commands: CRAWL,
    help: 'Crawling again: let pages leave the index even when more than a tenth of them would vanish.',
  }),
  maxDepth: setting(wholeNumber(0, 10_000).optional(), {
    commands: CRAWL,
    value: 'N',
    help: 'Links between a seed and a page, at most.',
  }),
  maxBodyMib: setting(anyNumber(0.001, 1024).default(32), {
    commands: ASK,
    value: 'N',
    help: 'Largest page to download, in MiB.',
  }),
  userAgent: setting(
    z
      .string()
      .min(1)
      .max(256)
      .regex(/^[\x20-\x7e]+$/, 'must be printable ASCII')
      .optional(),
    {
      commands: ASK,
      value: 'TEXT',
      help: 'User-Agent header; its product token, what comes before the slash, is matched against robots.txt. Default: Spindex/<version>.',
    },
  ),
  header: setting(headers.default([]), {
    commands: ASK,
    value: 'NAME: VALUE',
    help: "Also send this header, to the seeds' own hosts only; repeatable (lines in the environment). Never stored: give it again to continue.",
    isSecret: true,
  }),
  ignoreRobots: setting(flag.default(false), {
    commands: ASK,
    help: 'Do not obey robots.txt, its Crawl-delay included; only its sitemaps are read. For sites of your own.',
  }),
  allowPrivate: setting(flag.default(false), {
    commands: ASK,
    help: 'Also fetch from private and loopback addresses that no seed names.',
  }),
  resolve: setting(resolveRules.default([]), {
    commands: ASK,
    value: 'HOST:PORT:ADDRESS',
    help: 'Use this address for that host, as in curl; repeatable.',
  }),
  host: setting(z.string().min(1).default('127.0.0.1'), {
    commands: SERVE,
    value: 'ADDRESS',
    help: 'Address to serve at.',
  }),
  port: setting(wholeNumber(0, 65_535).default(8080), {
    commands: SERVE,
    value: 'N',
    help: 'Port to serve at; 0 takes a free one.',
  }),
  every: setting(
    z
      .string()
      .refine(
        (text) => (parseDurationMs(text) ?? 0) >= 60_000,
        'must be a time of at least a minute, such as 30m, 6h or 7d',
      )
      .optional(),
    {
      commands: SERVE,
      value: 'TIME',
      help: 'Crawl again this long after a crawl has ended, give or take a tenth: 30m, 6h, 7d. With a URL that site, without one every site.',
    },
  ),
  adminToken: setting(z.string().min(8).optional(), {
    commands: SERVE,
    value: 'TOKEN',
    help: 'Needed by whatever changes something, when the server is not bound to loopback; at least 8 characters.',
    isSecret: true,
  }),
  synonyms: setting(
    list
      .pipe(
        z
          .array(
            z
              .string()
              .max(500)
              .refine(
                (text) => parseSynonyms(text) !== undefined,
                'must be wordings with = between them: "k8s = kubernetes"',
              ),
          )
          .max(1000),
      )
      .default([]),
    {
      commands: SEARCH,
      value: 'WORDS = WORDS',
      help: 'Wordings that mean the same, such as "regex = regular expression"; repeatable. In force at once: nothing is crawled or indexed again.',
    },
  ),
  log: setting(z.enum(['text', 'json']).default('text'), {
    commands: ALL,
    value: 'text|json',
    help: 'How progress and messages are printed.',
  }),
});

export type Settings = z.infer<typeof settingsSchema>;
type SettingName = keyof Settings;

/** What one crawl needs: its seeds, and the settings of the crawl command. */
export interface CrawlSettings
  extends Pick<
    Settings,
    | 'rps'
    | 'strictRate'
    | 'concurrency'
    | 'scope'
    | 'include'
    | 'exclude'
    | 'maxPages'
    | 'maxDepth'
    | 'maxBodyMib'
    | 'userAgent'
    | 'header'
    | 'ignoreRobots'
    | 'allowPrivate'
    | 'resolve'
  > {
  seeds: string[];
  /** Let pages leave the index however many would vanish. */
  acceptLosses?: boolean;
}

export interface SettingRow extends SettingMeta {
  name: SettingName;
  flag: string;
  env: string;
  /** Default as a person writes it; '' when there is none. */
  default: string;
  takesValue: boolean;
  repeatable: boolean;
}

/** Rows for --help and docs/settings.md, in the schema's order. */
export function settingRows(): SettingRow[] {
  return Object.entries(settingsSchema.shape).map(([name, schema]) => {
    const meta = schema.meta() as unknown as SettingMeta;
    const fallback = schema.safeParse(undefined).data;
    return {
      ...meta,
      name: name as SettingName,
      flag: `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      env: `SPINDEX_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`,
      default: fallback === undefined || Array.isArray(fallback) ? '' : String(fallback),
      takesValue: meta.value !== undefined,
      repeatable: Array.isArray(fallback),
    };
  });
}
