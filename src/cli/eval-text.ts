import { count } from '../model/figures.ts';
import { type Comparison, TOLERANCE } from '../search/baseline.ts';
import type { Evaluation, Figures, Judged } from '../search/evaluation.ts';

/** A share as it is read in tables of relevance: `.955`, `1.000`. */
const share = (value: number): string => value.toFixed(3).replace(/^0/, '');

/** The tables of `spindex eval`. `worst` holds those to show, of `low` in all. */
export function evaluationText(
  { all, kinds, langs, worst }: Evaluation,
  { low, seconds }: { low: number; seconds: number },
): string {
  const named = Object.entries(langs).map(([lang, figures]): [string, Figures] => [lang || '(unknown)', figures]);
  return [
    `${count(all.queries)} queries that the pages themselves give, asked in ${seconds.toFixed(1)} s`,
    '',
    ...table('kind', [...Object.entries(kinds), ['all', all]]),
    '',
    ...table('language', named),
    '',
    ...(low === 0
      ? ['Every query has its page in the first place.']
      : [
          `Not in the first place: ${count(low)} queries${low > worst.length ? `, the lowest ${worst.length} of them` : ''}`,
        ]),
    ...worst.flatMap(worstLines),
    '',
  ].join('\n');
}

function table(name: string, rows: readonly (readonly [string, Figures])[]): string[] {
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(12) : cell.padStart(9))).join('');
  return [
    line([name, 'queries', 'MRR@10', 'Hit@1', 'Hit@10']),
    ...rows.map(([of, { queries, mrr, hit1, hit10 }]) =>
      line([of, count(queries), share(mrr), share(hit1), share(hit10)]),
    ),
  ];
}

function worstLines({ kind, q, rank, pages, first }: Judged): string[] {
  return [
    `  ${placeText(rank).padEnd(9)} ${kind.padEnd(8)} ${JSON.stringify(q)}`,
    `            wanted ${pages.join(' or ')}`,
    `            first  ${first || 'nothing'}`,
  ];
}

const placeText = (rank: number): string => (rank === 0 ? 'not found' : `place ${rank}`);

/** What has changed since the baseline; at most `limit` queries are named. */
export function comparisonText({ falls, lost }: Comparison, limit: number): string {
  const verdict =
    falls.length === 0
      ? [`Compared with the baseline: no fall of more than ${TOLERANCE}.`]
      : falls.map(
          ({ of, measure, before, now }) => `FALLEN ${of}: ${measure} ${share(before)} before, ${share(now)} now`,
        );
  const named = lost
    .slice(0, limit)
    .map(
      ({ kind, q, before, now }) =>
        `  ${placeText(before)} before, ${placeText(now)} now: ${kind} ${JSON.stringify(q)}`,
    );
  return `\n${[...verdict, ...(lost.length > 0 ? [`${count(lost.length)} queries are found less well:`] : []), ...named].join('\n')}\n`;
}
