import { parseArgs } from 'node:util';
import { Fault } from '../model/errors.ts';
import { type SettingRow, settingRows } from '../model/settings.ts';
import { COMMANDS, type Command, isCommand } from './commands.ts';
import { nearest } from './nearest.ts';
import { optionsOf } from './options.ts';

export interface Arguments {
  command: Command;
  words: string[];
  /** Settings given as flags, by their names. */
  settings: Record<string, unknown>;
  /** The command's own options, by their names. */
  options: Record<string, unknown>;
  help: boolean;
  version: boolean;
}

interface Flag {
  name: string;
  takesValue: boolean;
  repeatable: boolean;
  isSetting: boolean;
}

/** Reads the command line. Fault `usage` for a command that is not there or a flag that it does not have, naming the nearest one. */
export function parseArguments(argv: readonly string[]): Arguments {
  const at = firstWord(argv);
  const first = argv[at] ?? '';
  // As git and npm are asked: `spindex help crawl`.
  if (HELP.has(first)) return parseArguments([...argv.filter((_, i) => i !== at), `--${first}`]);
  const command = isCommand(first) ? first : 'main';
  const flags = flagsOf(command);
  const { tokens } = parseArgs({
    args: argv.filter((_, i) => command === 'main' || i !== at),
    strict: false,
    tokens: true,
    options: {
      ...Object.fromEntries(
        [...flags].map(([flag, { takesValue }]) => [
          flag,
          { type: takesValue ? ('string' as const) : ('boolean' as const) },
        ]),
      ),
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
    },
  });
  const parsed: Arguments = { command, words: [], settings: {}, options: {}, help: false, version: false };
  const asksForHelp = tokens.some((token) => token.kind === 'option' && HELP.has(token.name));
  for (const token of tokens) {
    if (token.kind === 'positional') {
      const mayBeCommand = command === 'main' && parsed.words.length === 0 && !asksForHelp;
      if (mayBeCommand) refuseMistyped(token.value);
      parsed.words.push(token.value);
    } else if (token.kind === 'option' && (token.name === 'help' || token.name === 'version'))
      parsed[token.name] = true;
    else if (token.kind === 'option') readFlag(token, { flags, parsed });
  }
  return parsed;
}

const HELP: ReadonlySet<string> = new Set(['help', 'version']);

/** A bare word is no URL: whoever writes one means a command. */
function refuseMistyped(word: string): void {
  if (!/^[\w-]+$/.test(word)) return;
  const near = nearest(word, Object.keys(COMMANDS));
  const hint = near ? `Did you mean spindex ${near}?` : `To crawl a host of that name: spindex http://${word}/.`;
  throw new Fault('usage', `There is no command ${JSON.stringify(word)}. ${hint} See spindex --help.`);
}

/** Where the first word is that is neither a flag nor the value of one: a command may stand behind flags. */
function firstWord(argv: readonly string[]): number {
  const takesValue = new Set(
    [...Object.keys(COMMANDS).filter(isCommand), 'main' as const].flatMap((command) =>
      [...flagsOf(command)].filter(([, flag]) => flag.takesValue).map(([name]) => `--${name}`),
    ),
  );
  return argv.findIndex((word, i) => !word.startsWith('-') && !takesValue.has(argv[i - 1] ?? ''));
}

function readFlag(
  token: { name: string; rawName: string; value?: string | undefined; inlineValue?: boolean | undefined },
  { flags, parsed }: { flags: Map<string, Flag>; parsed: Arguments },
): void {
  const flag = flags.get(token.name);
  if (!flag) {
    const near = nearest(token.name, [...flags.keys()]);
    const hint = unwantedWord(token, parsed) ?? elsewhere(token.name) ?? (near ? ` Did you mean --${near}?` : '');
    throw new Fault('usage', `There is no option ${token.rawName} here.${hint} See spindex --help.`);
  }
  if (flag.takesValue && token.value === undefined)
    throw new Fault('usage', `--${token.name} needs a value. See spindex --help.`);
  if (flag.takesValue && !token.inlineValue && isFlag(token.value, flags))
    throw new Fault('usage', `--${token.name} needs a value, and ${token.value} is an option. See spindex --help.`);
  const values = flag.isSetting ? parsed.settings : parsed.options;
  const value = token.value ?? true;
  const before = values[flag.name];
  values[flag.name] = flag.repeatable ? [...(Array.isArray(before) ? before : []), value] : value;
}

/** As where the value was a variable of the shell that is empty; `--flag=value` takes anything. */
function isFlag(value: string | undefined, flags: Map<string, Flag>): boolean {
  const name = /^--([\w-]+)/.exec(value ?? '')?.[1];
  return name !== undefined && (flags.has(name) || HELP.has(name));
}

/** The query language has words to leave out, and they look like an option. */
function unwantedWord({ rawName }: { rawName: string }, { command }: Arguments): string | undefined {
  if (command !== 'search' || rawName.startsWith('--')) return undefined;
  return ' A word to leave out comes behind two hyphens, or in quotes with the others: spindex search gather -- -asyncio.';
}

/** Where a flag belongs that other commands take. */
function elsewhere(name: string): string | undefined {
  const setting = settingRows().find(({ flag }) => flag === `--${name}`);
  if (!setting) return undefined;
  const commands = setting.commands.map((command) => `spindex ${command}`);
  const isOfMain = setting.commands.includes('crawl') || setting.commands.includes('serve');
  return ` It belongs to ${[...(isOfMain ? ['spindex <url>'] : []), ...commands].join(' and ')}.`;
}

/** Flags that a command takes; the bare `spindex` crawls and serves. */
export function settingsOf(command: Command): SettingRow[] {
  return settingRows().filter(({ commands }) =>
    command === 'main' ? commands.includes('crawl') || commands.includes('serve') : commands.includes(command),
  );
}

function flagsOf(command: Command): Map<string, Flag> {
  const settings = settingsOf(command).map(({ flag, name, takesValue, repeatable }): [string, Flag] => [
    flag.slice(2),
    { name, takesValue, repeatable, isSetting: true },
  ]);
  const options = optionsOf(command).map(([name, schema]): [string, Flag] => [
    name,
    { name, takesValue: schema.meta()?.['value'] !== undefined, repeatable: false, isSetting: false },
  ]);
  return new Map([...settings, ...options]);
}
