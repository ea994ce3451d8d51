import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalFilter } from './normal-filter.ts';

test('normalFilter() takes case, slash and region as people write them, and leaves the path of a site alone', () => {
  assert.deepEqual(normalFilter({ site: 'Docs.Example/en-US/Web/', lang: 'uk_UA', type: 'Guide' }), {
    site: 'docs.example/en-US/Web',
    lang: 'uk',
    type: 'guide',
  });
  assert.deepEqual(normalFilter({ site: 'HTTPS://Docs.Example/Web' }), { site: 'docs.example/Web' });
  assert.deepEqual(normalFilter({ site: 'Приклад.УКР/вікі/' }), {
    site: 'xn--80aikifvh.xn--j1amh/%D0%B2%D1%96%D0%BA%D1%96',
  });
  assert.deepEqual(normalFilter({ site: 'localhost:8080/a b' }), { site: 'localhost:8080/a%20b' });
  assert.deepEqual(normalFilter({ lang: 'EN' }), { lang: 'en' });
  assert.deepEqual(normalFilter({}), {});
});
