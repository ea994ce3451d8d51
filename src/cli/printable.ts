/** What steers a terminal instead of being shown: control characters but line ends and tabs, and what turns the direction of writing. */
const STEERING = /(?!\r?\n|\t)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text of pages and servers as a terminal may have it: a title could set the window's name, clear the screen or look like a message of
 * ours. Our own styles are put around it afterwards.
 */
export function printable(text: string): string {
  return text.replace(STEERING, '');
}

/** JSON for a person or a program; what would steer a terminal is escaped, so that its value stays. */
export function jsonText(value: unknown, { indent = 2 } = {}): string {
  const text = JSON.stringify(value, null, indent);
  return `${text.replace(STEERING, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}
