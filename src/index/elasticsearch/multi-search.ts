import { at, bodyOf, type Engine, listAt } from './engine.ts';

/** All that is read of an answer. */
const WANTED = [
  'responses.status',
  'responses.error',
  'responses.aggregations',
  'responses.hits.total.value',
  'responses.hits.hits.sort',
  'responses.hits.hits._version',
  'responses.hits.hits.fields',
].join(',');

/** Documents of either kind. */
export const SECTIONS = { term: { kind: 'section' } };
export const PAGES = { term: { kind: 'page' } };

interface Asked {
  what: string;
  body: object;
  answer: PromiseWithResolvers<unknown>;
}

/** Searches that are asked for in one turn of the event loop go out as one request: each would cost a journey there and back. */
export class MultiSearch {
  readonly #engine: Engine;
  readonly #alias: string;
  #waiting: Asked[] = [];

  constructor(engine: Engine, alias: string) {
    this.#engine = engine;
    this.#alias = alias;
  }

  /** The answer to one search; `what` is for the message of its refusal. */
  search(what: string, body: object): Promise<unknown> {
    const answer = Promise.withResolvers<unknown>();
    if (this.#waiting.push({ what, body, answer }) === 1) setImmediate(() => void this.#send());
    return answer.promise;
  }

  async #send(): Promise<void> {
    const asked = this.#waiting;
    this.#waiting = [];
    try {
      // One copy of a shard for all: another may break ties of score in another way. Of several shards, each must know how rare a word is in all.
      const header = {
        preference: 'spindex',
        search_type: 'dfs_query_then_fetch',
        allow_partial_search_results: false,
      };
      const lines = asked.flatMap(({ body }) => [header, body]);
      const query = { filter_path: WANTED };
      const answer = await this.#engine.send('POST', `/${this.#alias}/_msearch`, { lines, query });
      const responses = listAt(bodyOf(answer, 'search'), 'responses');
      for (const [i, one] of asked.entries()) settle(one, responses[i]);
    } catch (cause) {
      for (const { answer } of asked) answer.reject(cause);
    }
  }
}

function settle({ what, answer }: Asked, body: unknown): void {
  try {
    answer.resolve(bodyOf({ status: Number(at(body, 'status') ?? 500), body }, what));
  } catch (cause) {
    answer.reject(cause);
  }
}
