import type { Section, StoredPage } from '../../src/model/page.ts';

/** What stands before the first heading. */
export const lead: Section = {
  anchor: '',
  heading: '',
  path: [],
  kind: 'lead',
  symbols: [],
  text: 'Some text of the page.',
  code: '',
};

/** A definition of this name. */
export const entry = (name: string): Section => ({
  ...lead,
  anchor: name,
  heading: name,
  kind: 'definition',
  symbols: [name],
});

/** A page of one section, but for what is given. */
export const page = (rest: Partial<StoredPage>): StoredPage => ({
  url: 'https://docs.example/a/b.html',
  title: 'Title',
  description: '',
  lang: 'en',
  sections: [lead],
  ...rest,
});
