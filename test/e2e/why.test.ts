import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFakeSite } from '../support/fake-site.ts';
import { Spindex } from '../support/spindex.ts';

const LARGE = `<title>Large</title><main><h1>Large</h1>${'<p>One paragraph of many, all alike.'.repeat(10_000)}</main>`;

test('spindex why tells a story without a request, and --test asks the site once, for a large page too', {
  timeout: 120_000,
}, async (context) => {
  const site = await startFakeSite({
    '/': '<title>Home</title><p>Welcome. <a href="/large">large</a>',
    '/large': LARGE,
    '/new': '<link rel="canonical" href="/large"><title>New</title><p>Nothing like it.',
  });
  context.after(() => site.close());
  const spindex = new Spindex(context);
  const crawled = await spindex.run('crawl', `${site.url}/`, '--rps', '0');
  assert.equal(crawled.code, 0, crawled.output);
  const { length } = site.requests;
  const told = await spindex.run('why', `${site.url}/large`);
  assert.deepEqual([told.code, site.requests.length], [0, length]);
  assert.match(told.output, /Indexed \(ok\)[\s\S]*by the link "large"/);
  const tested = await spindex.run('why', `${site.url}/large`, '--test', '--rps', '0');
  assert.equal(tested.code, 0, tested.output);
  assert.match(tested.output, /Unchanged \(unchanged\)[\s\S]*The page is "Large"/);
  assert.deepEqual(
    site.requests.slice(length).map(({ path }) => path),
    ['/large'],
  );
  const unseen = await spindex.run('why', `${site.url}/new`, '--test', '--rps', '0');
  assert.match(
    unseen.output,
    /Indexed \(ok\)[\s\S]*is ignored: that page says something else[\s\S]*cannot tell whether/,
  );
});
