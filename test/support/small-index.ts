import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { toPageDocument } from '../../src/index/page-document.ts';
import type { SearchIndex } from '../../src/index/search-index.ts';
import { SqliteSearchIndex } from '../../src/index/sqlite/sqlite-search-index.ts';
import type { Alternate, Section } from '../../src/model/page.ts';

/** A page as a test tells it; what is left out is empty. */
export interface PageSketch {
  url: string;
  title: string;
  lang?: string;
  text?: string;
  sections?: Partial<Section>[];
  alternates?: Alternate[];
  /** Texts of links that lead to the page. */
  called?: string[];
  linkClass?: number;
}

const directory = mkdtempSync(join(tmpdir(), 'spindex-small-'));
const opened: SearchIndex[] = [];
after(async () => {
  for (const index of opened) await index.close();
  rmSync(directory, { recursive: true });
});

/** An index of these pages, of the site `docs.example`. It goes away with the test file. */
export async function smallIndex(sketches: readonly PageSketch[]): Promise<SearchIndex> {
  const index = SqliteSearchIndex.open({ path: join(directory, `${opened.length}.sqlite`) });
  opened.push(index);
  const blank: Section = { anchor: '', heading: '', path: [], kind: 'heading', symbols: [], text: '', code: '' };
  await index.apply(
    sketches.map(
      ({ url, title, lang = 'en', alternates = [], text = '', sections = [{ text }], called = [], linkClass = 0 }) => {
        const filled = sections.map((section) => ({ ...blank, ...section }));
        const anchorTexts = new Map([['', called]]);
        const page = { url, title, description: '', lang, alternates, sections: filled };
        return {
          kind: 'put',
          page: toPageDocument(page, { site: 'docs.example', crawledAt: 0, anchorTexts, linkClass }),
        };
      },
    ),
  );
  return index;
}
