import { type SettingRow, settingRows } from '../model/settings.ts';
import { settingsOf } from './arguments.ts';
import { COMMANDS, type Command } from './commands.ts';
import { optionsOf } from './options.ts';

const WIDTH = 100;

/** Text of `spindex --help`, or of one command. */
export function helpText(command: Command): string {
  const usage =
    command === 'main'
      ? [
          row('spindex <url> [...]', 'Crawl a site and serve its search at once.'),
          row('spindex', 'Serve what is there; an empty instance asks for a URL.'),
          ...Object.values(COMMANDS).map(({ usage, says }) => row(usage, says)),
        ]
      : [row(COMMANDS[command].usage, COMMANDS[command].says)];
  const own = optionsOf(command).map(([name, schema]) => {
    const meta = schema.meta();
    return row(`--${name}${meta?.['value'] ? ` ${meta['value']}` : ''}`, String(meta?.['help']));
  });
  const settings = settingsOf(command).map((setting) =>
    row(`${setting.flag}${setting.value ? ` ${setting.value}` : ''}`, withDefault(setting)),
  );
  const rest = [
    row('--help', 'This text; spindex <command> --help for one command.'),
    row('--version', 'The version.'),
  ];
  return [
    'Turns any website into a search engine.',
    '',
    ...usage,
    '',
    'Options (flag over environment SPINDEX_* over spindex.json over default):',
    ...own,
    ...settings,
    ...rest,
    '',
  ].join('\n');
}

function withDefault({ help, default: fallback, takesValue }: SettingRow): string {
  return takesValue && fallback !== '' ? `${help} [${fallback}]` : help;
}

/** Two columns; the second one is wrapped. */
function row(left: string, right: string): string {
  const indent = 30;
  const lines = [''];
  for (const word of right.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && indent + line.length + word.length + 1 > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  const head = `  ${left}`;
  const first = head.length >= indent ? `${head}\n${' '.repeat(indent)}` : head.padEnd(indent);
  return `${first}${lines.join(`\n${' '.repeat(indent)}`)}`;
}

/** docs/settings.md; a test compares the file with this. */
export function settingsMarkdown(): string {
  const rows = settingRows().map(
    ({ name, flag, env, value, help, default: fallback, commands }) =>
      `| \`${flag}${value ? ` ${value.replaceAll('|', '\\|')}` : ''}\` | \`${env}\` | \`${name}\` | ${fallback === '' ? '' : `\`${fallback}\``} | ${commands.length > 2 ? 'all' : commands.join(', ')} | ${help.replaceAll('|', '\\|')} |`,
  );
  return [
    '# Settings',
    '',
    'A flag beats the environment, the environment beats `spindex.json` in the working directory, and that beats the default.',
    'Lists are repeated flags, comma-separated variables, or JSON arrays.',
    '',
    '| flag | environment | in spindex.json | default | commands | meaning |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
