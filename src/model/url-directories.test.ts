import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareVersions, isBetterAddress } from './url-directories.ts';

describe('compareVersions()', () => {
  it('puts what is called stable first, then the newest, then what is not released', () => {
    const sorted = [
      ...['stable', 'current', '', 'latest', '4.x', '4.10', '4.9', 'v4.2.1', 'v4.2', '3', '4.11rc1', '4.0-beta.2'],
      ...['main', 'dev', 'nightly'],
    ];
    assert.deepEqual(sorted.toReversed().sort(compareVersions), sorted);
  });
});

describe('isBetterAddress()', () => {
  const isBetter = (one: string, other: string) => {
    const [a, b] = [one, other].map((path) => ({
      url: `https://x.example${path}`,
      lang: /^\/ru\//.test(path) ? 'ru' : 'en',
    }));
    return a !== undefined && b !== undefined && isBetterAddress(a, b);
  };

  it('prefers the version that is released, and what is not below another language', () => {
    for (const [better, worse] of [
      ['/docs/install', '/docs/next/install'],
      ['/docs/2.1/install', '/docs/2.0/install'],
      ['/stable/install', '/3.0/install'],
      ['/docs/install', '/ru/docs/install'],
      ['/docs/next/install', '/ru/docs/install'],
      ['/docs/a', '/docs/next/a?from=/1.0/b'],
    ] as const) {
      assert.ok(isBetter(better, worse), `${better} ${worse}`);
      assert.ok(!isBetter(worse, better), `${worse} ${better}`);
    }
  });

  it('prefers, of one path, what does without some of the parameters', () => {
    for (const [better, worse] of [
      ['/topic/7/', '/topic/7/?post=60'],
      ['/viewtopic?t=7', '/viewtopic?t=7&p=60'],
      ['/viewtopic?t=7', '/viewtopic?p=60;t=7'],
    ] as const) {
      assert.ok(isBetter(better, worse), `${better} ${worse}`);
      assert.ok(!isBetter(worse, better), `${worse} ${better}`);
    }
    assert.ok(!isBetter('/viewtopic?t=7', '/viewtopic?t=8&p=60'));
    assert.ok(!isBetter('/topic/7/', '/topic/8/?post=60'));
    assert.ok(!isBetter('/show?page=/a?id=1', '/show?by=2&page=/a?id=2'));
  });

  it('prefers none of two where versions and languages make no difference', () => {
    assert.ok(!isBetter('/a', '/b'));
    assert.ok(!isBetter('/1.0/a', '/1.0/b'));
    assert.ok(!isBetter('/viewtopic?t=7&p=60', '/viewtopic?p=60&t=7')); // either of them, or each would displace the other
  });
});
