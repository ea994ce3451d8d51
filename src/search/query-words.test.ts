import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { anyGroups, partGroups, queryWords, tellingWords, weighed, wholeGroups } from './query-words.ts';

const still = { isTyping: false };
const typing = { isTyping: true };
const termsOf = (groups: { terms: readonly string[] }[]) => groups.map((group) => group.terms);

describe('queryWords()', () => {
  it('lets a name go on that ends in an underscore, as long as nothing follows', () => {
    const prefixes = (text: string) => queryWords(text, ['en'], typing).map((word) => word.prefixes);
    assert.deepEqual(prefixes('array_to_'), [['=array_to_']]);
    assert.deepEqual(prefixes('array_to_ '), [[]]);
  });

  it('gives a word its stems in all languages of the index, and its exact form', () => {
    assert.deepEqual(queryWords('running', ['en', 'de'], still)[0]?.terms, ['run', 'running', '=running']);
    assert.deepEqual(queryWords('пошук', ['ru', 'uk'], still)[0]?.terms, ['пошук', '=пошук']);
  });

  it('takes the words of a question for grammar', () => {
    for (const [text, lang] of [
      ['что такое слой', 'ru'],
      ['що таке шар', 'uk'],
      ['what is a layer', 'en'],
    ] as const)
      assert.equal(queryWords(text, [lang], still).filter((word) => !word.isMinor).length, 1, text);
  });

  it('keeps a name whole, with its parts', () => {
    const [word, ...others] = queryWords('asyncio.gather', ['en'], still);
    assert.deepEqual(
      [word?.terms, word?.parts.map((part) => part.text), others.length],
      [['=asyncio.gather'], ['asyncio', 'gather'], 0],
    );
  });

  it('completes the last word only, and only while it is typed', () => {
    assert.deepEqual(
      queryWords('run corou', ['en'], typing).map((word) => word.prefixes),
      [[], ['corou', '=corou']],
    );
    assert.deepEqual(
      queryWords('run corou', ['en'], still).flatMap((word) => word.prefixes),
      [],
    );
    assert.deepEqual(
      queryWords('(run corou)', ['en'], typing).flatMap((word) => word.prefixes),
      [],
    );
  });

  it('completes a word with accents as the index has it', () =>
    assert.deepEqual(queryWords('Übers', ['de'], typing)[0]?.prefixes, ['ubers', '=ubers']));

  it('asks for pairs where words are not spaced, and for all that begin with a lone character', () => {
    assert.deepEqual(
      queryWords('検索', ['ja'], still).map(({ text, prefixes }) => [text, prefixes]),
      [['検索', []]],
    );
    assert.deepEqual(
      queryWords('盘', ['zh'], still).map(({ text, prefixes }) => [text, prefixes]),
      [['盘', ['盘']]],
    );
  });

  it('takes a stem that is shorter than what was typed', () =>
    assert.ok(queryWords('operat', ['en'], typing)[0]?.terms.includes('oper')));

  it('completes names alone from one or two letters', () =>
    assert.deepEqual(queryWords('ga', ['en'], typing)[0]?.prefixes, ['=ga', '==ga']));

  it('counts a word once, however often and in whichever form it is said', () => {
    const said = (text: string) => queryWords(text, ['en'], still).map((word) => word.text);
    assert.deepEqual(said('list of lists'), ['of', 'lists']);
    assert.deepEqual(said('os os.path os.path'), ['os', 'os.path']);
    assert.deepEqual(
      queryWords('mock.AsyncMock', ['en'], still).map(({ parts }) => parts.map((part) => part.text)),
      [['Async', 'Mock']],
    );
  });

  it('lets the last word go on though it has been said before', () =>
    assert.deepEqual(
      queryWords('list of list', ['en'], typing).map(({ prefixes }) => prefixes.length > 0),
      [false, true],
    ));

  it('looks for no courtesies, contractions of stop words and forms of them', () => {
    const told = (text: string) => tellingWords(queryWords(text, ['en', 'ru', 'uk'], still)).map((word) => word.text);
    assert.deepEqual(told('Could you please tell me why it doesn’t start?'), ['start']);
    assert.deepEqual(told("I'd say the user's id isn't set"), ['say', "user's", 'id', 'set']);
    assert.deepEqual(told('Подскажите, пожалуйста, каким моим файлам верить'), ['файлам', 'верить']);
    assert.deepEqual(told('Скажіть, будь ласка, якому моєму файлу вірити'), ['файлу', 'вірити']);
    assert.deepEqual(told('кислород открыт кем, и кому о нем сказано'), ['кислород', 'открыт', 'сказано']);
    assert.deepEqual(told('ким відкрито кисень, і кого до нього'), ['відкрито', 'кисень']);
    assert.deepEqual(told('help me'), ['help', 'me'], 'all there is');
  });

  it('bounds the words of a query', () =>
    assert.equal(queryWords(Array.from({ length: 100 }, (_, i) => `w${i}`).join(' '), ['en'], still).length, 32));
});

describe('groups', () => {
  it('leave stop words out when there are others', () => {
    assert.deepEqual(termsOf(wholeGroups(queryWords('how to run', ['en'], still))), [['run', '=run']]);
    assert.equal(wholeGroups(queryWords('to be', ['en'], still)).length, 2);
  });

  it('hold names whole or in parts', () => {
    const words = queryWords('os.walk', ['en'], still);
    assert.deepEqual(termsOf(wholeGroups(words)), [['=os.walk']]);
    assert.deepEqual(termsOf(partGroups(words)), [
      ['os', '=os'],
      ['walk', '=walk'],
    ]);
  });

  it('ask once for what is a word here and a piece of a name there', () => {
    const words = queryWords('copy file.txt to the file old.txt', ['en'], still);
    assert.deepEqual(
      partGroups(words).map(({ terms }) => terms[0]),
      ['copi', 'file', 'old', 'txt'],
    );
    assert.equal(anyGroups(words, 10_000).length, 6);
  });

  it('of which one is enough leave out what is everywhere', async () => {
    const index = { frequencies: async () => ({ sections: 10_000, matches: [50, 9000, 0] }) };
    const words = await weighed(queryWords('heapq python zzz', ['en'], still), index);
    assert.deepEqual(termsOf(anyGroups(words, 10_000)), [['heapq', '=heapq']]);
    assert.ok((words[0]?.rarity ?? 0) > (words[1]?.rarity ?? 1));
    assert.equal(words[2]?.rarity, 0);
  });
});

it('anyGroups() asks for common words, too, where the rare ones fill no page of results', async () => {
  const words = queryWords('repair system', ['en'], { isTyping: false });
  const termsWith = async (rare: number) => {
    const index = { frequencies: async () => ({ sections: 10_000, matches: [rare, 5000] }) };
    return anyGroups(await weighed(words, index), 10_000).map(({ terms }) => terms[0]);
  };
  assert.deepEqual(await termsWith(1), ['repair', 'system']);
  assert.deepEqual(await termsWith(10), ['repair']);
});

describe('anyGroups() of words that are in very many sections', () => {
  it('asks for the rarest whatever they bring, and for commoner ones while they bring few', () => {
    const counts: Record<string, number> = { rare: 40_000, middling: 1, common: 50_000 };
    const words = queryWords('common rare middling', ['en'], { isTyping: false }).map((word) => {
      const rarity = { rare: 0.9, middling: 0.8, common: 0.7 }[word.text] ?? 0;
      return { ...word, rarity, sections: counts[word.text] ?? 0 };
    });
    assert.deepEqual(
      anyGroups(words, 10_000).map(({ terms }) => terms[0]),
      ['rare'],
    );
    const few = words.map((word) => ({ ...word, sections: word.text === 'common' ? 9_000 : 500 }));
    assert.deepEqual(
      anyGroups(few, 10_000).map(({ terms }) => terms[0]),
      ['rare', 'middl', 'common'],
    );
  });
});
