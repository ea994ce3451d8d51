import { Fault } from '../../model/errors.ts';
import { at, bodyOf, type Engine, type EngineAnswer, refusal } from './engine.ts';
import { type IndexForm, indexBody, SCHEMA_VERSION } from './mapping.ts';

/** The index behind an alias. */
export interface ServingIndex {
  index: string;
  schema: number;
  /** The engine gives each index that it makes another one. */
  uuid: string;
}

/** A search that found its index just before the alias moved has its answer by then. */
const LAST_SEARCHES_MS = 2000;

/** The alias that everything is asked and told through. */
export function aliasOf(name: string): string {
  return `spindex-${name}`;
}

/** That of an index while it is built; no name of an index of ours has a dot. */
function buildingAliasOf(name: string): string {
  return `${aliasOf(name)}.building`;
}

/**
 * Makes sure that an index of ours stands behind the alias: made when there is none, and never touched when it is somebody else's.
 * @throws Fault `data-newer` when a newer program made it, `data-unreadable` when it is not ours
 */
export async function ensureIndex(
  engine: Engine,
  { name, form }: { name: string; form: IndexForm },
): Promise<ServingIndex> {
  const serving = await servingIndex(engine, name);
  if (serving !== undefined) return serving;
  const alias = aliasOf(name);
  const index = `${alias}-v1`;
  const made = await engine.send('PUT', `/${index}`, { body: indexBody(alias, form) });
  if (isTaken(made)) {
    // Another thread of ours was first, unless it stands there without the alias.
    const beside = await servingIndex(engine, name);
    if (beside !== undefined) return beside;
  }
  mustBeOpen(index, made);
  const opened = await servingIndex(engine, name);
  if (opened === undefined)
    throw new Fault('index-unavailable', `The search engine has lost the index ${index} again.`);
  return opened;
}

/** Undefined when nothing stands behind the alias. */
async function servingIndex(engine: Engine, name: string): Promise<ServingIndex | undefined> {
  const alias = aliasOf(name);
  const known = await engine.send('GET', `/${alias}`);
  if (known.status === 404) return undefined;
  const [entry, ...others] = entriesOf(bodyOf(known, 'tell its indexes'));
  const schema = schemaOf(entry?.[1]);
  // With this name but without the alias it is that of another name of ours: `spindex-docs-v1` is what `docs` has, and the alias of `docs-v1`.
  if (entry === undefined || others.length > 0 || schema === undefined || !isServedAs(alias, entry[1]))
    throw new Fault(
      'data-unreadable',
      `The index ${alias} of the search engine is not one that Spindex made under this name. Choose another name: --index http://host:9200/name`,
    );
  if (schema > SCHEMA_VERSION)
    throw new Fault(
      'data-newer',
      `The index ${alias} of the search engine was made by a newer Spindex. Install that version, or choose another name.`,
    );
  return { index: entry[0], schema, uuid: String(at(entry[1], 'settings', 'index', 'uuid')) };
}

/**
 * A new, empty index beside the one that serves; what an earlier attempt has left is removed.
 * @returns the alias to write through
 */
export async function beginGeneration(
  engine: Engine,
  { name, form }: { name: string; form: IndexForm },
): Promise<{ index: string; alias: string }> {
  const generations = await generationsOf(engine, name);
  for (const { index, isOurs, isServing } of generations)
    if (isOurs && !isServing) bodyOf(await engine.send('DELETE', `/${index}`), 'remove an index that was left over');
  const last = Math.max(0, ...generations.map(({ number }) => number));
  const index = `${aliasOf(name)}-v${last + 1}`;
  const alias = buildingAliasOf(name);
  mustBeOpen(index, await engine.send('PUT', `/${index}`, { body: indexBody(alias, form) }));
  return { index, alias };
}

/** Moves the alias to the new index, in one step; the one that served before is removed when its last searches are answered. */
export async function serveGeneration(
  engine: Engine,
  { name, index, sleep }: { name: string; index: string; sleep: (ms: number) => Promise<void> },
): Promise<void> {
  const alias = aliasOf(name);
  const generations = await generationsOf(engine, name);
  const before = await servingIndex(engine, name);
  const actions = [
    ...(before === undefined ? [] : [{ remove: { index: before.index, alias } }]),
    { remove: { index, alias: buildingAliasOf(name) } },
    { add: { index, alias, is_write_index: true } },
  ];
  bodyOf(await engine.send('POST', '/_aliases', { body: { actions } }), 'move its alias');
  if (!generations.some((one) => one.index === before?.index && one.isOurs)) return;
  await sleep(LAST_SEARCHES_MS);
  await engine.send('DELETE', `/${before?.index}`); // if that fails, the next rebuild removes it
}

interface Generation {
  index: string;
  number: number;
  isOurs: boolean;
  isServing: boolean;
}

/** All indexes with a name that we give, ours or not. */
async function generationsOf(engine: Engine, name: string): Promise<Generation[]> {
  const alias = aliasOf(name);
  const found = await engine.send('GET', `/${alias}-v*`);
  return entriesOf(bodyOf(found, 'tell its indexes')).flatMap(([index, about]) => {
    const number = /^\d+$/.exec(index.slice(alias.length + 2))?.[0];
    if (number === undefined) return [];
    return [
      { index, number: Number(number), isOurs: schemaOf(about) !== undefined, isServing: isServedAs(alias, about) },
    ];
  });
}

function schemaOf(about: unknown): number | undefined {
  const schema = at(about, 'mappings', '_meta', 'spindex', 'schema');
  return typeof schema === 'number' ? schema : undefined;
}

function isServedAs(alias: string, about: unknown): boolean {
  return at(about, 'aliases', alias) !== undefined;
}

function entriesOf(body: unknown): [string, unknown][] {
  return typeof body === 'object' && body !== null ? Object.entries(body) : [];
}

/** There is an index of that name, or an alias. */
const TAKEN: readonly unknown[] = ['resource_already_exists_exception', 'invalid_index_name_exception'];

function isTaken({ status, body }: EngineAnswer): boolean {
  return status === 400 && TAKEN.includes(at(body, 'error', 'type'));
}

/** The engine answers when the shards can be searched; who may use the index need not be allowed to ask about the cluster. */
function mustBeOpen(index: string, made: EngineAnswer): void {
  if (isTaken(made))
    throw new Fault(
      'data-unreadable',
      `The search engine has something else called ${index}. Choose another name: --index http://host:9200/name`,
    );
  if (made.status >= 300) throw refusal(made, `make the index ${index}`);
  if (at(made.body, 'shards_acknowledged') === false)
    throw new Fault('index-unavailable', `The search engine has made the index ${index}, and not opened it yet.`);
}
