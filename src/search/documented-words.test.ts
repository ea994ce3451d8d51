import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { smallIndex } from '../../test/support/small-index.ts';
import { search } from './search.ts';

const text = readFileSync(new URL('../../docs/relevance.md', import.meta.url), 'utf8');
const [, chapter = ''] = text.split('## Words and names\n');
const rows = Array.from(chapter.split('\n## ')[0]?.matchAll(/^\| (`.*`) \| (.*) \|$/gmu) ?? []);

const LANGUAGES = [
  [/[іїєґ]|м'ята/u, 'uk'],
  [/[а-я]/u, 'ru'],
  [/ö/u, 'de'],
  [/\p{sc=Han}/u, 'ja'],
] as const;
const languageOf = (said: string): string => LANGUAGES.find(([letters]) => letters.test(said))?.[1] ?? 'en';

it('docs/relevance.md: whatever its table says is found when it is typed so', async () => {
  assert.ok(rows.length > 10);
  for (const [, typed = '', found = ''] of rows) {
    const said = found.replaceAll('`', '');
    const pages = [said, 'Something else'].map((title, i) => ({
      url: `https://docs.example/${i}`,
      title,
      text: title,
      lang: languageOf(title),
    }));
    const index = await smallIndex(pages);
    for (const [, q = ''] of typed.matchAll(/`([^`]+)`/g)) {
      const { results, isMended } = await search(index, { q, limit: 10, offset: 0 });
      assert.deepEqual(
        results.map(({ url }) => url),
        ['https://docs.example/0'],
        `${q} for ${found}`,
      );
      assert.equal(isMended, false, q);
    }
  }
});
