import { escapeHtml, unescapeHtml } from '../model/html-text.ts';

/** Markup that is safe to send: only `html` makes it, from literal templates and escaped values. */
class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Html = Markup;

/** What can stand in a template: text is escaped, nothing (undefined, null, false) is left out. */
export type Content = Html | string | number | undefined | null | false | readonly Content[];

function render(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (content === undefined || content === null || content === false) return '';
  if (typeof content === 'object') return content.map(render).join('');
  return escapeHtml(String(content));
}

/**
 * Template tag for markup. Values are escaped for element content and for quoted attribute values; they must not stand
 * anywhere else (no unquoted attributes, tag names or scripts).
 */
export function html(strings: TemplateStringsArray, ...values: Content[]): Html {
  return new Markup(strings.map((literal, place) => literal + render(values[place])).join(''));
}

/** The address for a link, or undefined when a click on it could do something else than open a page. */
export function webAddress(url: string): string | undefined {
  return /^https?:\/\//i.test(url) ? url : undefined;
}

/**
 * Rebuilds a snippet (escaped text with `<mark>`) as markup of our own: its text is decoded and escaped again, so whatever else
 * stands in it is shown as text.
 */
export function snippetHtml(snippet: string): Html {
  const parts = snippet.split(/<mark>([\s\S]*?)<\/mark>/);
  return html`${parts.map((part, place) => {
    const text = unescapeHtml(part);
    return place % 2 === 1 ? html`<mark>${text}</mark>` : text;
  })}`;
}
