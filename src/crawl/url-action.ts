import { urlQuery } from '../model/url.ts';

/** What applications call the parameter that says what to do. */
const PARAMETER = /^@?(?:(?:ve)?action|act|do|op|mode|task)$/i;
/**
 * What nobody reads: changes, and the forms for them. Words that are also subjects of pages (`history`, `quote`, `report`, `watch`) are none of these.
 */
const DEED =
  /^(?:edit|delete|remove|undo|revert|rollback|submit|log-?(?:in|on|out|off)|sign-?(?:in|up|out)|register|lost-?password|reset-?password|reply|new-?(?:reply|topic|thread|post)|vote|unwatch|(?:un)?subscribe|(?:un)?protect|purge|upload)$/i;
/** Names that say it by themselves, whatever their value: `add-to-cart=12`. */
const DEED_PARAMETER = /^add[-_]?to[-_]?(?:cart|basket|wishlist|compare)$/i;

/**
 * The parameter by which a URL says that it changes something, or opens the form for that: `action=edit`, `do=login`. A visit would bring no page to
 * read, costs the server more than one that does, and where nothing else guards it, it would be done.
 * @param canonical a canonical URL
 * @returns undefined when nothing says so
 */
export function actionOf(canonical: string): string | undefined {
  return urlQuery(canonical)
    .split(/[&;]/)
    .find((part) => {
      const [name = '', value = ''] = part.split('=', 2);
      return DEED_PARAMETER.test(name) || (PARAMETER.test(name) && DEED.test(value.replaceAll('_', '-')));
    });
}
