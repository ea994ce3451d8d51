import { Fault } from '../../model/errors.ts';
import { at, bodyOf, type Engine, refusal } from './engine.ts';
import { indexBody, SCHEMA_VERSION } from './mapping.ts';

/** The alias that everything is asked and told through. */
export function aliasOf(name: string): string {
  return `spindex-${name}`;
}

/**
 * Makes sure that an index of ours stands behind the alias: made when there is none, and never touched when it is somebody else's.
 * @throws Fault `data-newer` when a newer program made it, `data-unreadable` when it is not ours
 */
export async function ensureIndex(engine: Engine, name: string): Promise<void> {
  const alias = aliasOf(name);
  const known = await engine.send('GET', `/${alias}/_mapping`);
  if (known.status === 404) {
    await createIndex(engine, alias);
    return;
  }
  const body = bodyOf(known, 'tell its mapping');
  const [mapping] = typeof body === 'object' && body !== null ? Object.values(body) : [];
  const schema = at(mapping, 'mappings', '_meta', 'spindex', 'schema');
  if (typeof schema !== 'number')
    throw new Fault(
      'data-unreadable',
      `The index ${alias} of the search engine is not one that Spindex made. Choose another name: --index http://host:9200/name`,
    );
  if (schema > SCHEMA_VERSION)
    throw new Fault(
      'data-newer',
      `The index ${alias} of the search engine was made by a newer Spindex. Install that version, or choose another name.`,
    );
}

async function createIndex(engine: Engine, alias: string): Promise<void> {
  const index = `${alias}-v${SCHEMA_VERSION}`;
  const made = await engine.send('PUT', `/${index}`, { body: indexBody(alias) });
  if (made.status === 400 && at(made.body, 'error', 'type') === 'resource_already_exists_exception') {
    // Another thread of ours was first, unless it stands there without the alias.
    const beside = await engine.send('GET', `/${alias}/_mapping`);
    if (beside.status === 200) return;
    throw new Fault(
      'data-unreadable',
      `The search engine has an index ${index} without the alias ${alias}. Remove it, or choose another name.`,
    );
  }
  if (made.status >= 300) throw refusal(made, `make the index ${index}`);
  // Shards take a moment; a search before that fails.
  bodyOf(
    await engine.send('GET', `/_cluster/health/${index}`, { query: { wait_for_status: 'yellow', timeout: '30s' } }),
    'open its index',
  );
}
