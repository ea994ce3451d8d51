import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { FaultyEngine } from '../../../test/support/faulty-engine.ts';
import { pageDocument, sectionDocument } from '../../../test/support/search-index-contract.ts';
import { connect } from './connect.ts';
import { PageWriter } from './page-writer.ts';

async function open(t: TestContext) {
  const server = await FaultyEngine.start('opensearch');
  const engine = await connect({ nodes: [server.url] });
  const clock = new FakeClock();
  t.after(async () => {
    await engine.close();
    await server.close();
  });
  const refreshes = () => server.asked.filter((asked) => asked.endsWith('/_refresh')).length;
  let made = 0;
  const put = () => {
    made += 1;
    return [{ kind: 'put' as const, page: pageDocument(`https://docs.example/${made}`, [sectionDocument({})]) }];
  };
  return { writer: new PageWriter(engine, { alias: 'a', clock }), server, clock, refreshes, put };
}

it('PageWriter.apply() shows what is written at once when nothing more follows, else once a second', async (t) => {
  const { writer, clock, refreshes, put } = await open(t);
  await writer.apply(put());
  assert.equal(refreshes(), 1);
  for (let batch = 0; batch < 30; batch += 1) {
    await writer.apply(put(), { more: true });
    await clock.advance(100);
  }
  assert.equal(refreshes(), 3, 'two in three seconds, after the first');
  await writer.apply([]);
  assert.equal(refreshes(), 4, 'an empty batch ends the row');
  await writer.apply([]);
  assert.equal(refreshes(), 4, 'there was nothing to show');
});

it('PageWriter.apply() shows what an earlier run may have left', async (t) => {
  const { writer, refreshes } = await open(t);
  await writer.apply([]);
  assert.equal(refreshes(), 1);
});

it('PageWriter.apply() raises the version also when the clock stands still, and after a batch that was cut short', async (t) => {
  const { writer, server, put } = await open(t);
  const versions: (number | undefined)[] = [];
  for (let batch = 0; batch < 3; batch += 1) {
    if (batch === 1) {
      server.faults.set('/_bulk', Array(99).fill({ status: 401 }));
      await assert.rejects(writer.apply(put()));
      server.faults.clear();
    }
    await writer.apply(put());
    versions.push(server.documents.get('state'));
  }
  const [first = 0] = versions;
  assert.deepEqual(versions, [first, first + 2, first + 3]);
});
