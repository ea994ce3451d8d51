import { editDistance } from '../text/spelling.ts';

/** The known word that differs least, when it differs little: in a third of its letters at most. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const scored = known
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate, Number.POSITIVE_INFINITY) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = scored;
  return best && best.distance <= Math.max(1, best.candidate.length / 3) ? best.candidate : undefined;
}
