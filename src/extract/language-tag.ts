const LANGUAGE = /^\s*([a-z]{2,3})(?:[-_][a-z0-9-_]*)?\s*(?:,|$)/i;

const TAG = /^[a-z]{2,3}(?:[-_][a-z0-9]{1,8})*$/i;

/** A language tag (BCP 47) in lower case, '' for what is none. */
export function languageTag(text: string): string {
  const tag = text.trim();
  return TAG.test(tag) ? tag.toLowerCase().replaceAll('_', '-') : '';
}

/** Lower-case primary subtag of a language tag (BCP 47), '' for what is none. */
export function primaryLanguage(tag: string): string {
  return LANGUAGE.exec(tag)?.[1]?.toLowerCase() ?? '';
}
