/** @throws TypeError when an argument is no text, as it may be in JavaScript */
export function checkText(name: string, value: unknown): void {
  if (typeof value !== 'string') throw new TypeError(`${name} must be a string, got ${kindOf(value)}`);
}

/** @throws TypeError when an argument is no bytes; those of another realm are bytes, too */
export function checkBytes(name: string, value: unknown): void {
  if (!ArrayBuffer.isView(value)) throw new TypeError(`${name} must be a Uint8Array, got ${kindOf(value)}`);
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : typeof value === 'object' ? (value?.constructor?.name ?? 'object') : typeof value;
}
