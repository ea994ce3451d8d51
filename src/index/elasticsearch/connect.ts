import { readFileSync } from 'node:fs';
import { Fault } from '../../model/errors.ts';
import { at, bodyOf, type Engine, type EngineAnswer, type EngineRequest } from './engine.ts';

export interface EngineAddress {
  /** http(s) addresses of one cluster's nodes, user and password in them if need be. */
  nodes: readonly string[];
  apiKey?: string;
  /** File with the certificate of the authority that signed the engine's own, PEM. */
  caFile?: string;
  /** http(s) address of a forward proxy that tunnels to the engine (CONNECT, RFC 9110, section 9.3.6), user and password in it if need be. */
  proxy?: string;
  /** Longest wait for one answer. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;
/** Of questions about the cluster: whoever may use an index need not be allowed to ask them. */
const FORBIDDEN = 403;
/** To the question that every engine answers. */
const NOT_FOUND = 404;
/** On another node, or once more: every request of ours may be repeated. */
const MAX_RETRIES = 2;

/** One request of a client, settled whatever the status; rejects when nobody answers. */
type Ask = (method: string, path: string, request: EngineRequest) => Promise<EngineAnswer & { headers: unknown }>;
interface Connection {
  ask: Ask;
  close: () => Promise<void>;
}

/**
 * Finds out which family answers, and speaks to it through its official client. Recognised by a header that every answer has: `GET /`
 * is not there on every build.
 * @throws Fault `index-unavailable` when nobody answers, `index-refused` when it is no engine that answers, or the credentials are refused
 */
export async function connect(address: EngineAddress): Promise<Engine> {
  const access = accessOf(address);
  const probe = await opensearchConnection(access);
  try {
    const health = await answered(address, probe.ask('GET', '/_cluster/health', {}));
    if (health.status === NOT_FOUND) throw noEngine(address);
    if (health.status !== FORBIDDEN) bodyOf(health, 'tell its health');
    const isElasticsearch = at(health.headers, 'x-elastic-product') === 'Elasticsearch';
    const connection = isElasticsearch ? await elasticsearchConnection(access) : probe;
    if (isElasticsearch) await probe.close();
    return engineOf(address, { connection, family: isElasticsearch ? 'Elasticsearch' : 'OpenSearch' });
  } catch (cause) {
    await probe.close();
    throw cause;
  }
}

function noEngine({ nodes }: EngineAddress): Fault {
  const where = nodes.map(shown).join(', ');
  return new Fault(
    'index-refused',
    `What answers at ${where} is no Elasticsearch or OpenSearch: it has no /_cluster/health. Give the address of one with --index.`,
  );
}

async function engineOf(
  address: EngineAddress,
  { connection, family }: { connection: Connection; family: string },
): Promise<Engine> {
  const send: Engine['send'] = async (method, path, request = {}) => {
    const { status, body } = await answered(address, connection.ask(method, path, request));
    return { status, body };
  };
  const nodes = at((await send('GET', '/_nodes/_local')).body, 'nodes');
  const [node] = typeof nodes === 'object' && nodes !== null ? Object.values(nodes) : [];
  return { name: `${family} ${String(at(node, 'version') ?? '')}`.trim(), send, close: connection.close };
}

async function answered<T>({ nodes, proxy }: EngineAddress, answer: Promise<T>): Promise<T> {
  return answer.catch((cause: unknown) => {
    const where = `The search engine at ${nodes.map(shown).join(', ')}`;
    const way = proxy === undefined ? '' : ` by the proxy ${shown(proxy)}`;
    const why =
      cause instanceof Error ? `${cause.name}${cause.message === '' ? '' : `: ${cause.message}`}` : 'no answer';
    throw new Fault('index-unavailable', `${where} does not answer${way} (${why}).`);
  });
}

/** The place without user and password, for messages. */
function shown(address: string): string {
  return URL.parse(address)?.origin ?? 'an address that is none';
}

interface Login {
  username: string;
  password: string;
}

/** What both clients are given, each in words of its own. */
interface Access {
  nodes: string[];
  apiKey: string | undefined;
  login: Login | undefined;
  ca: string | undefined;
  proxy: string | undefined;
  timeoutMs: number;
}

/** @throws Fault `index-refused` when the login or the certificate cannot be read */
function accessOf({ nodes, apiKey, caFile, proxy, timeoutMs = TIMEOUT_MS }: EngineAddress): Access {
  const [first] = nodes.map((node) => new URL(node)).filter(({ username }) => username !== '');
  const login = first && loginOf(first, '--index');
  if (proxy !== undefined) loginOf(new URL(proxy), '--index-proxy'); // the clients read it, and never answer when they cannot
  return {
    nodes: [...new Set(nodes.map((node) => new URL(node).origin))], // the path names the index, not a place on the server
    apiKey,
    login: apiKey === undefined ? login : undefined,
    ca: caFile === undefined ? undefined : readCertificate(caFile),
    proxy,
    timeoutMs,
  };
}

function loginOf({ username, password, origin }: URL, setting: string): Login {
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    // Without the cause, as the name of the engine is all that may be shown.
    throw new Fault(
      'index-refused',
      `The login before the @ in ${setting} ${origin} cannot be read: write special characters as %XX, a percent sign as %25.`,
    );
  }
}

function readCertificate(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? cause.code : cause;
    throw new Fault('index-refused', `--index-ca ${file} cannot be read (${why}).`, { cause });
  }
}

async function opensearchConnection({ nodes, apiKey, login, ca, proxy, timeoutMs }: Access): Promise<Connection> {
  const { Client, errors } = await import('@opensearch-project/opensearch');
  const client = new Client({
    nodes,
    maxRetries: MAX_RETRIES,
    requestTimeout: timeoutMs,
    ...(login ? { auth: login } : {}),
    ...(apiKey === undefined ? {} : { headers: { authorization: `ApiKey ${apiKey}` } }),
    ...(ca === undefined ? {} : { ssl: { ca } }),
    ...(proxy === undefined ? {} : { proxy }),
  });
  return {
    ask: async (method, path, request) => {
      try {
        const answer = await client.transport.request(paramsOf(method, path, request), optionsOf(request));
        return { status: answer.statusCode ?? 0, body: answer.body, headers: answer.headers };
      } catch (cause) {
        if (!(cause instanceof errors.ResponseError)) throw cause;
        return { status: cause.statusCode ?? 0, body: cause.body, headers: cause.headers };
      }
    },
    close: () => client.close(),
  };
}

async function elasticsearchConnection({ nodes, apiKey, login, ca, proxy, timeoutMs }: Access): Promise<Connection> {
  const { Client, errors, HttpConnection, SniffingTransport } = await import('@elastic/elasticsearch');
  const auth = apiKey === undefined ? login : { apiKey };
  class Transport extends SniffingTransport {
    constructor(options: ConstructorParameters<typeof SniffingTransport>[0]) {
      // As the other client does: another node may answer, and to wait is the caller's.
      super({ ...options, retryOnTimeout: true, retryBackoff: () => 0 });
    }
  }
  const client = new Client({
    nodes,
    Transport,
    maxRetries: MAX_RETRIES,
    requestTimeout: timeoutMs,
    enableMetaHeader: false,
    ...(auth ? { auth } : {}),
    ...(ca === undefined ? {} : { tls: { ca } }),
    ...(proxy === undefined ? {} : { proxy, Connection: HttpConnection }), // the faster connections cannot
  });
  return {
    ask: async (method, path, request) => {
      try {
        const params = paramsOf(method, path, request);
        const answer = await client.transport.request(params, { ...optionsOf(request), meta: true });
        return { status: answer.statusCode, body: answer.body, headers: answer.headers };
      } catch (cause) {
        if (!(cause instanceof errors.ResponseError)) throw cause;
        return { status: cause.statusCode ?? 0, body: cause.body, headers: cause.headers };
      }
    },
    close: () => client.close(),
  };
}

function paramsOf(method: string, path: string, { body, lines, bulk, query }: EngineRequest) {
  const bulkBody = bulk ?? (lines ? [...lines] : undefined);
  return {
    method,
    path,
    ...(bulkBody ? { bulkBody } : body ? { body } : {}),
    ...(query ? { querystring: query } : {}),
  };
}

function optionsOf({ bulk }: EngineRequest) {
  return bulk ? { headers: { 'content-encoding': 'gzip' } } : {};
}
