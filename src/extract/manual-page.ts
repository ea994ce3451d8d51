import type { Section } from '../model/page.ts';

/** The first heading of manual pages (man-pages(7)), in the languages that these are translated into. */
const NAME =
  "(?:name|имя|название|наименование|назва|ім[’']я|bezeichnung|nom|nombre|nome|nazwa|jméno|ime|naam|namn|navn|nimi|nama|nume|név|ad|isim|İSİM|назив|名前|名称|名稱|이름)";
const NAME_HEADING = new RegExp(`^${NAME}$`, 'i');
/** `NAME` and the line below it, where a page is preformatted: as text in one line, as code behind a line that says the name in capitals. */
const NAME_IN_TEXT = new RegExp(`^${NAME}\\s+(\\S.*)`, 'i');
const NAME_IN_CODE = new RegExp(`^(?:\\S.*\\n\\s*)?${NAME}\\n\\s*(\\S.*)`, 'i');
/** `ls, dir - list directory contents`. */
const NAMED_LINE = /^[\w.:+@-]+(?:\(\w+\))?(?:, *[\w.:+@-]+(?:\(\w+\))?)*\s+(?:[-\u2010-\u2015\u2212]|--|\\-)\s+\S/u;
/** Before it stand the name of the system, and that of the page. */
const MAX_BEFORE = 3;
const MAX_NAME_CHARS = 200;

/** Heads what a manual page begins with by what that says, in place of `NAME`: `ls - list directory contents`. Other pages stay as they are. */
export function headManualPage(sections: readonly Section[]): void {
  for (const section of sections.slice(0, MAX_BEFORE)) {
    const name = nameIn(section)?.trim() ?? '';
    if (!isManualName(name)) continue;
    section.heading = name;
    return;
  }
}

/** Does the heading stand above what a manual page is called? */
export function isNameHeading(heading: string): boolean {
  return NAME_HEADING.test(heading);
}

/** Is the line what a manual page is called: `ls - list directory contents`? */
export function isManualName(line: string): boolean {
  return line.length <= MAX_NAME_CHARS && NAMED_LINE.test(line);
}

function nameIn({ heading, text, code }: Section): string | undefined {
  const [line = ''] = text.split('\n', 1);
  if (heading !== '') return isNameHeading(heading) ? line : undefined;
  return (NAME_IN_TEXT.exec(line) ?? (text === '' ? NAME_IN_CODE.exec(code) : null))?.[1];
}
