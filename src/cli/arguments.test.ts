import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../model/errors.ts';
import { parseArguments, settingsOf } from './arguments.ts';
import type { COMMANDS } from './commands.ts';

const throwsUsage = (argv: string[], says: RegExp) =>
  assert.throws(
    () => parseArguments(argv),
    (cause) => cause instanceof Fault && cause.code === 'usage' && says.test(cause.message),
  );

test('parseArguments() takes the command from the first word, and everything else as words', () => {
  const { command, words } = parseArguments(['search', 'asyncio', 'gather']);
  assert.deepEqual([command, words], ['search', ['asyncio', 'gather']]);
  const main = parseArguments(['https://docs.example/']);
  assert.deepEqual([main.command, main.words], ['main', ['https://docs.example/']]);
  assert.equal(parseArguments([]).command, 'main');
  assert.deepEqual(parseArguments(['search', 'crawl']).words, ['crawl']);
});

test('parseArguments() reads flags before, after and between words, as --flag value and --flag=value', () => {
  const { words, settings } = parseArguments(['crawl', '--rps', '3', 'https://a/', '--max-pages=9', 'https://b/']);
  assert.deepEqual(words, ['https://a/', 'https://b/']);
  assert.deepEqual(settings, { rps: '3', maxPages: '9' });
});

test('parseArguments() finds the command behind flags, and takes no value of a flag for one', () => {
  const { command, words, settings } = parseArguments(['--rps', '1', 'crawl', 'https://a/', '--max-pages', '2']);
  assert.deepEqual([command, words, settings], ['crawl', ['https://a/'], { rps: '1', maxPages: '2' }]);
  assert.equal(parseArguments(['--strict-rate', '--rps=1', 'crawl', 'https://a/']).command, 'crawl');
  assert.deepEqual(parseArguments(['--limit', '2', 'search', 'x']).options, { limit: '2' });
  const main = parseArguments(['--exclude', 'crawl', 'https://a/']);
  assert.deepEqual([main.command, main.words, main.settings], ['main', ['https://a/'], { exclude: ['crawl'] }]);
  assert.deepEqual(parseArguments(['https://a/', 'crawl']).words, ['https://a/', 'crawl']);
  throwsUsage(['--port', '0', 'crawl', 'https://a/'], /no option --port here/);
});

test('parseArguments() tells of a mistyped flag, not of its value', () => {
  throwsUsage(['--rpps', '3', 'https://a/'], /no option --rpps here\. Did you mean --rps\?/);
  throwsUsage(['serch', '--limit', '3'], /Did you mean spindex search\?/);
});

test('parseArguments() says where a flag of another command belongs', () => {
  throwsUsage(
    ['crawl', 'https://a/', '--every', '6h'],
    /no option --every here\. It belongs to spindex <url> and spindex serve\./,
  );
});

test('parseArguments() gathers what is repeatable, and keeps the last of what is not', () => {
  const { settings } = parseArguments(['crawl', '--include', 'a', '--include', 'b', '--rps', '1', '--rps', '2']);
  assert.deepEqual(settings, { include: ['a', 'b'], rps: '2' });
});

test('parseArguments() takes flags without a value as true', () => {
  const { settings, options } = parseArguments(['search', 'x', '--json', '--data', 'd']);
  assert.deepEqual([settings, options], [{ data: 'd' }, { json: true }]);
  assert.equal(parseArguments(['crawl', '--strict-rate', 'https://a/']).settings['strictRate'], true);
});

test('parseArguments() takes a dash as a word, and what follows two dashes', () => {
  assert.deepEqual(parseArguments(['search', '--', 'list', '-comprehension']).words, ['list', '-comprehension']);
  throwsUsage(['search', 'list', '-comprehension'], /A word to leave out comes behind two hyphens/);
});

test('parseArguments() names the nearest flag of the command, when one is near', () => {
  throwsUsage(['crawl', '--rsp', '3'], /--rsp here\. Did you mean --rps\?/);
  throwsUsage(['crawl', '--max-page', '3'], /Did you mean --max-pages\?/);
  throwsUsage(['crawl', '--concurency', '3'], /Did you mean --concurrency\?/);
  throwsUsage(['crawl', '-x'], /no option -x here/);
  assert.throws(
    () => parseArguments(['crawl', '--colour']),
    (cause) => cause instanceof Fault && !cause.message.includes('Did you mean'),
  );
});

test('parseArguments() refuses a flag of another command, and one whose value is missing', () => {
  throwsUsage(['serve', '--max-depth', '3'], /no option --max-depth/);
  throwsUsage(['crawl', 'https://a/', '--rps'], /--rps needs a value/);
});

test('parseArguments() takes no option of the command for the value of another one, unless behind an equals sign', () => {
  throwsUsage(
    ['serve', '--admin-token', '--synonyms', 'a = b'],
    /^--admin-token needs a value, and --synonyms is an option\./,
  );
  throwsUsage(['crawl', 'https://a/', '--data', '--rps=2'], /--data needs a value/);
  throwsUsage(['status', '--data', '--help'], /--data needs a value/);
  assert.deepEqual(parseArguments(['urls', '--q=--json', '--site', '--x']).options, { q: '--json', site: '--x' });
});

test('parseArguments() takes help and version for commands, too', () => {
  for (const argv of [['help'], ['--data', 'd', 'help'], ['help', '--help']]) {
    const { command, help, words } = parseArguments(argv);
    assert.deepEqual({ command, help, words }, { command: 'main', help: true, words: [] }, argv.join(' '));
  }
  const { command, help } = parseArguments(['help', 'crawl']);
  assert.deepEqual({ command, help }, { command: 'crawl', help: true });
  assert.equal(parseArguments(['version']).version, true);
  assert.deepEqual(parseArguments(['search', 'help']).words, ['help']);
});

test('parseArguments() finds --help and --version, long and short', () => {
  for (const argv of [['-h'], ['--help'], ['crawl', '--help']]) assert.equal(parseArguments(argv).help, true);
  for (const argv of [['-v'], ['--version']]) assert.equal(parseArguments(argv).version, true);
});

test('settingsOf() gives the bare command what crawling and serving take', () => {
  const names = (command: keyof typeof COMMANDS | 'main') => settingsOf(command).map(({ name }) => name);
  assert.deepEqual(new Set(names('main')), new Set([...names('crawl'), ...names('serve')]));
  assert.deepEqual(names('urls'), ['data', 'index', 'indexApiKey', 'indexCa', 'indexProxy', 'waitIndex', 'log']);
});
