const LANGUAGE = /^\s*([a-z]{2,3})(?:[-_][a-z0-9-_]*)?\s*(?:,|$)/i;

/** Lower-case primary subtag of a language tag (BCP 47), '' for what is none. */
export function primaryLanguage(tag: string): string {
  return LANGUAGE.exec(tag)?.[1]?.toLowerCase() ?? '';
}
