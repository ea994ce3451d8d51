import type { SectionId } from '../search-index.ts';

/** A section's document in one version, `<document>@<version>`: in another version it is another section, so that what was read of it holds for ever. */
export function versionedId(document: string, version: unknown): SectionId {
  return `${document}@${String(version)}`;
}

export function documentOf(id: SectionId): string {
  return id.slice(0, id.lastIndexOf('@'));
}
