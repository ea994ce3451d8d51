import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressName } from './name-terms.ts';

describe('addressName()', () => {
  it('gives the words of the last part, without its ending', () => {
    assert.equal(addressName('https://docs.example/sql/create-table.html'), 'create table');
    assert.equal(addressName('https://docs.example/library/os.path.html?highlight=join/split'), 'os path');
    assert.equal(addressName('https://docs.example/wiki/Big%20data'), 'Big data');
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
