import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anyNumber, wholeNumber } from './numbers.ts';

test('wholeNumber() and anyNumber() take a number, and text that is one', () => {
  for (const given of [7, '7', ' 7 ', '7.0']) {
    assert.equal(wholeNumber(0, 10).parse(given), 7);
    assert.equal(anyNumber(0, 10).parse(given), 7);
  }
  assert.equal(anyNumber(0, 10).parse('0.5'), 0.5);
  assert.equal(wholeNumber(0, 10).safeParse('0.5').success, false);
});

test('wholeNumber() and anyNumber() take nothing for 0 or 1 that is no number', () => {
  for (const given of ['', ' ', null, true, false, [5], {}, 'Infinity', '5x', Number.NaN])
    for (const schema of [wholeNumber(0, 10), anyNumber(0, 10)]) {
      const { error } = schema.safeParse(given);
      assert.match(
        error?.issues[0]?.message ?? '',
        /^must be a (?:whole )?number from 0 to 10$/,
        JSON.stringify(given),
      );
    }
});
