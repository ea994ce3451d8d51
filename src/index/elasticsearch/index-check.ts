import { pageDigest } from '../page-digest.ts';
import type { PageDocument } from '../search-index.ts';
import { pageId } from './documents.ts';
import { at, bodyOf, type Engine, listAt } from './engine.ts';
import { type MultiSearch, PAGES, SECTIONS } from './multi-search.ts';

interface CheckParts {
  engine: Engine;
  alias: string;
  searches: MultiSearch;
}

/** Addresses of the pages that are there, in the engine's order of keywords. */
export async function urlsBehind(
  searches: MultiSearch,
  { after, limit }: { after: string; limit: number },
): Promise<string[]> {
  const body = await searches.search('list pages', {
    query: PAGES,
    size: limit,
    _source: false,
    sort: [{ url: 'asc' }],
    ...(after !== '' && { search_after: [after] }),
  });
  return listAt(body, 'hits', 'hits').map((hit) => String(at(hit, 'sort', 0)));
}

/** Addresses of those that are not there as they are here: by the digest that was written last, and by the number of sections. */
export async function differingPages(
  { engine, alias, searches }: CheckParts,
  pages: readonly PageDocument[],
): Promise<string[]> {
  if (pages.length === 0) return [];
  const ids = pages.map(({ url }) => pageId(url));
  const [answer, ...counts] = await Promise.all([
    engine.send('POST', `/${alias}/_mget`, { body: { docs: ids.map((_id) => ({ _id, _source: ['digest'] })) } }),
    ...ids.map((id) => sectionsOf(searches, id)),
  ]);
  const docs = listAt(bodyOf(answer, 'tell what it has'), 'docs');
  return pages.flatMap((page, i) => {
    const [content] = String(at(docs[i], '_source', 'digest') ?? '').split('.');
    const isSame = content === pageDigest(page).content.toString('base64url') && counts[i] === page.sections.length;
    return isSame ? [] : [page.url];
  });
}

async function sectionsOf(searches: MultiSearch, page: string): Promise<number> {
  const query = { bool: { filter: [SECTIONS, { term: { page } }] } };
  const body = await searches.search('count sections', { size: 0, track_total_hits: true, query });
  return Number(at(body, 'hits', 'total', 'value'));
}
