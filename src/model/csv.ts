/** What a spreadsheet takes for the beginning of a formula, in the widths that it knows. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * One line of CSV with its line end (RFC 4180, with LF). Text that a spreadsheet would run as a formula gets an apostrophe in front: anybody
 * who can put a link on a crawled page could otherwise write into the reader's sheet.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cell).join(',')}\n`;
}

function cell(value: string | number | null): string {
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
