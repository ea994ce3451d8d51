import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parameterPattern, urlPattern } from './url-pattern.ts';

it('urlPattern() is the same for the pages of one template and another for another template', () => {
  const pattern = (path: string) => urlPattern(`https://example.org${path}`);
  assert.equal(pattern('/calendar/2031/01'), 'example.org/calendar/*/*');
  assert.equal(pattern('/list?page=2&sort=a'), pattern('/list?sort=b&page=17'));
  assert.equal(pattern('/commit/0123456789abcdef'), 'example.org/commit/*');
  assert.notEqual(pattern('/list?page=2'), pattern('/list?page=2&sort=a'));
  assert.notEqual(pattern('/guide/intro'), pattern('/guide/usage'));
});

it('parameterPattern() is the same for all paths of a host, and there is none without parameters', () => {
  assert.equal(parameterPattern('https://example.org/a/1?ref=x&by=2'), 'example.org/**?by&ref');
  assert.equal(parameterPattern('https://example.org/b?by=1&ref='), 'example.org/**?by&ref');
  assert.equal(parameterPattern('https://example.org/b'), undefined);
});

it('urlPattern() tells the parts of an application apart that answer at one path', () => {
  const pattern = (query: string) => urlPattern(`https://example.org/index.php?${query}`);
  assert.equal(pattern('id=7&mod=news'), 'example.org/index.php?id&mod=news');
  assert.equal(pattern('mod=news&id=7'), pattern('mod=news&id=8'));
  assert.notEqual(pattern('mod=news&id=7'), pattern('mod=users&id=7'));
  assert.equal(pattern('action=profile;u=7'), pattern('action=profile&u=8'));
  assert.notEqual(pattern('action=profile;u=7'), pattern('action=help;u=7'));
  assert.equal(pattern('view=7'), pattern('view=8'));
  assert.equal(pattern('by=size;down'), pattern('by=date;up'));
});

it('urlPattern() tells numbers apart by the words before them, and not other values', () => {
  const pattern = (query: string) => urlPattern(`https://example.org/?${query}`);
  assert.equal(pattern('q=node/7'), 'example.org/?q=node/*');
  assert.equal(pattern('q=comment/reply/7/12'), pattern('q=comment/reply/8/3'));
  assert.equal(pattern('topic=7.msg55'), 'example.org/?topic=*.msg*');
  assert.equal(pattern('topic=7.15'), 'example.org/?topic');
  for (const value of [
    'smith',
    'smith12',
    '2031-05-01',
    '12:a-long-name',
    'k3x9qz7',
    '0123456789abcdef',
    'three-words-of-2',
  ])
    assert.equal(pattern(`q=${value}`), 'example.org/?q', value);
});
