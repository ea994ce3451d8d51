import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Clock } from '../../model/clock.ts';
import { Fault } from '../../model/errors.ts';
import { at, bodyOf, type Engine, type EngineAnswer, isOfIndex, listAt, reasonOf, refusal, wordsOf } from './engine.ts';

/** One document to write or to remove; a late request with a lower version changes nothing. */
export type Operation =
  | { kind: 'index'; id: string; version: number; document: object }
  | { kind: 'delete'; id: string; version: number };

/** Why an operation was refused for its own content, by its id. */
export type Refusals = Map<string, string>;

export interface Writing {
  /** The index, or its alias: nothing is made where there is none. */
  alias: string;
  clock: Clock;
}

/** Of one request, before compression: large enough that its round trip does not count, small enough for a node with little memory. */
const MAX_BYTES = 2 * 1024 * 1024;
const MAX_OPERATIONS = 1000;
/** Requests that an engine works at while the next one is made ready. */
const IN_FLIGHT = 2;
const FIRST_PAUSE_MS = 200;
/** After so many rounds the caller's own, longer patience begins. */
const MAX_ROUNDS = 4;
/** Level 1: a quarter of the bytes for less processor time than sending them all. */
const compress = promisify<Buffer, { level: number }, Buffer>(gzip);

/** An operation as the lines of a bulk request. */
interface Lines {
  operation: Operation;
  text: string;
}

/**
 * Writes in requests of bounded size, some at a time, so in no order among them. Judges each operation by its own status: 409 (something newer
 * is there) and 404 of a removal are as good as done, 429 and 5xx are sent again, any other 4xx is returned as that document's fault.
 * @throws Fault `index-unavailable` when some were not written: repeat them all, which does no harm
 */
export async function writeAll(
  engine: Engine,
  operations: Iterable<Operation>,
  { alias, clock }: Writing,
): Promise<Refusals> {
  const refusals: Refusals = new Map();
  const left = batches(operations);
  let isBroken = false;
  const work = async () => {
    for (let next = left.next(); !next.done && !isBroken; next = left.next())
      await writeBatch(engine, next.value, { alias, clock, refusals });
  };
  const works = Array.from({ length: IN_FLIGHT }, () =>
    work().catch((cause: unknown) => {
      isBroken = true; // and what is on its way is waited for: nothing of this call comes after its end
      throw cause;
    }),
  );
  const failed = (await Promise.allSettled(works)).find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  return refusals;
}

interface BatchWriting extends Writing {
  refusals: Refusals;
}

async function writeBatch(engine: Engine, batch: Lines[], writing: BatchWriting): Promise<void> {
  let left = batch;
  for (let round = 0; left.length > 0; round += 1) {
    if (round > 0) await writing.clock.sleep(FIRST_PAUSE_MS * 2 ** (round - 1));
    const { again, why } = await writeOnce(engine, left, writing);
    if (again.length > 0 && round + 1 === MAX_ROUNDS)
      throw new Fault('index-unavailable', `The search engine cannot take pages now: ${why}.`);
    left = again;
  }
}

/** What is to be sent again, and why. */
interface Leftover {
  again: Lines[];
  why: string;
}

async function writeOnce(engine: Engine, batch: Lines[], writing: BatchWriting): Promise<Leftover> {
  const { alias, refusals } = writing;
  const body = await compress(Buffer.from(batch.map(({ text }) => text).join('')), { level: 1 });
  const answer = await engine.send('POST', `/${alias}/_bulk`, { bulk: body, query: { require_alias: 'true' } });
  if (isBusy(answer.status)) return { again: batch, why: reasonOf(answer) };
  if (answer.status === 413 && batch.length > 1) {
    const half = Math.ceil(batch.length / 2);
    const first = await writeOnce(engine, batch.slice(0, half), writing);
    const second = await writeOnce(engine, batch.slice(half), writing);
    return { again: [...first.again, ...second.again], why: second.why || first.why };
  }
  if (answer.status === 413) {
    for (const { operation } of batch) refusals.set(operation.id, 'larger than the search engine takes');
    return { again: [], why: '' };
  }
  return judge(batch, answer, refusals);
}

function judge(batch: Lines[], answer: EngineAnswer, refusals: Refusals): Leftover {
  const results = listAt(bodyOf(answer, 'take pages'), 'items');
  let why = '';
  const again = batch.filter(({ operation: { kind, id } }, i) => {
    const result = at(results[i], kind);
    const status = Number(at(result, 'status'));
    if (status < 300 || status === 409 || (status === 404 && kind === 'delete')) return false;
    const error = { status, body: { error: at(result, 'error') } };
    if (isBusy(status)) {
      why = reasonOf(error);
      return true;
    }
    if (isOfIndex(error)) throw refusal(error, 'take pages');
    refusals.set(id, wordsOf(error.body) || String(status));
    return false;
  });
  return { again, why };
}

/** It may work later, by itself; an operation without an answer too. */
function isBusy(status: number): boolean {
  return status === 429 || !(status < 500);
}

/** Made one by one, as they are sent. */
function* batches(operations: Iterable<Operation>): Generator<Lines[], undefined> {
  let batch: Lines[] = [];
  let bytes = 0;
  for (const operation of operations) {
    const text = linesOf(operation);
    if (batch.length > 0 && (bytes + text.length > MAX_BYTES || batch.length >= MAX_OPERATIONS)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push({ operation, text });
    bytes += text.length;
  }
  if (batch.length > 0) yield batch;
}

function linesOf(operation: Operation): string {
  const { kind, id, version } = operation;
  const action = JSON.stringify({ [kind]: { _id: id, version, version_type: 'external_gte' } });
  return kind === 'index' ? `${action}\n${JSON.stringify(operation.document)}\n` : `${action}\n`;
}
