import type { SynonymGroup } from '../model/synonyms.ts';
import type { SearchRequest } from '../search/response.ts';
import { search } from '../search/search.ts';
import { type SuggestRequest, suggest } from '../search/suggest.ts';
import { Synonyms } from '../search/synonyms.ts';
import { withoutField } from '../search/without-field.ts';
import { type IndexPlace, openIndex } from './open-index.ts';
import { serveThread } from './remote.ts';

/** Searches, in a thread of their own: one over a large index takes longer than the event loop may wait. */
await serveThread(async ({ place, synonyms: groups }: { place: IndexPlace; synonyms: SynonymGroup[] }) => {
  const index = await openIndex(place, { readOnly: true });
  const synonyms = new Synonyms(groups);
  const withoutAnchors = withoutField(index, 'anchors');
  return {
    search: (request: SearchRequest) => search(index, request, { synonyms }),
    searchAs: (request: SearchRequest, options: { withoutAnchors: boolean }) =>
      search(options.withoutAnchors ? withoutAnchors : index, request, { synonyms }),
    suggest: (request: SuggestRequest) => suggest(index, request),
    stats: () => index.stats(),
    close: () => index.close(),
  };
});
