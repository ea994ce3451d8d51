/** Wordings that mean the same, each as a person wrote it: `['regex', 'regular expression']`. */
export type SynonymGroup = readonly string[];

/** Reads `k8s = kubernetes`: two or more wordings with `=` between them. `undefined` when a side is empty or there is only one. */
export function parseSynonyms(text: string): SynonymGroup | undefined {
  const wordings = text.split('=').map((wording) => wording.trim().replace(/\s+/g, ' '));
  return wordings.length >= 2 && wordings.every((wording) => /[\p{L}\p{N}]/u.test(wording)) ? wordings : undefined;
}
