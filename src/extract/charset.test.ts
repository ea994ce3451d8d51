import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeHtml } from './charset.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

test('decodeHtml() believes the byte order mark before the header, and drops it', () => {
  const body = Buffer.from('\ufeffпривет');
  assert.deepEqual(decodeHtml(body, 'text/html; charset=koi8-r'), { text: 'привет', encoding: 'utf-8' });
});

test('decodeHtml() believes the header before the document', () => {
  const body = bytes('<meta charset=utf-8>\xef\xf0\xe8');
  assert.equal(decodeHtml(body, 'text/html; Charset="windows-1251"').encoding, 'windows-1251');
  assert.match(decodeHtml(body, 'text/html; charset=windows-1251').text, /при$/);
});

test('decodeHtml() goes on looking when the header names no known encoding', () => {
  assert.equal(decodeHtml(bytes('<meta charset=koi8-r>'), 'text/html; charset=nonsense').encoding, 'koi8-r');
});

test('decodeHtml() finds no declaration in comments, attributes and scripts', () => {
  for (const html of ['<!-- <meta charset=koi8-r> -->', '<a title="<meta charset=koi8-r>">', '<metacharset=koi8-r>']) {
    assert.equal(decodeHtml(bytes(html)).encoding, 'windows-1252', html);
  }
});

test('decodeHtml() reads a declared UTF-16 as UTF-8 and an XML declaration as a last resort', () => {
  assert.equal(decodeHtml(bytes('<meta charset=utf-16>')).encoding, 'utf-8');
  assert.equal(decodeHtml(bytes('<?xml version="1.0" encoding="koi8-r"?><html>')).encoding, 'koi8-r');
  assert.equal(decodeHtml(bytes('<?xml version="1.0" encoding="koi8-r"?><meta charset=gbk>')).encoding, 'gbk');
});

test('decodeHtml() recognises undeclared UTF-8, also when cut within a character', () => {
  const body = Buffer.from('naïve é');
  assert.equal(decodeHtml(body).encoding, 'utf-8');
  assert.equal(decodeHtml(body.subarray(0, -1)).encoding, 'utf-8');
  assert.equal(decodeHtml(bytes('na\xefve')).text, 'naïve');
});

test('decodeHtml() decodes what no decoder of the platform knows', () => {
  assert.deepEqual(decodeHtml(bytes('abc'), 'text/html; charset=iso-2022-kr'), {
    text: '\ufffd',
    encoding: 'replacement',
  });
  assert.equal(decodeHtml(bytes('a\x80'), 'text/html; charset=x-user-defined').text, 'a\uf780');
});
