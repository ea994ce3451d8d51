import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../model/errors.ts';
import { settingsSchema } from '../model/settings.ts';
import { loadOptions, loadSettings, type SettingSources } from './load-settings.ts';

const load = (sources: Partial<SettingSources>) => loadSettings({ flags: {}, env: {}, file: undefined, ...sources });

function refuses(work: () => unknown, says: RegExp): void {
  assert.throws(work, (cause) => {
    assert.ok(cause instanceof Fault);
    assert.equal(cause.code, 'settings-invalid');
    assert.equal(cause.exitCode, 2);
    assert.match(cause.message, says);
    return true;
  });
}

test('loadSettings() without any source gives the defaults', () => {
  assert.deepEqual(load({}), settingsSchema.parse({}));
  assert.deepEqual([load({}).rps, load({}).port, load({}).data], [5, 8080, '.spindex']);
});

test('loadSettings() puts flag over environment over file over default', () => {
  const file = '{ "rps": 1, "concurrency": 2, "port": 3 }';
  const env = { SPINDEX_RPS: '4', SPINDEX_CONCURRENCY: '5', SPINDEX_SCOPE: '' };
  const { rps, concurrency, port, scope } = load({ file, env, flags: { rps: '6' } });
  assert.deepEqual({ rps, concurrency, port, scope }, { rps: 6, concurrency: 5, port: 3, scope: 'prefix' });
});

test('loadSettings() takes numbers, switches and lists as text and as JSON', () => {
  const env = { SPINDEX_INCLUDE: '/a/**, /b/**', SPINDEX_STRICT_RATE: 'true', SPINDEX_RPS: '0.5' };
  const fromText = load({ env });
  const fromJson = load({ file: '{ "include": ["/a/**", "/b/**"], "strictRate": true, "rps": 0.5 }' });
  assert.deepEqual(fromText, fromJson);
  assert.deepEqual(fromText.include, ['/a/**', '/b/**']);
  assert.equal(load({ env: { SPINDEX_STRICT_RATE: 'no' } }).strictRate, false);
});

test('loadSettings() takes what is left empty between lines and commas, or at the end, for nothing', () => {
  const env = { SPINDEX_HEADER: 'Cookie: a\r\n\nX-Key: b\n', SPINDEX_EXCLUDE: '/old/**, ,*.pdf,' };
  const { header, exclude } = load({ env });
  assert.deepEqual(
    [header, exclude],
    [
      ['Cookie: a', 'X-Key: b'],
      ['/old/**', '*.pdf'],
    ],
  );
});

test('loadSettings() names the source of what is wrong', () => {
  refuses(() => load({ flags: { rps: 'fast' } }), /^--rps: .*not "fast"/);
  refuses(() => load({ env: { SPINDEX_MAX_PAGES: '0' } }), /^SPINDEX_MAX_PAGES: /);
  refuses(() => load({ file: '{ "scope": "planet" }' }), /^"scope" in spindex\.json: .*"planet"/);
  refuses(() => load({ flags: { rps: 'fast', port: '-1' } }), /--rps: .*; --port: /);
});

test('loadSettings() names every unknown setting of spindex.json, and the one that was meant', () => {
  const file = '{ "rsp": 2, "colour": 1, "max-pages": 3 }';
  refuses(
    () => load({ file }),
    /has no setting "rsp" \(did you mean "rps"\?\), "colour", "max-pages" \(did you mean "maxPages"\?\)\. See/,
  );
});

test('loadSettings() takes nothing for no rate limit but the number 0', () => {
  refuses(() => load({ flags: { rps: '' } }), /^--rps: must be a number from 0 to 1000, not ""/);
  refuses(() => load({ env: { SPINDEX_RPS: ' ' } }), /^SPINDEX_RPS: /);
  refuses(() => load({ file: '{ "rps": null }' }), /^"rps" in spindex\.json: /);
  assert.equal(load({ flags: { rps: '0' } }).rps, 0);
});

test('loadSettings() says in plain words what a setting must be', () => {
  refuses(() => load({ flags: { adminToken: 'short' } }), /^--admin-token: must have at least 8 characters\. See/);
  refuses(() => load({ flags: { log: 'xml' } }), /^--log: must be one of text, json, not "xml"/);
  refuses(
    () => load({ env: { SPINDEX_STRICT_RATE: 'maybe' } }),
    /^SPINDEX_STRICT_RATE: must be true or false, not "maybe"/,
  );
  refuses(
    () => load({ file: '{ "include": 5 }' }),
    /^"include" in spindex\.json: must be text, or a list of texts, not 5/,
  );
});

test('loadSettings() takes the address of an index and of a proxy as they are written, and nothing else', () => {
  for (const index of ['sqlite:', 'http://127.0.0.1:9200', 'https://me:secret@search.example:9243/docs'])
    assert.equal(load({ flags: { index } }).index, index);
  for (const index of ['sqlite', 'elastic', 'ftp://search.example/docs', 'http://127.0.0.1:9200/Docs'])
    refuses(() => load({ flags: { index } }), /^--index: must be sqlite: or http\(s\):\/\/host:port\/name/);
  assert.equal(load({ flags: { indexProxy: 'http://proxy.example:3128' } }).indexProxy, 'http://proxy.example:3128');
  for (const indexProxy of ['proxy.example', 'socks5://proxy.example:1080'])
    refuses(() => load({ flags: { indexProxy } }), /^--index-proxy: must be http\(s\):/);
});

test('loadSettings() reads a spindex.json that begins with a byte order mark', () => {
  assert.equal(load({ file: '\ufeff{ "rps": 2 }' }).rps, 2);
});

test('loadSettings() refuses a spindex.json that is no object', () => {
  refuses(() => load({ file: '{' }), /not valid JSON/);
  for (const file of ['[]', 'null', '3', '"rps"']) refuses(() => load({ file }), /one object/);
});

test('loadSettings() never prints a secret', () => {
  assert.throws(
    () => load({ flags: { adminToken: 'hunter2' } }),
    (cause) => cause instanceof Fault && cause.message.includes('--admin-token') && !cause.message.includes('hunter2'),
  );
});

test('loadOptions() checks the options of a command', () => {
  assert.deepEqual(loadOptions('search', { limit: '3' }).limit, 3);
  refuses(() => loadOptions('search', { limit: '101' }), /--limit: .*"101"/);
  refuses(() => loadOptions('urls', { state: 'nowhere' }), /--state: /);
  const { json, explain } = loadOptions('search', { json: 'true', explain: 'false' }); // as in --json=true
  assert.deepEqual({ json, explain }, { json: true, explain: false });
  refuses(() => loadOptions('search', { json: '2' }), /^--json: must be true or false, not "2"/);
});

test('loadSettings() says of a file in UTF-16 that it is to be UTF-8', () => {
  const file = Buffer.from('\ufeff{ "rps": 3 }\r\n', 'utf16le').toString('utf8');
  refuses(() => load({ file }), /^spindex\.json is not UTF-8; save it as UTF-8\.$/);
});
