import { z } from 'zod';
import { type Evaluation, type Figures, type Judged, reciprocal } from './evaluation.ts';

/** A fall of MRR@10 or Hit@10 up to this is chance: one query of a hundred. */
export const TOLERANCE = 0.01;
/** With fewer queries of a kind, one query more or less is more than the tolerance: such a kind counts in the sum of all only. */
const MIN_QUERIES = 100;

const figures = z.object({ queries: z.number(), mrr: z.number(), hit1: z.number(), hit10: z.number() });
const baselineSchema = z.object({
  version: z.literal(1),
  sample: z.number(),
  all: figures,
  kinds: z.record(z.string(), figures),
  /** Rank by kind and query. */
  ranks: z.record(z.string(), z.number()),
});

/** What a later evaluation is compared with. */
export type Baseline = z.infer<typeof baselineSchema>;

interface Fall {
  of: string;
  measure: 'MRR@10' | 'Hit@10';
  before: number;
  now: number;
}

export interface Comparison {
  /** Beyond the tolerance; empty when all is well. */
  falls: Fall[];
  /** Queries that were found better, the greatest loss first. */
  lost: { q: string; kind: string; before: number; now: number }[];
}

/** What is kept of an evaluation, to compare later ones with. @param sample queries that were wanted: as many are to be asked again */
export function toBaseline({ all, kinds }: Evaluation, judged: readonly Judged[], sample: number): Baseline {
  const ranks = Object.fromEntries(judged.map((one) => [keyOf(one), one.rank]));
  return { version: 1, sample, all, kinds, ranks };
}

/** `undefined` when the text is no baseline. */
export function parseBaseline(text: string): Baseline | undefined {
  try {
    return baselineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** What has fallen since the baseline, of all queries and of each kind with enough of them, and the queries that lost. */
export function compareWith(baseline: Baseline, evaluation: Evaluation, judged: readonly Judged[]): Comparison {
  const kinds = Object.entries(evaluation.kinds).flatMap(([kind, now]) => {
    const before = baseline.kinds[kind];
    const isEnough = before !== undefined && Math.min(before.queries, now.queries) >= MIN_QUERIES;
    return isEnough ? fallsOf(kind, before, now) : [];
  });
  const lost = judged.flatMap(({ kind, q, rank: now }) => {
    const before = baseline.ranks[keyOf({ kind, q })];
    return before === undefined || reciprocal(before) <= reciprocal(now) ? [] : [{ q, kind, before, now }];
  });
  return {
    falls: [...fallsOf('all', baseline.all, evaluation.all), ...kinds],
    lost: lost.sort((a, b) => reciprocal(b.before) - reciprocal(b.now) - (reciprocal(a.before) - reciprocal(a.now))),
  };
}

function fallsOf(of: string, before: Figures, now: Figures): Fall[] {
  const falls: Fall[] = [
    { of, measure: 'MRR@10', before: before.mrr, now: now.mrr },
    { of, measure: 'Hit@10', before: before.hit10, now: now.hit10 },
  ];
  return falls.filter((fall) => fall.now < fall.before - TOLERANCE);
}

function keyOf({ kind, q }: { kind: string; q: string }): string {
  return `${kind} ${q}`;
}
