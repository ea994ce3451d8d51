import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** What comes instead of a good answer: never any, a broken connection, or this status with these words. */
export type Misbehaviour = 'stall' | 'reset' | { status: number; type?: string; reason?: string };

/** Speaks as much of the language of a search engine as feeding one needs, remembers what it was told, and misbehaves on request. */
export class FaultyEngine {
  /** Versions of the documents that are there, by id. */
  readonly documents = new Map<string, number>();
  /** `METHOD path` of every request, in order. */
  readonly asked: string[] = [];
  readonly authorizations = new Set<string | undefined>();
  /** For requests to paths that end so: the next of these, and a good answer when there are no more. */
  readonly faults = new Map<string, Misbehaviour[]>();
  /** More operations than these in one request are 413. */
  mostOperations = Number.POSITIVE_INFINITY;
  connections = 0;
  readonly #family: 'elasticsearch' | 'opensearch';
  readonly #server: Server;

  static async start(family: 'elasticsearch' | 'opensearch'): Promise<FaultyEngine> {
    const engine = new FaultyEngine(family);
    engine.#server.listen(0, '127.0.0.1');
    await once(engine.#server, 'listening');
    return engine;
  }

  private constructor(family: 'elasticsearch' | 'opensearch') {
    this.#family = family;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.on('connection', () => (this.connections += 1));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://engine').pathname;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
    this.asked.push(`${request.method} ${path}`);
    this.authorizations.add(request.headers.authorization);
    const fault = [...this.faults].find(([end]) => path.endsWith(end))?.[1].shift();
    if (fault === 'stall') return;
    if (fault === 'reset') return void request.socket.resetAndDestroy();
    const { status, answer } = fault ? refused(fault) : this.#good(path, text);
    const name = this.#family === 'elasticsearch' ? 'x-elastic-product' : 'x-opensearch-version';
    const value = this.#family === 'elasticsearch' ? 'Elasticsearch' : 'OpenSearch/3.8.0 (opensearch)';
    response.writeHead(status, { [name]: value, 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  }

  #good(path: string, text: string): { status: number; answer: object } {
    if (path.endsWith('/_bulk')) return this.#bulk(text);
    if (path.endsWith('/_mget')) {
      const { docs }: { docs: { _id: string }[] } = JSON.parse(text);
      return { status: 200, answer: { docs: docs.map(({ _id }) => this.#known(_id)) } };
    }
    return { status: 200, answer: { nodes: { one: { version: '9.9.9' } } } };
  }

  #known(_id: string): object {
    const _version = this.documents.get(_id);
    return _version === undefined ? { _id, found: false } : { _id, found: true, _version, _source: {} };
  }

  #bulk(text: string): { status: number; answer: object } {
    const lines = text.split('\n').filter((line) => line !== '');
    const actions = lines
      .map((line) => JSON.parse(line))
      .filter((line) => '_id' in (line.index ?? line.delete ?? {}))
      .map((line) => ({ kind: 'index' in line ? 'index' : 'delete', ...(line.index ?? line.delete) }));
    if (actions.length > this.mostOperations) return { status: 413, answer: {} };
    for (const { kind, _id, version } of actions)
      if (kind === 'index') this.documents.set(_id, version);
      else this.documents.delete(_id);
    return { status: 200, answer: { items: actions.map(({ kind }) => ({ [kind]: { status: 200 } })) } };
  }
}

function refused({ status, type, reason }: Exclude<Misbehaviour, string>): { status: number; answer: object } {
  return { status, answer: { error: { type: type ?? 'some_exception', reason: reason ?? 'some reason' } } };
}
