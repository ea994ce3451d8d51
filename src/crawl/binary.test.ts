import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { isBinary } from './binary.ts';

const words = Array.from({ length: 2_000 }, (_, i) => `word${(i * 7919) % 4001}`).join(' ');

test('isBinary() knows compressed data, pictures and PDF', () => {
  assert.equal(isBinary(gzipSync(words)), true);
  assert.equal(isBinary(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')), true);
  assert.equal(isBinary(Buffer.from('%PDF-1.7\n1 0 obj << >>')), true);
});

test('isBinary() takes for text what has a stray control character, and texts in any charset', () => {
  assert.equal(isBinary(new Uint8Array()), false);
  assert.equal(isBinary(Buffer.from(`<p>page one\f\v<p>${words}`)), false);
  assert.equal(isBinary(Buffer.from('N\bNA\bAM\bME\bE')), false);
  assert.equal(isBinary(Buffer.from('Привет, мир: текст в windows-1251', 'utf8')), false);
  assert.equal(isBinary(Uint8Array.from({ length: 400 }, (_, i) => 0x80 + (i % 128))), false);
  assert.equal(isBinary(Buffer.from('\x1b$B$3$s\x1b(B iso-2022-jp', 'latin1')), false);
});
