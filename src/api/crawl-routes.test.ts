import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { fakeCrawl, fakeParts, stateCounts } from '../../test/support/fake-server-parts.ts';
import { Fault } from '../model/errors.ts';
import { buildServer } from './server.ts';

const HREF = '/api/v1/crawls/docs.example.com%233';
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('POST /api/v1/crawls', () => {
  const post = async (payload: object, changes: Parameters<typeof fakeParts>[0] = {}) => {
    const parts = fakeParts(changes);
    const server = await buildServer(parts);
    return { parts, answer: await server.inject({ method: 'POST', url: '/api/v1/crawls', payload }) };
  };

  it('starts a crawl with the given settings and the server’s own for the rest', async () => {
    const { parts, answer } = await post({ url: 'https://docs.example.com/', rps: 2, maxPages: 100 });
    assert.equal(answer.statusCode, 202);
    assert.equal(answer.headers.location, HREF);
    assert.equal(answer.json().href, HREF);
    const seeds = ['https://docs.example.com/'];
    assert.deepEqual(parts.started, [{ ...parts.crawlDefaults, seeds, rps: 2, maxPages: 100 }]);
  });

  it('accepts losses for this crawl alone, when asked to', async () => {
    const { parts } = await post({ url: 'https://docs.example.com/', acceptLosses: true });
    assert.equal(parts.started[0]?.acceptLosses, true);
  });

  it('takes several seeds', async () => {
    const { parts } = await post({ urls: ['https://a.example/', 'https://a.example/b/'] });
    assert.deepEqual(parts.started[0]?.seeds, ['https://a.example/', 'https://a.example/b/']);
  });

  const refused = [
    [{}, 'url'],
    [{ url: 'https://a.example/', urls: ['https://b.example/'] }, 'url'],
    [{ url: 'https://a.example/', rps: 1001 }, 'rps'],
    [{ url: 'https://a.example/', rps: null }, 'rps'],
    [{ url: 'https://a.example/', resolve: ['a:b'] }, 'resolve.0'],
    [{ url: 'https://a.example/', scope: 'everything' }, 'scope'],
    [{ url: 'https://a.example/', maxpages: 3 }, 'maxpages'],
    [{ url: 7 }, 'url'],
  ] as const;
  for (const [body, parameter] of refused) {
    it(`refuses ${JSON.stringify(body)}, naming ${parameter}`, async () => {
      const { parts, answer } = await post(body);
      assert.equal(answer.statusCode, 400);
      assert.equal(answer.json().errors[0].parameter, parameter);
      assert.equal(parts.started.length, 0);
    });
  }

  it('passes on why a start is refused', async () => {
    const message = '127.0.0.1 is a private address; add --allow-private, or give it as the seed';
    const start = async () => Promise.reject(new Fault('settings-invalid', message));
    const { answer } = await post({ url: 'http://a.example/' }, { crawls: { ...fakeParts().crawls, start } });
    assert.equal(answer.statusCode, 400);
    assert.equal(answer.json().detail, message);
  });
});

describe('GET /api/v1/crawls', () => {
  it('lists crawls with their addresses and ISO times', async () => {
    const server = await buildServer(fakeParts({}, { progress: [fakeCrawl({ endedAt: 0 })] }));
    const [crawl] = (await server.inject('/api/v1/crawls')).json().crawls;
    assert.equal(crawl.href, HREF);
    assert.equal(crawl.startedAt, '2026-11-21T04:00:00.000Z');
    assert.equal(crawl.endedAt, '1970-01-01T00:00:00.000Z');
    assert.equal(crawl.expected, 5300);
    assert.equal(crawl.keptPages, 0);
  });

  it('expects no fewer pages than are searchable, as those of a site that is down stay so', async () => {
    const progress = [fakeCrawl({ states: stateCounts({ waiting: 4, failed: 1 }), searchable: 5, maxPages: 3 })];
    const server = await buildServer(fakeParts({}, { progress }));
    assert.equal((await server.inject('/api/v1/crawls')).json().crawls[0].expected, 5);
  });

  it('expects no more pages than are wanted, nor than there are', async () => {
    const states = stateCounts({ ready: 90, indexed: 10 });
    for (const [maxPages, expected] of [
      [30, 30],
      [300, 100],
    ] as const) {
      const server = await buildServer(fakeParts({}, { progress: [fakeCrawl({ states, searchable: 10, maxPages })] }));
      assert.equal((await server.inject('/api/v1/crawls')).json().crawls[0].expected, expected);
    }
  });

  it('says that the index takes no pages, and not where the index is', async () => {
    const progress = [fakeCrawl({ indexTrouble: 'http://10.0.0.7:9200 does not answer' })];
    const answer = await (await buildServer(fakeParts({}, { progress }))).inject('/api/v1/crawls');
    const [{ indexTrouble, heldUpBy }] = answer.json().crawls;
    assert.equal(indexTrouble, 'The index takes no pages now; they wait, and nothing is lost.');
    assert.equal(heldUpBy, indexTrouble);
    assert.doesNotMatch(answer.body, /10\.0\.0\.7/);
    const fine = (
      await (await buildServer(fakeParts({}, { progress: [fakeCrawl()] }))).inject('/api/v1/crawls')
    ).json();
    assert.deepEqual([fine.crawls[0].indexTrouble, fine.crawls[0].heldUpBy], [null, null]);
  });

  it('tells the pages that were kept from vanishing, and the trouble with sitemaps', async () => {
    const sitemaps = {
      read: 1,
      listed: 7,
      troubled: 1,
      troubles: [{ url: 'https://a.example/b.xml', why: 'is gone' }],
    };
    const server = await buildServer(fakeParts({}, { progress: [fakeCrawl({ keptPages: 13, sitemaps })] }));
    const [crawl] = (await server.inject('/api/v1/crawls')).json().crawls;
    assert.equal(crawl.keptPages, 13);
    assert.deepEqual(crawl.sitemaps, sitemaps);
  });
});

describe('GET /api/v1/crawls/:id', () => {
  const build = async () => {
    const clock = new FakeClock();
    const parts = fakeParts({ clock }, { progress: [fakeCrawl()] });
    return { clock, parts, server: await buildServer(parts) };
  };

  it('answers at once without wait, and when there is news', async () => {
    const { server } = await build();
    assert.equal((await server.inject(HREF)).json().revision, 7);
    for (const after of [6, 800])
      assert.equal(
        (await server.inject(`${HREF}?wait=25&after=${after}`)).json().revision,
        7,
        'also of an earlier process',
      );
  });

  it('waits for a change', async () => {
    const { server, parts, clock } = await build();
    const changed = Promise.withResolvers<ReturnType<typeof fakeCrawl>>();
    parts.crawls.next = (_id, { after }) => (after === 7 ? changed.promise : Promise.reject(new Error('wrong after')));
    const asked = server.inject(`${HREF}?wait=25&after=7`);
    await turn();
    changed.resolve(fakeCrawl({ revision: 8 }));
    assert.equal((await asked).json().revision, 8);
    assert.equal(clock.pending, 0);
  });

  it('answers as it is when the time is over', async () => {
    const { server, clock } = await build();
    const asked = server.inject(`${HREF}?wait=2&after=7`).then((answer) => answer.json());
    while (clock.pending === 0) await turn();
    await clock.advance(1999);
    assert.equal(clock.pending, 1);
    await clock.advance(1);
    assert.equal((await asked).revision, 7);
  });

  it('does not hold up the end of the server', async () => {
    const { server, clock } = await build();
    const asked = server.inject(`${HREF}?wait=25&after=7`).then((answer) => answer.json());
    while (clock.pending === 0) await turn();
    await server.close();
    assert.equal((await asked).revision, 7);
  });

  it('says that an id is unknown, and refuses waits that are too long', async () => {
    const { server } = await build();
    const unknown = await server.inject('/api/v1/crawls/nowhere%231');
    assert.equal(unknown.statusCode, 404);
    assert.equal(unknown.json().type, '/problems/unknown-crawl');
    assert.equal((await server.inject(`${HREF}?wait=26`)).statusCode, 400);
  });
});

describe('POST /api/v1/crawls/:id/stop', () => {
  it('stops the crawl and answers its last state', async () => {
    const parts = fakeParts({}, { progress: [fakeCrawl()] });
    const server = await buildServer(parts);
    const answer = await server.inject({ method: 'POST', url: `${HREF}/stop` });
    assert.equal(answer.statusCode, 200);
    assert.deepEqual(parts.stopped, ['docs.example.com#3']);
  });

  it('knows only crawls of this process', async () => {
    const server = await buildServer(fakeParts());
    assert.equal((await server.inject({ method: 'POST', url: `${HREF}/stop` })).statusCode, 404);
  });
});
