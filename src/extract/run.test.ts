import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Run } from './run.ts';

test('Run.dropLast() takes back a sign at the end, and nothing else', () => {
  const run = new Run();
  run.add('Oak\n', 'nowhere');
  run.add('[', 'elsewhere');
  run.add('source]', 'elsewhere');
  run.dropLast('[source]');
  assert.ok(run.isAtLineStart);
  run.add('¶', 'elsewhere');
  run.dropLast('§');
  assert.equal(run.isAtLineStart, false);
  const { text, linkChars } = run.take();
  assert.deepEqual({ text, linkChars }, { text: 'Oak\n¶', linkChars: 1 });
});

test('Run.dropLast() knows whether a line begins where the sign was all of the text', () => {
  const run = new Run();
  run.add('Oak', 'nowhere');
  run.hold();
  run.release(() => false);
  run.add('¶', 'elsewhere');
  run.dropLast('¶');
  assert.deepEqual([run.isAtLineStart, run.endsInWord], [false, true]);
  run.take();
  run.add('¶', 'elsewhere');
  run.dropLast('¶');
  assert.ok(run.isAtLineStart);
});

test('Run.dropLast() takes linear time for many signs in a long text', () => {
  const run = new Run();
  const long = 'oak '.repeat(1_000_000);
  run.add(long, 'nowhere');
  for (let i = 0; i < 100_000; i++) {
    run.add('x', 'nowhere');
    run.add('¶', 'elsewhere');
    run.dropLast('¶'); // to look through all of the text each time would take minutes
    run.hold();
    run.release(() => false);
  }
  assert.equal(run.take().text, long + 'x'.repeat(100_000));
});
