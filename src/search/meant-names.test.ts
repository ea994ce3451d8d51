import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandName, fileName } from './meant-names.ts';

describe('commandName()', () => {
  it('gives what stands before the first option', () => {
    assert.equal(commandName('git rebase -i HEAD~3'), 'git rebase');
    assert.equal(commandName('curl --head x -L'), 'curl');
    for (const q of ['cc src/pile.c -o', 'cc pile.c heap.c -o', 'cc "my pile.c" -o'])
      assert.equal(commandName(q), 'cc', q);
    assert.equal(commandName('./configure --prefix'), './configure');
    for (const q of ['-l', 'read-only', 'a - b', 'x -1']) assert.equal(commandName(q), '');
  });
});

describe('fileName()', () => {
  it('gives the last part of a path or an address', () => {
    assert.equal(fileName('/etc/apt/sources.list'), 'sources list');
    assert.equal(fileName('https://docs.example/util/HashMap.html#put'), 'HashMap');
    assert.equal(fileName('https://docs.example/os.path.html#os.path.join'), 'os.path.join');
    for (const q of ['/', 'TCP/IP', '/ search', '/%00']) assert.equal(fileName(q), '');
  });
});
