import type { z } from 'zod';
import { explainUrl } from '../crawl/explain.ts';
import type { TestHop, UrlTest } from '../crawl/explanation.ts';
import { Fault } from '../model/errors.ts';
import type { Settings } from '../model/settings.ts';
import { EXIT } from './crawl-command.ts';
import type { COMMAND_OPTIONS } from './options.ts';
import { jsonText, printable } from './printable.ts';
import { withInstance } from './with-instance.ts';
import type { World } from './world.ts';

/**
 * `spindex why <url>`: one URL's story. Exit code 0 when the URL is known, was tested, or something is known that keeps it out; 1
 * when no page links to it and nothing speaks against it.
 */
export function whyCommand(
  world: World,
  {
    words,
    settings,
    options,
  }: { words: string[]; settings: Settings; options: z.infer<(typeof COMMAND_OPTIONS)['why']> },
): Promise<number> {
  const [url] = words;
  if (url === undefined || words.length > 1) throw new Fault('usage', 'Give one URL: spindex why <url>');
  const asked = { url, ...(options.site ? { site: options.site } : {}) };
  return withInstance(world, { settings }, async ({ store, crawls }) => {
    if (options.test) {
      const test = await crawls.test({ ...asked, settings }, world.stop);
      world.stdout.write(options.json ? jsonText(test) : printable(testText(test)));
      return EXIT.done;
    }
    const userAgent = settings.userAgent ?? `Spindex/${world.version}`;
    const explanation = await explainUrl({ store, userAgent }, asked);
    world.stdout.write(
      options.json ? jsonText(explanation) : printable(`${explanation.url}\n${lines(explanation.sentences)}`),
    );
    return explanation.isKnown || explanation.reason !== null ? EXIT.done : EXIT.failed;
  });
}

const lines = (sentences: readonly string[]): string => sentences.map((sentence) => `  ${sentence}\n`).join('');

function testText({ url, sentences, hops }: UrlTest): string {
  return `${url}\n${lines(sentences)}${hops.map(hopText).join('')}`;
}

function hopText({ url, answer }: TestHop): string {
  if (!answer) return '';
  const headers = Object.entries(answer.headers).map(([name, value]) => `    ${name}: ${value}\n`);
  return `  ${answer.status} ${url}\n${headers.join('')}`;
}
