import { OPEN_STATES, REASONS } from '../model/reasons.ts';
import { type SettingRow, settingRows } from '../model/settings.ts';
import { settingsOf } from './arguments.ts';
import { COMMANDS, type Command } from './commands.ts';
import { optionsOf } from './options.ts';

/** Longer lines are hard to read. */
const MAX_WIDTH = 100;
/** In a narrower terminal what a flag means stands below it. */
const MIN_BESIDE = 70;

/** Text of `spindex --help`, or of one command, for a terminal of so many columns. */
export function helpText(command: Command, { columns }: { columns: number }): string {
  const width = Math.min(columns, MAX_WIDTH);
  const row = (left: string, right: string): string => twoColumns(left, right, width);
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

/** Two columns, or the second below the first; it is wrapped. */
function twoColumns(left: string, right: string, width: number): string {
  const indent = width < MIN_BESIDE ? 6 : 30;
  const lines = [''];
  for (const word of right.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && indent + line.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  const head = `  ${left}`;
  const first = head.length >= indent ? `${head}\n${' '.repeat(indent)}` : head.padEnd(indent);
  return `${first}${lines.join(`\n${' '.repeat(indent)}`)}`;
}

/** docs/settings.md; a test compares the file with this. */
export function settingsMarkdown(): string {
  const rows = settingRows().map(({ name, flag, env, value, help, default: fallback, commands }) => [
    code(`${flag}${value ? ` ${value}` : ''}`),
    code(env),
    code(name),
    fallback === '' ? '' : code(fallback),
    commands.length > 4 ? 'all' : commands.join(', '),
    help,
  ]);
  return [
    '# Settings',
    '',
    'A flag beats the environment, the environment beats `spindex.json` in the working directory, and that beats the default.',
    'Lists are repeated flags, comma-separated variables, or JSON arrays. The bare `spindex` takes the settings of `crawl` and `serve`.',
    '',
    ...table(['flag', 'environment', 'in spindex.json', 'default', 'commands', 'meaning'], rows),
    '',
  ].join('\n');
}

/** docs/reasons.md; a test compares the file with this. */
export function reasonsMarkdown(): string {
  const rows = Object.entries(REASONS).map(([reason, { state, says, remedy }]) => [
    code(reason),
    code(state),
    says,
    remedy,
  ]);
  return [
    '# States and reasons',
    '',
    `Every URL that a crawl has ever seen has one state and one reason. \`spindex urls\` prints them, \`--state\` and \`--reason\` choose among them.`,
    `A crawl is done when every URL has left the states ${OPEN_STATES.map(code).join(', ')}.`,
    '',
    ...table(['reason', 'state', 'meaning', 'what to do'], rows),
    '',
  ].join('\n');
}

const code = (text: string): string => `\`${text}\``;

/** A table of Markdown; in its cells only code is markup. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)];
}

function cell(text: string): string {
  const safe = text.replaceAll('|', '\\|');
  return text.startsWith('`') ? safe : safe.replaceAll('*', '\\*').replaceAll('<', '&lt;');
}
