import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startFakeSite } from '../../test/support/fake-site.ts';

export interface Corpus {
  url: string;
  name: string;
  close(): Promise<void>;
}

const SERVE = fileURLToPath(new URL('../../../shared/corpora/serve', import.meta.url));
const PYTHON_DOCS = 'http://127.0.0.1:9000/';

/** The Python documentation on loopback when the corpora are beside the repository, else a generated site of about the same size. */
export async function openCorpus(): Promise<Corpus> {
  if (existsSync(SERVE)) {
    const started = spawnSync(SERVE, ['start', '--only', 'python', '--dir', join(tmpdir(), 'corpora')], {
      encoding: 'utf8',
    });
    if (started.status === 0 || (await answers(PYTHON_DOCS)))
      return { url: PYTHON_DOCS, name: 'Python documentation', close: async () => undefined };
    console.log(`the corpora could not be served (${started.stderr.trim()}); a generated site takes their place`);
  }
  return generatedCorpus();
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}

const PAGES = 500;
const WORDS = [
  'request',
  'worker',
  'asyncio',
  'buffer',
  'cancel',
  'stream',
  'module',
  'return',
  'socket',
  'timeout',
  'queue',
  'thread',
  'signal',
  'parse',
  'index',
];

async function generatedCorpus(): Promise<Corpus> {
  const routes: Record<string, string> = {};
  for (let page = 0; page < PAGES; page += 1) routes[page === 0 ? '/' : `/page-${page}.html`] = generatedPage(page);
  const site = await startFakeSite(routes);
  return { url: `${site.url}/`, name: `generated site of ${PAGES} pages`, close: () => site.close() };
}

/** About 90 KB, 30 sections, 60 links: what a page of a large manual looks like. */
function generatedPage(page: number): string {
  const word = (n: number) => WORDS[(n * 7919 + page * 104_729) % WORDS.length];
  const paragraph = (n: number) =>
    `<p>${Array.from({ length: 400 }, (_, i) => `${word(n * 401 + i)}${i % 23}`).join(' ')}</p>`;
  const sections = Array.from(
    { length: 30 },
    (_, n) => `<section id="s${n}"><h2>${word(n)} ${word(n + 1)} ${page}</h2>${paragraph(n)}</section>`,
  );
  const links = Array.from(
    { length: 60 },
    (_, n) => `<a href="/page-${1 + ((page * 61 + n) % (PAGES - 1))}.html#s${n % 30}">${word(n)}</a>`,
  );
  return `<!doctype html><html lang="en"><title>Page ${page}</title><nav>${links.join('')}</nav><main><h1>Page ${page}</h1>${sections.join('')}</main></html>`;
}
