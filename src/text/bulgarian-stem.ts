import { stemmer } from '@orama/stemmers/bulgarian';

/**
 * The stem of a folded Bulgarian word (Savoy, "Searching strategies for the Bulgarian language"). The package writes into the letters of the word, as
 * the original did, and throws where they are those of a string: it is given letters that can be written to.
 */
export function bulgarianStem(word: string): string {
  const letters = [...word];
  const written = Object.assign(letters, {
    substring: (start: number, end: number) => letters.slice(start, end).join(''),
  });
  return stemmer(written as unknown as string);
}
