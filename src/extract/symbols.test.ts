import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definitionSymbols, headingSymbols } from './symbols.ts';

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
  ];
  for (const [id, signature, symbols] of cases) {
    const found = definitionSymbols(signature, { id, leadingCode: '' });
    if (symbols.length > 0) assert.deepEqual(found, symbols, id);
    else assert.ok(!found.includes(id), id);
  }
});

test('definitionSymbols() takes the code that a term begins with', () => {
  assert.deepEqual(
    definitionSymbols('max_connections (integer)', { id: 'GUC-MAX-CONNECTIONS', leadingCode: 'max_connections' }),
    ['max_connections'],
  );
});

test('definitionSymbols() gives no symbol for a term of several words', () => {
  assert.deepEqual(definitionSymbols('free variable', { id: 'free-variable', leadingCode: '' }), []);
});

test('headingSymbols() takes module ids, whole code and explained code, and no code that is part of a phrase', () => {
  const cases: [string, string, string, string[]][] = [
    ['os — Interfaces', 'module-os', '', ['os']],
    ['asyncio.Queue', 'queue', 'asyncio.Queue', ['asyncio.Queue']],
    ['json.dumps(obj)', 'dumps', 'json.dumps(obj)', ['json.dumps']],
    ['path — Joining', 'x', 'path', ['path']],
    ['for Statements', 'for', 'for', []],
    ['fn is_ok(&self) -> bool', 'method.is_ok', '', ['is_ok']],
    ['Methods', 'method-list', '', []],
  ];
  for (const [heading, id, leadingCode, symbols] of cases)
    assert.deepEqual(headingSymbols(heading, { id, ids: [id], leadingCode }), symbols, heading);
});

test('headingSymbols() takes what any id of the place marks, unless that is only the wording of the heading', () => {
  const cases: [heading: string, ids: string[], symbols: string[]][] = [
    ['Applications', ['applications', 'module-django.apps', 's-applications'], ['django.apps']],
    ['translate template tag', ['translate-template-tag', 'std-templatetag-trans'], ['trans']],
    ['Module index', ['module-index'], []],
    ['Modules', ['module-a list of them'], []],
  ];
  for (const [heading, ids, symbols] of cases)
    assert.deepEqual(headingSymbols(heading, { id: ids[0] ?? '', ids, leadingCode: '' }), symbols, heading);
});
