import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toFetchFault } from './fetch-fault.ts';

test('toFetchFault() says that this machine is at its limit when it is, and what to do', () => {
  const { reason, message } = toFetchFault(Object.assign(new Error('connect EMFILE'), { code: 'EMFILE' }));
  assert.equal(reason, 'reset'); // worth another try
  assert.match(message, /no open files left .* lower --concurrency, or raise the limit .*EMFILE/);
});
