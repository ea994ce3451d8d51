import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { SectionDocument } from '../search-index.ts';

/** What a row of `run` says of its sections, in their order. */
export type Names = [anchor: string, heading: string, path: string[], symbols: string[]][];
export type Texts = [text: string, code: string][];

/** A run of sections is full with so many characters of text, or so many sections: whoever wants one of them unpacks all. */
const RUN_CHARS = 24_000;
const RUN_SECTIONS = 64;
/** Beyond this level Brotli takes longer and saves next to nothing. */
const QUALITY = 5;
/** 2^16 bytes: runs are hardly longer. */
const WINDOW_BITS = 16;

/** The sections cut into runs, each with the number of its first section. */
export function runsOf(sections: readonly SectionDocument[]): { first: number; sections: SectionDocument[] }[] {
  const runs: { first: number; sections: SectionDocument[] }[] = [];
  let chars = 0;
  sections.forEach((section, ordinal) => {
    const run = runs.at(-1);
    if (run === undefined || chars >= RUN_CHARS || run.sections.length >= RUN_SECTIONS) {
      runs.push({ first: ordinal, sections: [section] });
      chars = 0;
    } else run.sections.push(section);
    chars += section.text.length + section.code.length;
  });
  return runs;
}

/** JSON in Brotli (RFC 7932), which knows common words beforehand, and so makes short texts smaller than Zstandard does. */
export function packed(value: Names | Texts): Uint8Array {
  const json = JSON.stringify(value);
  return brotliCompressSync(json, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: json.length,
    },
  });
}

export function unpackedNames(bytes: Uint8Array): Names {
  return JSON.parse(brotliDecompressSync(bytes).toString());
}

export function unpackedTexts(bytes: Uint8Array): Texts {
  return JSON.parse(brotliDecompressSync(bytes).toString());
}
