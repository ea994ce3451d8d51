/** The commands, in the order of --help. `spindex` with a URL or with nothing is the last row. */
export const COMMANDS = {
  crawl: { usage: 'spindex crawl <url> [...]', says: 'Crawl a site (or continue, or crawl it again), then exit.' },
  serve: { usage: 'spindex serve', says: 'Serve what is there: search page and API.' },
  search: { usage: 'spindex search <query>', says: 'Print results.' },
  status: { usage: 'spindex status', says: 'Print the sites, their pages and their last crawls.' },
  urls: { usage: 'spindex urls', says: 'Print every URL ever seen with its state and reason.' },
  why: { usage: 'spindex why <url>', says: 'Tell why a URL is, or is not, in the index.' },
  eval: {
    usage: 'spindex eval',
    says: 'Tell how well titles, headings, symbols and link texts of the site itself find their pages.',
  },
  reindex: {
    usage: 'spindex reindex',
    says: 'Build the index again from the crawl store, without a request to any site.',
  },
} as const;

export type Command = keyof typeof COMMANDS | 'main';

export function isCommand(word: string): word is keyof typeof COMMANDS {
  return Object.hasOwn(COMMANDS, word);
}
