/** Second bytes of the syllables that windows-949 adds: two rows of letters, then what ISO 2022 keeps for controls, then the upper half. */
const SECOND_BYTES = [...range(0x41, 0x5a), ...range(0x61, 0x7a), ...range(0x81, 0xfe)];
const PLACES = new Map(SECOND_BYTES.map((byte, place) => [byte, place]));
const FIRST_LEAD = 0x81;
/** From here on, pairs with both bytes in the upper half are those of KS X 1001. */
const FIRST_SHORT_LEAD = 0xa1;
const PLACES_OF_SHORT = SECOND_BYTES.indexOf(FIRST_SHORT_LEAD);
const PLACES_OF_LONG = SECOND_BYTES.length * (FIRST_SHORT_LEAD - FIRST_LEAD);

let added: readonly string[] | undefined;

/**
 * Decodes `euc-kr`, which on the web is windows-949 (Encoding standard, 14.2): all 11,172 syllables of Hangul. The decoder of the platform
 * knows the 2,350 of KS X 1001, and makes letters of ASCII of most others. Never throws.
 */
export function decodeKorean(body: Uint8Array): string {
  const decoder = new TextDecoder('euc-kr');
  let text = '';
  let from = 0;
  for (let at = 0; at < body.length; at++) {
    const [lead = 0, trail = 0] = [body[at], body[at + 1]];
    if (lead < FIRST_LEAD) continue;
    const syllable = addedSyllable(lead, trail);
    if (syllable !== undefined) {
      text += decoder.decode(body.subarray(from, at)) + syllable;
      from = at + 2;
    }
    if (syllable !== undefined || trail >= FIRST_SHORT_LEAD) at++;
  }
  return text + decoder.decode(body.subarray(from));
}

function addedSyllable(lead: number, trail: number): string | undefined {
  const place = PLACES.get(trail);
  if (place === undefined) return undefined;
  added ??= addedSyllables();
  if (lead < FIRST_SHORT_LEAD) return added[(lead - FIRST_LEAD) * SECOND_BYTES.length + place];
  return place < PLACES_OF_SHORT
    ? added[PLACES_OF_LONG + (lead - FIRST_SHORT_LEAD) * PLACES_OF_SHORT + place]
    : undefined;
}

/** Those that are not in KS X 1001, whose syllables stand in the rows B0 to C8; in the order of Unicode, as windows-949 has them. */
function addedSyllables(): string[] {
  const rows = range(0xb0, 0xc8).flatMap((lead) => range(0xa1, 0xfe).flatMap((trail) => [lead, trail]));
  const known = new Set(new TextDecoder('euc-kr').decode(Uint8Array.from(rows)));
  return range(0xac00, 0xd7a3)
    .map((code) => String.fromCharCode(code))
    .filter((syllable) => !known.has(syllable));
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
