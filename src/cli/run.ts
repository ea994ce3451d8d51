import { Fault } from '../model/errors.ts';
import { type Arguments, parseArguments } from './arguments.ts';
import { crawlCommand, EXIT, serveCommand } from './crawl-command.ts';
import { evalCommand } from './eval-command.ts';
import { helpText } from './help.ts';
import { loadOptions, loadSettings } from './load-settings.ts';
import { reindexCommand, searchCommand, statusCommand } from './read-commands.ts';
import { urlsCommand } from './urls-command.ts';
import { whyCommand } from './why-command.ts';
import type { World } from './world.ts';

/** Runs one command. Resolves with the exit code; what goes wrong is one line that says what to change, never a stack trace. */
export async function run(world: World): Promise<number> {
  try {
    const parsed = parseArguments(world.arguments);
    if (parsed.help) world.stdout.write(helpText(parsed.command));
    else if (parsed.version) world.stdout.write(`${world.version}\n`);
    else return await runCommand(world, parsed);
    return EXIT.done;
  } catch (cause) {
    if (!(cause instanceof Fault)) {
      world.stderr.write(
        `spindex: a fault of Spindex itself: ${cause instanceof Error ? (cause.stack ?? cause.message) : cause}\n`,
      );
      return EXIT.failed;
    }
    world.stderr.write(`spindex: ${cause.message}\n`);
    return cause.exitCode;
  }
}

function runCommand(world: World, { command, words, settings: flags, options }: Arguments): Promise<number> {
  const settings = loadSettings({ flags, env: world.env, file: world.settingsFile() });
  switch (command) {
    case 'crawl':
      if (words.length === 0) throw new Fault('usage', 'Give at least one URL: spindex crawl <url>');
      return crawlCommand(world, { urls: words, settings });
    case 'main':
      return serveCommand(world, { urls: words, settings });
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

function noWords(words: readonly string[]): void {
  if (words.length > 0)
    throw new Fault('usage', `This command takes no ${JSON.stringify(words[0])}. See spindex --help.`);
}
