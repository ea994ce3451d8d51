/** Memory that can be handed to a thread instead of being copied: what holds some of these bytes alone. */
export function ownMemory(...bytes: readonly Uint8Array[]): ArrayBuffer[] {
  return bytes.flatMap(({ buffer, byteLength }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
  );
}
