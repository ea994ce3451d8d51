import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { decodeContent } from './content-coding.ts';

const evaluation = new URL('../../../shared/eval/http/', import.meta.url);
const limits = { maxBytes: 1_000_000, truncate: false };
const gzip = { contentEncoding: 'gzip', ...limits };
const text = 'the quick brown fox '.repeat(200);
const encoders = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync, zstd: zstdCompressSync };

test('decodeContent() decodes the bodies of the evaluation pack', async (t) => {
  if (!existsSync(evaluation)) {
    t.skip('the evaluation pack is not beside the repository: content codings were NOT compared with it');
    return;
  }
  const lines = readFileSync(new URL('bodies.jsonl', evaluation), 'utf8').trim().split('\n');
  assert.ok(lines.length > 0);
  for (const line of lines) {
    const row = JSON.parse(line);
    const encoded = readFileSync(new URL(row.file, evaluation));
    const { body } = await decodeContent(encoded, { contentEncoding: row.contentEncoding, ...limits });
    assert.equal(body.length, row.plainBytes, row.id);
    assert.equal(createHash('sha256').update(body).digest('hex'), row.sha256, row.id);
  }
});

for (const [coding, encode] of Object.entries(encoders)) {
  test(`decodeContent() of ${coding}: whole, cut off, wrong and too large`, async () => {
    const encoded = encode(text);
    const whole = await decodeContent(encoded, { contentEncoding: coding, ...limits });
    assert.equal(Buffer.from(whole.body).toString(), text);
    assert.equal(whole.truncated, false);

    const half = encoded.subarray(0, encoded.length - 5);
    await assert.rejects(decodeContent(half, { contentEncoding: coding, ...limits }), { reason: 'decode' });
    const kept = await decodeContent(half, { contentEncoding: coding, maxBytes: 1_000_000, truncate: true });
    assert.ok(text.startsWith(Buffer.from(kept.body).toString()));

    await assert.rejects(decodeContent(Buffer.from('plain text'), { contentEncoding: coding, ...limits }), {
      reason: 'decode',
    });

    const small = { contentEncoding: coding, maxBytes: 100 };
    await assert.rejects(decodeContent(encoded, { ...small, truncate: false }), { reason: 'too-large' });
    const cut = await decodeContent(encoded, { ...small, truncate: true });
    assert.deepEqual([Buffer.from(cut.body).toString(), cut.truncated], [text.slice(0, 100), true]);
  });
}

test('decodeContent() takes deflate without its zlib wrapper', async () => {
  const { body } = await decodeContent(deflateRawSync(text), { contentEncoding: 'deflate', ...limits });
  assert.equal(Buffer.from(body).toString(), text);
});

test('decodeContent() leaves what follows a gzip file alone, as browsers do', async () => {
  const named = gzipSync(text);
  named[3] = 0x08; // a name follows the header
  const withName = Buffer.concat([named.subarray(0, 10), Buffer.from('page.html\0'), named.subarray(10)]);
  for (const whole of [gzipSync(text), withName, gzipSync('')]) {
    const { body } = await decodeContent(Buffer.concat([whole, Buffer.from('<!-- 0.1 s -->')]), gzip);
    assert.equal(Buffer.from(body).toString(), whole.length > 40 ? text : '');
  }
  const cut = Buffer.concat([gzipSync(text).subarray(0, -12), Buffer.from('<!-- 0.1 s -->')]);
  await assert.rejects(decodeContent(cut, gzip), { reason: 'decode' });
});

test('decodeContent() reads zstd to the last frame', async () => {
  const skipped = Buffer.from([0x5f, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2]);
  const frames = [text, '', text].map((part) => zstdCompressSync(part));
  const encoded = Buffer.concat([skipped, ...frames.flatMap((frame) => [frame, skipped])]);
  const zstd = { contentEncoding: 'zstd', ...limits };
  const { body } = await decodeContent(encoded, zstd);
  assert.equal(Buffer.from(body).toString(), text + text);
  await assert.rejects(decodeContent(encoded, { ...zstd, maxBytes: text.length + 1 }), { reason: 'too-large' });
  await assert.rejects(decodeContent(Buffer.concat([...frames, zstdCompressSync(text).subarray(0, -5)]), zstd), {
    reason: 'decode',
  });
  const many = Buffer.concat(Array.from({ length: 1_001 }, () => skipped));
  await assert.rejects(decodeContent(many, zstd), { reason: 'decode' });
});

test('decodeContent() takes the name of a charset for no coding', async () => {
  for (const contentEncoding of ['UTF-8', 'utf8', 'windows-1251', 'gzip, iso-8859-1']) {
    const encoded = contentEncoding.startsWith('gzip') ? gzipSync(text) : Buffer.from(text);
    assert.equal(Buffer.from((await decodeContent(encoded, { ...limits, contentEncoding })).body).toString(), text);
  }
});

test('decodeContent() undoes stacked codings, last one first', async () => {
  const { body } = await decodeContent(brotliCompressSync(gzipSync(text)), {
    contentEncoding: ' GZIP , br',
    ...limits,
  });
  assert.equal(Buffer.from(body).toString(), text);
});

test('decodeContent() bounds every layer of a stack, so that a bomb within a bomb goes off nowhere', async () => {
  const bomb = gzipSync(gzipSync(new Uint8Array(3_000_000)));
  await assert.rejects(decodeContent(bomb, { contentEncoding: 'gzip, gzip', ...limits }), { reason: 'too-large' });
  const codings = Array.from({ length: 9 }, () => 'gzip').join(',');
  await assert.rejects(decodeContent(bomb, { contentEncoding: codings, ...limits }), { reason: 'decode' });
});

test('decodeContent() leaves alone what has no coding, and an empty body whatever its coding', async () => {
  for (const contentEncoding of ['', 'identity', 'utf-8']) {
    const { body } = await decodeContent(Buffer.from(text), { contentEncoding, ...limits });
    assert.equal(Buffer.from(body).toString(), text);
  }
  assert.equal((await decodeContent(new Uint8Array(), { contentEncoding: 'gzip', ...limits })).body.length, 0);
});

test('decodeContent() refuses a coding that it does not know', async () => {
  await assert.rejects(decodeContent(Buffer.from(text), { contentEncoding: 'compress', ...limits }), {
    reason: 'decode',
  });
});
