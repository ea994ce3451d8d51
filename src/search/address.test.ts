import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressOf } from './address.ts';

const place = { url: 'https://docs.example/a', anchor: '', ordinal: 3, heading: '' };
const textOf = (address: string) => decodeURIComponent(address.slice('https://docs.example/a#:~:text='.length));

describe('addressOf()', () => {
  it('opens a page at the anchor of the section, whatever it says', () => {
    assert.equal(addressOf({ ...place, anchor: 'a.b:c' }, 'Some more words'), 'https://docs.example/a#a.b:c');
    assert.equal(addressOf({ ...place, ordinal: 0, anchor: 'top' }), 'https://docs.example/a#top');
  });

  it('opens the beginning of a page at its top', () =>
    assert.equal(addressOf({ ...place, ordinal: 0 }, 'How to begin with it'), 'https://docs.example/a'));

  it('opens a section without an anchor at its first words', () => {
    const text = 'Note\nWaits for all of them, and gives their results in order.';
    const address = addressOf(place, text);
    assert.equal(textOf(address), 'Waits for all of them, and gives their');
    assert.match(address, /^[!-~]+$/);
  });

  it('takes the heading when the section has no text, and the only line when it is short', () => {
    assert.equal(textOf(addressOf({ ...place, heading: 'Step two' }, '')), 'Step two');
    assert.equal(textOf(addressOf({ ...place, heading: 'Step two' }, 'Press it')), 'Press it');
    assert.equal(addressOf(place, ' \n '), 'https://docs.example/a');
  });

  it('writes what has a meaning in a text fragment so that it has none', () => {
    const address = addressOf(place, 'pre-, one & two, -three');
    assert.doesNotMatch(address.slice(address.indexOf('=') + 1), /[-,&]/);
    assert.equal(textOf(address), 'pre-, one & two, -three');
  });

  it('never grows long, and never throws', () => {
    assert.ok(addressOf(place, `${'w'.repeat(70)} ${'x'.repeat(500)} y z`).length < 140);
    assert.doesNotThrow(() => addressOf(place, 'one \ud800 two three'));
  });
});
