import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { Fault } from '../model/errors.ts';
import { PROBLEMS, ProblemError, problemDocument, toProblem } from './problems.ts';

const SENT = { query: {}, body: undefined };
const REQUEST = { id: 'r1', path: '/x' };

describe('PROBLEMS', () => {
  it('is the table of docs/errors.md, row by row', async () => {
    const text = await readFile(new URL('../../docs/errors.md', import.meta.url), 'utf8');
    const lines = text.replace(/ +/g, ' ').split('\n'); // the formatter aligns the columns
    const documented = lines.filter((line) => line.startsWith('| `'));
    const rows = Object.entries(PROBLEMS).map(
      ([code, { status, title, remedy }]) => `| \`${code}\` | ${status} | ${title} | ${remedy} |`,
    );
    assert.deepEqual(documented, rows);
  });
});

describe('toProblem', () => {
  it('gives faults of the caller their status and message', () => {
    const cases = [
      ['usage', 400],
      ['not-a-url', 400],
      ['settings-invalid', 400],
      ['data-in-use', 409],
    ] as const;
    for (const [code, status] of cases) {
      const problem = toProblem(new Fault(code, 'say this'), SENT);
      assert.equal(PROBLEMS[problem.code].status, status);
      assert.equal(problemDocument(problem, REQUEST).detail, 'say this');
    }
  });

  it('says when to try again after index-unavailable', () => {
    const problem = toProblem(new Fault('index-unavailable', 'away'), SENT);
    assert.equal(PROBLEMS[problem.code].status, 503);
    assert.match(problem.options.headers?.['retry-after'] ?? '', /^\d+$/);
  });

  it('blames nobody who searches for credentials that the search engine refuses, and shows them nothing of it', () => {
    const problem = toProblem(new Fault('index-refused', 'unable to authenticate user [indexer]'), SENT);
    assert.equal(problem.code, 'index-unavailable');
    assert.equal(problemDocument(problem, REQUEST).detail, undefined);
  });

  it('hides the message of whatever is not the caller’s fault', () => {
    const ofFastify = Object.assign(new Error('password=1'), { code: 'FST_ERR_X', statusCode: 500 });
    for (const error of [
      new Error('password=1'),
      ofFastify,
      new Fault('store-failed', '/home/me'),
      'thrown text',
      null,
    ]) {
      const document = problemDocument(toProblem(error, SENT), REQUEST);
      assert.equal(document.status, 500);
      assert.deepEqual(Object.keys(document).sort(), ['instance', 'requestId', 'status', 'title', 'type']);
    }
  });

  it('keeps a problem that a route has thrown', () => {
    const problem = new ProblemError('not-found');
    assert.equal(toProblem(problem, SENT), problem);
  });
});
