import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressName } from './url-name.ts';

describe('addressName()', () => {
  it('gives the words of the last part, without its ending', () => {
    assert.equal(addressName('https://docs.example/sql/create-table.html'), 'create table');
    assert.equal(addressName('https://docs.example/library/os.path.html?highlight=join/split'), 'os path');
    assert.equal(addressName('https://docs.example/wiki/Big%20data'), 'Big data');
  });

  it('takes no dot in a name for an ending', () => {
    const named = ['/docs/3.11/', '/release/v2.10', '/wiki/Node.js', '/a/Main.PHP'];
    assert.deepEqual(
      named.map((path) => addressName(`https://docs.example${path}`)),
      ['3 11', 'v2 10', 'Node js', 'Main'],
    );
  });

  it('calls the page of a directory by the directory', () => {
    assert.equal(addressName('https://docs.example/guide/'), 'guide');
    assert.equal(addressName('https://docs.example/guide/index.html'), 'guide');
  });

  it('gives nothing for the top of a host', () => {
    for (const path of ['', '/', '/index.html']) assert.equal(addressName(`https://docs.example${path}`), '');
  });

  it('leaves escapes alone that are none', () => {
    assert.equal(addressName('https://docs.example/%E4%FF'), '%E4%FF');
  });
});
