import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definitionSymbols, kindBefore, namesCall, namesOption } from './symbols.ts';

test('definitionSymbols() gives the qualified id and the name as the signature writes it', () => {
  const cases: [string, string, string[]][] = [
    ['asyncio.gather', 'awaitable asyncio.gather(*aws, return_exceptions=False)', ['asyncio.gather', 'gather']],
    ['asyncio.Task.cancel', 'cancel(msg=None)', ['asyncio.Task.cancel', 'cancel']],
    ['os.name', 'os.name', ['os.name', 'name']],
    ['abs', 'abs(x)', ['abs']],
    ['object', 'class object', ['object']],
    ['classmethod', '@classmethod', ['classmethod']],
    ['c.PyList_New', 'PyObject *PyList_New(Py_ssize_t len)', ['PyList_New']],
    ['_CPPv4N3std6vectorE', 'template<typename T> class std::vector', []],
    ['cmdoption-m-v', '-v, --verbose <level>', ['-v', '--verbose']],
    ['envvar-PYTHONHOME', 'PYTHONHOME', ['PYTHONHOME']],
    ['term-generator', 'generator', []],
    ['term-address_list', 'address_list', ['address_list']],
    ['put/2', 'put(+Thing, ?Pile)', ['put/2', 'put']],
    ['shelf:put/2', '[det]shelf:put(+Thing, ?Pile)', ['shelf:put/2', 'shelf:put']],
    ['is/2', '-Number is +Expr', ['is/2', 'is']],
    ['*->/2', ':Condition *-> :Action', ['*->/2', '*->']],
    ['Row', 'Row = seq[string]', ['Row']],
    ['and,Pile[T]', 'proc `and`[T](pile: Pile[T]): bool', ['and']],
    ['&=,Pile,Thing', 'proc `&=`(pile: var Pile; thing: Thing)', ['&=']],
    ['put', 'put(`thing`[])', ['put']],
    ['index-putAll', '[a, b] = putAll (…)', ['putAll']],
    ['2nd_pile', '2nd_pile (default: none)', ['2nd_pile']],
    ['index-putOn-1', 'pile = putOn (thing, pile)', ['putOn']],
    ['cmdoption-std', '-std=c++11, -ObjC++', ['-std', '-ObjC++']],
  ];
  for (const [id, signature, symbols] of cases) {
    const found = definitionSymbols(signature, { id, leadingCode: '' });
    if (symbols.length > 0) assert.deepEqual(found, symbols, id);
    else assert.ok(!found.includes(id) && !found.includes('Pile'), id);
  }
});

test('definitionSymbols() knows what kinds of things are declared', () => {
  const none = { id: '', leadingCode: '' };
  const kinds = [
    'class',
    'struct',
    'enum',
    'interface',
    'type',
    'module',
    'namespace',
    'macro',
    'exception',
    'union',
    'trait',
  ];
  for (const kind of kinds) {
    assert.deepEqual(definitionSymbols(`${kind} Pile`, none), ['Pile'], kind);
    assert.deepEqual(definitionSymbols(`${kind} shelf::pile`, none), ['shelf::pile', 'pile'], kind);
  }
  assert.deepEqual(definitionSymbols('every class Pile', none), []);
});

test('definitionSymbols() takes the code that a term begins with', () => {
  assert.deepEqual(
    definitionSymbols('max_connections (integer)', { id: 'GUC-MAX-CONNECTIONS', leadingCode: 'max_connections' }),
    ['max_connections'],
  );
});

test('definitionSymbols() gives no symbol for a term of several words, with its short form or without, nor for a word that its id repeats', () => {
  for (const [id, term] of [
    ['free-variable', 'free variable'],
    ['url', 'Uniform Resource Locator (URL)'],
    ['backend', 'Backend (process)'],
    ['algorithm', 'Algorithm'],
  ] as const)
    assert.deepEqual(definitionSymbols(term, { id, leadingCode: '' }), [], term);
});

test('namesOption() and namesCall() tell options and functions from the words of a text', () => {
  for (const [term, leadingCode, expected] of [
    ['-v', '', 'option'],
    ['--depth=n', '--depth=n', 'option'],
    ['put(x)', 'put(x)', 'call'],
    ['pile.put(x) → int', 'pile.put(x)', 'call'],
    ['max_size', 'max_size', ''],
    ['CASCADE', 'CASCADE', ''],
    ['SET ( option = value )', 'SET ( option = value )', ''],
    ['- a dash', '', ''],
    ['a call put(x)', '', ''],
  ] as const)
    assert.equal(namesOption(term) ? 'option' : namesCall(term, leadingCode) ? 'call' : '', expected, term);
});

test('kindBefore() parts what Texinfo says of the kind of a thing from its name, where the id says that, too', () => {
  const none = { kind: '', name: '' };
  const cases: [string, string, ReturnType<typeof kindBefore>][] = [
    ['index-pile_005fsize', 'Option variable: pile_size', { kind: 'Option variable: ', name: 'pile_size' }],
    ['index-put-1', 'Функция: int put (thing)', { kind: 'Функция: ', name: 'put' }],
    ['index-_003c_003d', 'Operator: <=', { kind: 'Operator: ', name: '<=' }],
    ['index-Large-piles', 'Note: large piles fall', none],
    ['index-thing', 'Function: put (thing)', none],
    ['index-put', 'put (thing): adds', none],
  ];
  for (const [id, term, parts] of cases) assert.deepEqual(kindBefore(term, id), parts, term);
});
