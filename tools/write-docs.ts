import { writeFileSync } from 'node:fs';
import { reasonsMarkdown, settingsMarkdown } from '../src/cli/help.ts';

/** Writes the documents that are made from the code; tests compare them with it. */
const DOCUMENTS = { 'settings.md': settingsMarkdown(), 'reasons.md': reasonsMarkdown() };

for (const [name, text] of Object.entries(DOCUMENTS)) writeFileSync(new URL(`../docs/${name}`, import.meta.url), text);
