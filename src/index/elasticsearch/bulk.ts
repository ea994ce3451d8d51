import type { Clock } from '../../model/clock.ts';
import { Fault } from '../../model/errors.ts';
import { at, bodyOf, type Engine, listAt, refusal } from './engine.ts';

/** One document to write or to remove; a late request with a lower version changes nothing. */
export type Operation =
  | { kind: 'index'; id: string; version: number; document: object }
  | { kind: 'delete'; id: string; version: number };

/** Why an operation was refused for its own content, by its id. */
export type Refusals = Map<string, string>;

const MAX_BYTES = 4 * 1024 * 1024;
const MAX_OPERATIONS = 1000;
const FIRST_PAUSE_MS = 200;
/** After so many rounds the caller's own, longer patience begins. */
const MAX_ROUNDS = 4;

/**
 * Writes in order, in requests of bounded size, and judges each operation by its own status: 409 (something newer is there) and 404 of a
 * removal are as good as done, 429 and 5xx are sent again, any other 4xx is returned as that document's fault.
 * @throws Fault `index-unavailable` when some were not written: repeat them all, which does no harm
 */
export async function writeAll(
  engine: Engine,
  operations: readonly Operation[],
  { alias, clock }: { alias: string; clock: Clock },
): Promise<Refusals> {
  const refusals: Refusals = new Map();
  for (const batch of batches(operations)) {
    let left: readonly Operation[] = batch;
    for (let round = 0; left.length > 0; round += 1) {
      if (round === MAX_ROUNDS)
        throw new Fault('index-unavailable', 'The search engine is too busy to take pages, or its disk is full.');
      if (round > 0) await clock.sleep(FIRST_PAUSE_MS * 2 ** (round - 1));
      left = await writeOnce(engine, { operations: left, alias, refusals });
    }
  }
  return refusals;
}

interface Writing {
  operations: readonly Operation[];
  alias: string;
  refusals: Refusals;
}

/** Resolves with those to send again. */
async function writeOnce(engine: Engine, { operations, alias, refusals }: Writing): Promise<readonly Operation[]> {
  const lines = operations.flatMap((operation) => {
    const { kind, id, version } = operation;
    const action = { [kind]: { _id: id, version, version_type: 'external_gte' } };
    return kind === 'index' ? [action, operation.document] : [action];
  });
  const answer = await engine.send('POST', `/${alias}/_bulk`, { lines, query: { require_alias: 'true' } });
  if (answer.status === 413 && operations.length > 1) return writeHalves(engine, { operations, alias, refusals });
  if (answer.status === 413) {
    for (const { id } of operations) refusals.set(id, 'larger than the search engine takes');
    return [];
  }
  const results = listAt(bodyOf(answer, 'take pages'), 'items');
  return operations.filter((operation, i) => {
    const result = at(results[i], operation.kind);
    const status = Number(at(result, 'status'));
    if (status < 300 || status === 409 || (status === 404 && operation.kind === 'delete')) return false;
    if (status === 429 || status >= 500) return true;
    const error = { status, body: { error: at(result, 'error') } };
    if (status === 401 || status === 403 || status === 404) throw refusal(error, 'take pages');
    refusals.set(operation.id, String(at(result, 'error', 'reason') ?? status));
    return false;
  });
}

async function writeHalves(engine: Engine, { operations, ...rest }: Writing): Promise<readonly Operation[]> {
  const half = Math.ceil(operations.length / 2);
  const first = await writeOnce(engine, { ...rest, operations: operations.slice(0, half) });
  return [...first, ...(await writeOnce(engine, { ...rest, operations: operations.slice(half) }))];
}

function batches(operations: readonly Operation[]): Operation[][] {
  const made: Operation[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const operation of operations) {
    const size = operation.kind === 'index' ? JSON.stringify(operation.document).length : 0;
    const last = made.at(-1);
    if (last === undefined || bytes + size > MAX_BYTES || last.length >= MAX_OPERATIONS) {
      made.push([operation]);
      bytes = size;
    } else {
      last.push(operation);
      bytes += size;
    }
  }
  return made;
}
