import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { FaultyEngine } from '../../../test/support/faulty-engine.ts';
import { pageDocument, sectionDocument } from '../../../test/support/search-index-contract.ts';
import { TunnelProxy } from '../../../test/support/tunnel-proxy.ts';
import { systemClock } from '../../model/clock.ts';
import { connect } from './connect.ts';
import { PageWriter } from './page-writer.ts';

const clock = { ...systemClock, sleep: async () => undefined };
/** Longer than any answer of a server in this process takes, short enough to wait for. */
const TIMEOUT_MS = 400;
const put = (path: string, sections = 3) => ({
  kind: 'put' as const,
  page: pageDocument(
    `https://docs.example/${path}`,
    Array.from({ length: sections }, () => sectionDocument({ body: 'apple' })),
  ),
});

for (const family of ['elasticsearch', 'opensearch'] as const)
  describe(`feeding ${family}`, () => {
    const start = async (t: TestContext) => {
      const server = await FaultyEngine.start(family);
      t.after(() => server.close());
      return server;
    };
    const open = async (t: TestContext, ...nodes: string[]) => {
      const engine = await connect({ nodes, timeoutMs: TIMEOUT_MS });
      t.after(() => engine.close());
      return { engine, writer: new PageWriter(engine, { alias: 'a', clock }) };
    };

    for (const fault of ['stall', 'reset', { status: 503 }, { status: 429 }] as const)
      it(`gets through ${JSON.stringify(fault)} that ends, and says index-unavailable of one that does not`, async (t) => {
        const server = await start(t);
        const { writer } = await open(t, server.url);
        server.faults.set('/_bulk', [fault]);
        await writer.apply([put('a')]);
        assert.equal(server.documents.size, 5, 'three sections, the page, and the state');
        server.faults.set('/_bulk', Array(40).fill(fault));
        await assert.rejects(writer.apply([put('b')]), { code: 'index-unavailable' });
        server.faults.clear();
        await writer.apply([put('b')]);
        assert.equal(server.documents.size, 9);
      });

    it('halves what is too large until it fits', async (t) => {
      const server = await start(t);
      const { writer } = await open(t, server.url);
      server.mostOperations = 7;
      assert.deepEqual(await writer.apply([put('a', 30)]), []);
      assert.equal(server.documents.size, 32);
    });

    it('names a page that is too large by itself, and writes the others', async (t) => {
      const server = await start(t);
      const { writer } = await open(t, server.url);
      server.mostOperations = 0;
      const [refusal] = await writer.apply([put('a')]);
      assert.deepEqual(refusal, { url: 'https://docs.example/a', why: 'larger than the search engine takes' });
    });

    it('waits for an index that is blocked, with the words of the engine', async (t) => {
      const server = await start(t);
      const { writer } = await open(t, server.url);
      server.faults.set('/_bulk', [
        { status: 403, type: 'cluster_block_exception', reason: 'read-only / allow delete' },
      ]);
      await assert.rejects(writer.apply([put('a')]), {
        code: 'index-unavailable',
        message: /read-only \/ allow delete/,
      });
    });

    it('goes to another node when one is gone, and when one never answers', async (t) => {
      const [good, silent] = [await start(t), await start(t)];
      const { writer, engine } = await open(t, 'http://127.0.0.1:9', good.url);
      await writer.apply([put('a')]);
      const both = await open(t, silent.url, good.url);
      silent.faults.set('', Array(1000).fill('stall'));
      for (const path of ['b', 'c', 'd']) await both.writer.apply([put(path)]);
      assert.equal(good.documents.size, 17);
      assert.match(engine.name, /search 9.9.9$/i);
    });

    it('works for those who may not ask about the cluster', async (t) => {
      const server = await start(t);
      server.faults.set('/_cluster/health', [{ status: 403 }]);
      server.faults.set('/_nodes/_local', [{ status: 403 }]);
      const { writer } = await open(t, server.url);
      await writer.apply([put('a')]);
      assert.equal(server.documents.size, 5);
    });

    it('says so of a server that is no engine', async (t) => {
      const server = await start(t);
      server.faults.set('/_cluster/health', [{ status: 404 }]);
      await assert.rejects(connect({ nodes: [server.url], timeoutMs: TIMEOUT_MS }), {
        code: 'index-refused',
        message: /no Elasticsearch or OpenSearch: it has no \/_cluster\/health\. .*--index/,
      });
    });

    it('sends user and password, or the key, with every request, and names them in no fault', async (t) => {
      const server = await start(t);
      const address = { nodes: [server.url.replace('http://', 'http://me:s3cret%21@')], timeoutMs: TIMEOUT_MS };
      const secrets = /s3cret|bWU6|k3y/;
      const says = async (options: Parameters<typeof connect>[0], code: string) => {
        server.faults.set('/_cluster/health', Array(9).fill(code === 'index-refused' ? { status: 401 } : 'reset'));
        await assert.rejects(connect(options), (fault: Error & { code: string }) => {
          assert.equal(fault.code, code);
          assert.doesNotMatch(`${fault.stack} ${JSON.stringify(fault)}`, secrets);
          return true;
        });
        server.faults.clear();
      };
      for (const [options, header] of [
        [address, `Basic ${Buffer.from('me:s3cret!').toString('base64')}`],
        [{ nodes: [server.url], apiKey: 'k3y' }, 'ApiKey k3y'],
      ] as const) {
        server.authorizations.clear();
        const engine = await connect(options);
        await new PageWriter(engine, { alias: 'a', clock }).apply([put('a')]);
        await engine.close();
        assert.deepEqual([...server.authorizations], [header]);
        await says(options, 'index-refused');
        await says(options, 'index-unavailable');
      }
    });

    it('says how a password with a percent sign is written, and takes a node that is named twice for one', async (t) => {
      const server = await start(t);
      const withPassword = (password: string) => server.url.replace('http://', `http://me:${password}@`);
      for (const [setting, address] of [
        ['--index', { nodes: [withPassword('100%sure')] }],
        ['--index-proxy', { nodes: [server.url], proxy: withPassword('100%sure') }],
      ] as const)
        await assert.rejects(connect(address), (fault: Error & { code: string }) => {
          assert.equal(fault.code, 'index-refused');
          assert.match(fault.message, new RegExp(`${setting} http.* a percent sign as %25`));
          assert.doesNotMatch(`${fault.stack} ${JSON.stringify(fault)}`, /sure/);
          return true;
        });
      const engine = await connect({ nodes: [withPassword('100%25sure'), server.url] });
      await engine.close();
      const basic = `Basic ${Buffer.from('me:100%sure').toString('base64')}`;
      assert.deepEqual([...server.authorizations], [basic]);
    });

    it('goes through a proxy alone, and says so of one that refuses or never answers', async (t) => {
      const [server, proxy] = [await start(t), await TunnelProxy.start('me:s3cret!')];
      t.after(() => proxy.close());
      const engine = await connect({ nodes: [server.url], proxy: proxy.urlFor('me:s3cret%21') });
      await new PageWriter(engine, { alias: 'a', clock }).apply([put('a')]);
      await engine.close();
      assert.equal(server.documents.size, 5);
      assert.equal(server.connections, proxy.tunnels.length);
      assert.deepEqual([...new Set(proxy.tunnels)], [new URL(server.url).host]);
      const fails = (login: string) =>
        assert.rejects(
          connect({ nodes: [server.url], proxy: proxy.urlFor(login), timeoutMs: TIMEOUT_MS }),
          (fault: Error & { code: string }) => {
            assert.equal(fault.code, 'index-unavailable');
            assert.match(fault.message, /does not answer by the proxy http:\/\/127.0.0.1:\d+ /);
            assert.doesNotMatch(`${fault.stack} ${JSON.stringify(fault)}`, /s3cret|wrong/);
            return true;
          },
        );
      await fails('me:wrong');
      proxy.isSilent = true;
      await fails('me:s3cret%21');
    });
  });

it('connect() says which certificate cannot be read', () =>
  assert.rejects(connect({ nodes: ['https://127.0.0.1:9'], caFile: '/no/such.pem' }), {
    code: 'index-refused',
    message: /--index-ca \/no\/such\.pem .*ENOENT/,
  }));
