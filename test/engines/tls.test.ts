import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, describe, it, type TestContext, test } from 'node:test';
import { ElasticsearchSearchIndex } from '../../src/index/elasticsearch/elasticsearch-search-index.ts';
import { ENGINE_KINDS, startEngine, stopEngine } from '../../tools/engines.ts';
import { page } from '../support/crawl-bench.ts';
import { startFakeSite } from '../support/fake-site.ts';
import { pageDocument, sectionDocument } from '../support/search-index-contract.ts';
import { Spindex } from '../support/spindex.ts';
import { TunnelProxy } from '../support/tunnel-proxy.ts';

const LOGIN = 'me:s3cr3t-word';
const BASIC = `Basic ${Buffer.from(LOGIN).toString('base64')}`;
const API_KEY = 'k3y-of-the-index';
const PROXY_LOGIN = 'us:pr0xy-word';
/** Whatever would give them away. */
const SECRETS = ['s3cr3t-word', BASIC.slice(6), API_KEY, 'pr0xy-word'];

/** An engine behind TLS with an authority of our own, which asks who is there, as those of companies are. */
class Gatekeeper {
  readonly caFile: string;
  readonly #server: Server;

  static async start(engine: string, folder: string): Promise<Gatekeeper | undefined> {
    const [key, caFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=spindex test', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const made = spawnSync('openssl', [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', caFile],
      ...subject,
    ]);
    if (made.status !== 0) return undefined;
    const gatekeeper = new Gatekeeper(engine, { caFile, key: readFileSync(key), cert: readFileSync(caFile) });
    gatekeeper.#server.listen(0, '127.0.0.1');
    await once(gatekeeper.#server, 'listening');
    return gatekeeper;
  }

  private constructor(engine: string, { caFile, ...tls }: { caFile: string; key: Buffer; cert: Buffer }) {
    this.caFile = caFile;
    this.#server = createServer(tls, (from, to) => {
      const { authorization, ...headers } = from.headers;
      const isKnown = authorization === BASIC || authorization === `ApiKey ${API_KEY}`;
      const isReader = authorization === 'ApiKey reader';
      const isOfCluster = /^\/_(cluster|nodes)/.test(from.url ?? '');
      const isAllowed = isReader ? from.method === 'GET' : !(isOfCluster && authorization !== BASIC);
      if (!(isKnown || isReader) || !isAllowed) {
        from.resume();
        to.writeHead(isKnown || isReader ? 403 : 401, { 'content-type': 'application/json' });
        to.end('{"error":{"type":"security_exception","reason":"not you"}}');
        return;
      }
      const forwarded = request(`${engine}${from.url}`, { method: from.method ?? 'GET', headers }, (answer) => {
        to.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(to);
      });
      forwarded.on('error', () => to.destroy());
      from.pipe(forwarded);
    });
  }

  get url(): string {
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** Files of a folder that hold one of the secrets. */
function leaks(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => SECRETS.some((secret) => readFileSync(file).includes(secret)));
}

for (const kind of ENGINE_KINDS) {
  const engine = await startEngine(kind);
  if (engine === undefined) {
    test(`TLS in front of ${kind}`, (t) => t.skip(`no ${kind} here: see the line above`));
    continue;
  }
  const name = `tls-${process.pid}`;
  const open = async (t: TestContext) => {
    const spindex = new Spindex(t);
    const gatekeeper = await Gatekeeper.start(engine.url, spindex.directory);
    if (!gatekeeper) t.skip('SKIPPED: no openssl here to make a certificate with');
    else t.after(() => gatekeeper.close());
    return gatekeeper && { spindex, gatekeeper };
  };

  describe(`TLS in front of ${kind}`, () => {
    after(async () => {
      const known: object = JSON.parse(await (await fetch(`${engine.url}/spindex-${name}`)).text());
      for (const index of Object.keys(known).filter((key) => key.startsWith(`spindex-${name}`)))
        await fetch(`${engine.url}/${index}`, { method: 'DELETE' });
      if (engine.isStarted) await stopEngine(kind);
    });

    it('needs the certificate of --index-ca, and credentials that may write', async (t) => {
      const parts = await open(t);
      if (!parts) return;
      const { url, caFile } = parts.gatekeeper;
      const nodes = [url.replace('//', `//${LOGIN}@`)];
      await assert.rejects(ElasticsearchSearchIndex.open({ nodes, name }), {
        code: 'index-unavailable',
        message: /certificate/i,
      });
      for (const access of [
        { nodes, name },
        { nodes: [url], name: `${name}-key`, apiKey: API_KEY }, // no rights over the cluster: the index alone
      ]) {
        const index = await ElasticsearchSearchIndex.open({ ...access, caFile });
        const put = pageDocument('https://docs.example/', [sectionDocument({ body: 'apple' })]);
        await index.apply([{ kind: 'put', page: put }]);
        assert.equal((await index.frequencies([{ terms: ['apple'] }])).sections, 1);
        await index.close();
      }
      for (const apiKey of ['wrong', 'reader']) {
        const opening = ElasticsearchSearchIndex.open({ nodes: [url], name: `${name}-${apiKey}`, caFile, apiKey });
        await assert.rejects(opening, { code: 'index-refused', message: /refuses these credentials/ });
      }
    });

    it('the program shows and stores credentials nowhere', async (t) => {
      const parts = await open(t);
      if (!parts) return;
      const { spindex, gatekeeper } = parts;
      const site = await startFakeSite({ '/': page('quokka', '/a'), '/a': page('wombat') });
      const proxy = await TunnelProxy.start(PROXY_LOGIN);
      t.after(() => Promise.all([site.close(), proxy.close()]));
      const withLogin = gatekeeper.url.replace('//', `//${LOGIN}@`);
      const wrong = gatekeeper.url.replace('//', `//${LOGIN}-not@`);
      const ca = ['--index-ca', gatekeeper.caFile, '--log', 'json'];
      const crawl = ['crawl', `${site.url}/`, '--rps', '0', ...ca, '--index'];
      const outputs: string[] = [];
      const run = async (code: number, ...args: string[]) => {
        const ended = await spindex.run(...args);
        assert.equal(ended.code, code, ended.output);
        outputs.push(ended.output);
        return ended.output;
      };
      await run(0, ...crawl, `${withLogin}/${name}`);
      assert.match(await run(0, 'search', 'quokka', ...ca, '--index', `${withLogin}/${name}`), /quokka/);
      await run(0, 'status', '--json', ...ca, '--index', `${gatekeeper.url}/${name}`, '--index-api-key', API_KEY);
      assert.match(await run(2, ...crawl, `${wrong}/${name}`), /credentials/);
      const byProxy = ['--index-proxy', proxy.urlFor(PROXY_LOGIN)];
      assert.deepEqual(proxy.tunnels, []);
      await run(0, 'reindex', ...ca, '--index', `${withLogin}/${name}`, ...byProxy);
      await run(0, ...crawl, `${withLogin}/${name}`, ...byProxy);
      assert.match(await run(0, 'search', 'wombat', ...ca, '--index', `${withLogin}/${name}`, ...byProxy), /wombat/);
      assert.deepEqual([...new Set(proxy.tunnels)], [new URL(gatekeeper.url).host]);
      const refused = ['--index-proxy', proxy.urlFor(`${PROXY_LOGIN}-not`)];
      assert.match(await run(1, ...crawl, `${withLogin}/${name}`, ...refused), /by the proxy .* 407/);
      gatekeeper.close();
      assert.match(await run(1, ...crawl, `${withLogin}/${name}`), /does not answer/);
      for (const output of outputs) for (const secret of SECRETS) assert.ok(!output.includes(secret), output);
      assert.deepEqual(leaks(spindex.data), []);
    });
  });
}
