import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeHtml } from './charset.ts';
import { decodeKorean } from './korean-encoding.ts';

const decode = (hex: string) => decodeKorean(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

test('decodeKorean() reads the syllables that windows-949 adds to KS X 1001', () => {
  // The first and the last of each range of the code page, and what stands beside them.
  assert.equal(decode('8141 815a 8161 817a 8181 81fe 8241'), '갂갴갵걕걖괓괔');
  assert.equal(decode('a041 a0fe a141 a1a0 c641 c652'), '잸좤좥줎힍힣');
  assert.equal(decode('61 8c63 b9e6 b0a2 c7cf 62'), 'a똠방각하b');
});

test('decodeKorean() leaves to the decoder what is none of them', () => {
  for (const hex of ['b0a1 c8fe', 'c653', 'c741', '8130 41', '80 ff 41', '81', 'b0', 'a1a1 20 a3c1', 'fe41'])
    assert.equal(decode(hex), new TextDecoder('euc-kr').decode(Buffer.from(hex.replaceAll(' ', ''), 'hex')), hex);
});

test('decodeHtml() reads euc-kr as windows-949, by whichever name', () => {
  const body = Buffer.from('8c63b9e6b0a2c7cf', 'hex');
  for (const charset of ['euc-kr', 'ks_c_5601-1987', 'windows-949'])
    assert.deepEqual(decodeHtml(body, `text/html; charset=${charset}`), { text: '똠방각하', encoding: 'euc-kr' });
});
