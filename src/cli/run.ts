import { checkedSettings } from '../crawl/checked-settings.ts';
import { Fault } from '../model/errors.ts';
import type { Settings } from '../model/settings.ts';
import { type Arguments, parseArguments } from './arguments.ts';
import { crawlCommand, EXIT, serveCommand } from './crawl-command.ts';
import { evalCommand } from './eval-command.ts';
import { helpText } from './help.ts';
import { loadOptions, loadSettings } from './load-settings.ts';
import { printable } from './printable.ts';
import { reindexCommand, searchCommand, statusCommand } from './read-commands.ts';
import { urlsCommand } from './urls-command.ts';
import { whyCommand } from './why-command.ts';
import type { World } from './world.ts';

/** Runs one command. Resolves with the exit code; what goes wrong is one line that says what to change, never a stack trace. */
export async function run(world: World): Promise<number> {
  try {
    const parsed = parseArguments(world.arguments);
    if (parsed.help) world.stdout.write(helpText(parsed.command, world.stdout));
    else if (parsed.version) world.stdout.write(`${world.version}\n`);
    else return await runCommand(world, parsed);
    return EXIT.done;
  } catch (cause) {
    if (!(cause instanceof Fault)) {
      const what = cause instanceof Error ? (cause.stack ?? cause.message) : cause;
      world.stderr.write(printable(`spindex: a fault of Spindex itself: ${what}\n`));
      return EXIT.failed;
    }
    world.stderr.write(printable(`spindex: ${cause.message}\n`));
    return cause.exitCode;
  }
}

function runCommand(world: World, { command, words, settings: flags, options }: Arguments): Promise<number> {
  const settings = loadSettings({ flags, env: world.env, file: world.settingsFile() });
  switch (command) {
    case 'crawl':
      return crawlCommand(world, { urls: checkedUrls(words, settings), settings });
    case 'main':
      return serveCommand(world, { urls: words.length > 0 ? checkedUrls(words, settings) : [], settings });
    case 'serve':
      noWords(words);
      return serveCommand(world, { urls: [], settings });
    case 'search':
      return searchCommand(world, { words, settings, options: loadOptions('search', options) });
    case 'status':
      noWords(words);
      return statusCommand(world, { settings, options: loadOptions('status', options) });
    case 'urls':
      noWords(words);
      return urlsCommand(world, { settings, options: loadOptions('urls', options) });
    case 'why':
      return whyCommand(world, { words, settings, options: loadOptions('why', options) });
    case 'eval':
      noWords(words);
      return evalCommand(world, { settings, options: loadOptions('eval', options) });
    case 'reindex':
      noWords(words);
      return reindexCommand(world, { settings });
  }
}

/** What is asked for is judged before anything is opened or made for it. */
function checkedUrls(words: string[], settings: Settings): string[] {
  checkedSettings({ ...settings, seeds: words });
  return words;
}

function noWords(words: readonly string[]): void {
  if (words.length > 0)
    throw new Fault('usage', `This command takes no ${JSON.stringify(words[0])}. See spindex --help.`);
}
