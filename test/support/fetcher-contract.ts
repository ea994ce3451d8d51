import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { FetchError, FetchedResponse, Fetcher, FetchRequest } from '../../src/fetch/fetcher.ts';
import type { Permit } from '../../src/model/permit.ts';
import type { FetchFailure } from '../../src/model/reasons.ts';
import { type FakeRoutes, type FakeSite, gzipBomb, type Misbehaviour, redirectTo, startFakeSite } from './fake-site.ts';

/** Limits that the adapter under test must be given: small, so that the suite is quick. */
export const CONTRACT_LIMITS = {
  connectTimeoutMs: 2_000,
  firstByteTimeoutMs: 200,
  bodyIdleTimeoutMs: 200,
  totalTimeoutMs: 400,
  maxHeaderBytes: 64 * 1024,
  maxBodyBytes: 256 * 1024,
  maxDecodedBytes: 512 * 1024,
};

/** What became of every permit a fetch was given, in order. */
export interface PermitLog {
  acquire: (signal: AbortSignal) => Promise<Permit>;
  log: string[];
}

export function recordPermits(before: () => Promise<void> = async () => undefined): PermitLog {
  const log: string[] = [];
  let count = 0;
  const acquire = async () => {
    count += 1;
    const number = count;
    await before();
    let isUsed = false;
    const permit: Permit = {
      written: () => {
        isUsed = true;
        log.push(`written ${number}`);
      },
      answered: () => {
        if (!log.includes(`answered ${number}`)) log.push(`answered ${number}`);
      },
      cancel: () => {
        if (!isUsed) log.push(`cancelled ${number}`);
      },
    };
    return permit;
  };
  return { acquire, log };
}

const never = new AbortController().signal;

interface Bench {
  site: FakeSite;
  get: (path: string, request?: Partial<FetchRequest>) => Promise<FetchedResponse | FetchError>;
  fetcher: Fetcher;
}

/** The promises of the port Fetcher; every adapter runs them. `create` makes one that may reach 127.0.0.1. */
export function testFetcherContract(name: string, create: (limits: typeof CONTRACT_LIMITS) => Fetcher): void {
  const promise = (says: string, routes: FakeRoutes, check: (bench: Bench) => Promise<void>) =>
    test(`${name} ${says}`, async () => {
      const site = await startFakeSite(routes);
      const fetcher = create(CONTRACT_LIMITS);
      const get: Bench['get'] = (path, request) =>
        fetcher.fetch({ url: site.url + path, ...request }, { acquire: recordPermits().acquire, signal: never });
      try {
        await check({ site, fetcher, get });
      } finally {
        await fetcher.close();
        await site.close();
      }
    });

  promise(
    'returns status, headers and body of any answer',
    { '/': { status: 418, headers: { 'x-a': ['1', '2'] }, body: 'tea' } },
    async ({ get }) => {
      const before = performance.now();
      const answer = await get('/');
      assert.ok(answer.kind === 'response');
      assert.equal(answer.status, 418);
      assert.equal(answer.headers['x-a'], '1, 2');
      assert.equal(Buffer.from(answer.body).toString(), 'tea');
      assert.equal(answer.wireBytes, 3);
      assert.ok(answer.totalMs >= answer.firstByteMs && answer.firstByteMs > 0);
      assert.ok(answer.totalMs <= performance.now() - before, 'from the request on');
    },
  );

  promise('sends path, query and the headers it is given', { '*': 'x' }, async ({ get, site }) => {
    await get('/a%2fb//?q=%D0%B4&x', { headers: { 'if-none-match': '"v1"' } });
    assert.equal(site.requests[0]?.path, '/a%2fb//?q=%D0%B4&x');
    assert.equal(site.requests[0]?.headers['if-none-match'], '"v1"');
    assert.match(site.requests[0]?.headers['accept-encoding'] ?? '', /gzip/);
  });

  promise(
    'gives an ETag so that it can be sent back, whatever bytes it is of',
    { '/': { headers: { etag: Buffer.from('"файл"').toString('latin1') }, body: 'x' } },
    async ({ get, site }) => {
      const answer = await get('/');
      assert.ok(answer.kind === 'response');
      await get('/', { headers: { 'if-none-match': answer.headers['etag'] ?? '' } });
      assert.equal(site.requests[1]?.headers['if-none-match'], Buffer.from('"файл"').toString('latin1'));
    },
  );

  promise(
    'follows no redirect and stores no cookie',
    { '/': { ...redirectTo('/b'), headers: { location: '/b', 'set-cookie': 'a=b' } }, '/b': 'b' },
    async ({ get, site }) => {
      const answer = await get('/');
      assert.ok(answer.kind === 'response');
      assert.equal(answer.status, 302);
      await get('/b');
      assert.deepEqual(
        site.requests.map(({ path }) => path),
        ['/', '/b'],
      );
      assert.equal(site.requests[1]?.headers.cookie, undefined);
    },
  );

  promise(
    'writes exactly one request for one permit, and says when the answer begins',
    { '/': { delayMs: 50, body: 'x' } },
    async ({ fetcher, site }) => {
      const permits = recordPermits();
      for (const _ of [1, 2]) await fetcher.fetch({ url: `${site.url}/` }, { acquire: permits.acquire, signal: never });
      assert.deepEqual(permits.log, ['written 1', 'answered 1', 'written 2', 'answered 2']);
      assert.equal(site.requests.length, 2);
    },
  );

  promise(
    'asks for its permit when a connection stands, and writes nothing before it has one',
    { '/': 'x' },
    async ({ fetcher, site }) => {
      const seen: number[] = [];
      const permits = recordPermits(async () => {
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(site.connections, site.requests.length);
      });
      await fetcher.fetch({ url: `${site.url}/` }, { acquire: permits.acquire, signal: never });
      assert.deepEqual(seen, [1, 0]);
    },
  );

  const misbehaviours: [Misbehaviour, FetchFailure][] = [
    ['reset', 'reset'],
    ['truncate', 'reset'],
    ['garbage', 'bad-response'],
    ['two-lengths', 'bad-response'],
    ['long-headers', 'bad-response'],
    ['stall', 'timeout-headers'],
    ['stall-body', 'timeout-body'],
    ['drip', 'timeout-body'],
    ['endless', 'too-large'],
  ];
  for (const [misbehaves, reason] of misbehaviours) {
    promise(
      `answers "${misbehaves}" with ${reason}, and only that page fails`,
      { '/bad': { misbehaves, body: 'x'.repeat(500) }, '/good': 'good' },
      async ({ get, fetcher, site }) => {
        const permits = recordPermits();
        const [bad, good] = await Promise.all([
          fetcher.fetch({ url: `${site.url}/bad` }, { acquire: permits.acquire, signal: never }),
          get('/good'),
        ]);
        assert.ok(bad.kind === 'failed', `${bad.kind} instead of a failure`);
        assert.equal(bad.reason, reason);
        assert.match(bad.detail, /^[A-Z].+\.$/);
        assert.equal(good.kind, 'response');
        assert.equal((await get('/good')).kind, 'response');
        assert.deepEqual(permits.log, ['written 1', 'answered 1'], 'what was written is never tried again');
        assert.equal(site.requests.filter(({ path }) => path === '/bad').length, 1);
      },
    );
  }

  promise('stops a bomb at the limit', { '/': gzipBomb(100) }, async ({ get }) => {
    const answer = await get('/');
    assert.equal(answer.kind === 'failed' && answer.reason, 'too-large');
  });

  promise(
    'says decode when the body is not what its coding says',
    { '/': { headers: { 'content-encoding': 'gzip' }, body: 'plain' } },
    async ({ get }) => {
      const answer = await get('/');
      assert.equal(answer.kind === 'failed' && answer.reason, 'decode');
    },
  );

  promise(
    'with truncateAtBytes keeps what came, plain or packed',
    {
      '/plain': 'x'.repeat(5_000),
      '/packed': { headers: { 'content-encoding': 'gzip' }, body: gzipSync('y'.repeat(5_000)) },
      '/endless': { misbehaves: 'endless' },
      '/short': 'z',
    },
    async ({ get }) => {
      for (const path of ['/plain', '/packed', '/endless']) {
        const answer = await get(path, { truncateAtBytes: 1_000 });
        assert.ok(answer.kind === 'response');
        assert.deepEqual([path, answer.body.length, answer.truncated], [path, 1_000, true]);
      }
      const short = await get('/short', { truncateAtBytes: 1 });
      assert.ok(short.kind === 'response');
      assert.equal(short.truncated, false);
    },
  );

  promise('downloads no body that is not wanted', { '/': { misbehaves: 'endless' } }, async ({ get }) => {
    const answer = await get('/', { wantsBody: ({ status }) => status !== 200 });
    assert.ok(answer.kind === 'response');
    assert.deepEqual([answer.bodySkipped, answer.body.length], [true, 0]);
    assert.ok(answer.wireBytes < 100_000, `${answer.wireBytes} bytes came`);
  });

  promise(
    'uses the connection again after an answer whose body is not wanted',
    { '/moved': { ...redirectTo('/b'), body: 'moved' }, '/same': { status: 304 }, '*': { status: 404, body: 'gone' } },
    async ({ get, site }) => {
      for (const path of ['/moved', '/same', '/gone', '/moved']) {
        const answer = await get(path, { wantsBody: ({ status }) => status === 200 });
        assert.ok(answer.kind === 'response');
        assert.deepEqual([answer.bodySkipped, answer.truncated, answer.body.length], [true, false, 0]);
      }
      assert.equal(site.connections, 1);
    },
  );

  for (const misbehaves of ['stall-body', 'drip', 'truncate'] as const) {
    promise(
      `has its answer though a body that is not wanted misbehaves ("${misbehaves}")`,
      { '/': { status: 404, misbehaves, body: 'x'.repeat(500) } },
      async ({ get }) => {
        const answer = await get('/', { wantsBody: () => false });
        assert.ok(answer.kind === 'response');
        assert.deepEqual([answer.status, answer.bodySkipped, answer.body.length], [404, true, 0]);
      },
    );
  }

  promise(
    'rejects with the reason of its signal at any stage, and gives its permit back when nothing was written',
    { '/': { misbehaves: 'stall' } },
    async ({ fetcher, site }) => {
      const url = `${site.url}/`;
      const early = AbortSignal.abort(new Error('early'));
      await assert.rejects(fetcher.fetch({ url }, { acquire: recordPermits().acquire, signal: early }), /early/);

      const duringAcquire = new AbortController();
      const permits = recordPermits(async () => duringAcquire.abort(new Error('in acquire')));
      await assert.rejects(
        fetcher.fetch({ url }, { acquire: permits.acquire, signal: duringAcquire.signal }),
        /in acquire/,
      );
      assert.deepEqual(permits.log, ['cancelled 1']);
      assert.equal(site.requests.length, 0);

      const afterWriting = new AbortController();
      const written = recordPermits();
      const running = fetcher.fetch({ url }, { acquire: written.acquire, signal: afterWriting.signal });
      while (site.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
      afterWriting.abort(new Error('after writing'));
      await assert.rejects(running, /after writing/);
      assert.deepEqual(written.log, ['written 1', 'answered 1']);
    },
  );

  promise('passes on what acquire throws', { '/': 'x' }, async ({ fetcher, site }) => {
    const acquire = () => Promise.reject(new Error('no more permits'));
    await assert.rejects(fetcher.fetch({ url: `${site.url}/` }, { acquire, signal: never }), /no more permits/);
  });

  promise('rejects misuse with a TypeError', { '/': 'x' }, async ({ fetcher, get, site }) => {
    await assert.rejects(
      fetcher.fetch({ url: 'ftp://host/' }, { acquire: recordPermits().acquire, signal: never }),
      TypeError,
    );
    await assert.rejects(get('/', { headers: { 'x-a': 'line\nbreak' } }), TypeError);
    await assert.rejects(
      get('/', {
        wantsBody: () => {
          throw new Error('oops');
        },
      }),
      TypeError,
    );
    await fetcher.close();
    await assert.rejects(
      fetcher.fetch({ url: site.url }, { acquire: recordPermits().acquire, signal: never }),
      TypeError,
    );
  });

  promise(
    'close() waits for what is in flight and leaves no connection open',
    { '/': { delayMs: 60, body: 'x' } },
    async ({ fetcher, get, site }) => {
      const running = get('/');
      while (site.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
      await fetcher.close();
      assert.equal((await running).kind, 'response');
      for (let turn = 0; turn < 1_000 && site.openConnections > 0; turn += 1)
        await new Promise((resolve) => setImmediate(resolve));
      assert.equal(site.openConnections, 0);
    },
  );
}
