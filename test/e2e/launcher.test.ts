import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT, run, start } from '../support/program.ts';

const LAUNCHER = join(ROOT, 'bin/spindex.cjs');
const NOT_LINUX = process.platform === 'linux' ? false : 'SKIPPED: what a process was started with is read from /proc';

test('the launcher becomes the program, started for little memory, with what Node was told', {
  skip: NOT_LINUX,
}, async (t) => {
  const data = await mkdtemp(join(tmpdir(), 'spindex-launch-'));
  t.after(() => rm(data, { recursive: true }));
  const { child, printed, ended } = start(
    process.execPath,
    ['--no-warnings', LAUNCHER, 'serve', '--data', data, '--port', '0'],
    { cwd: ROOT, env: { MALLOC_ARENA_MAX: undefined } },
  );
  t.after(() => child.kill('SIGKILL'));
  await printed(/Serving http/);
  const started = async (what: string) => (await readFile(`/proc/${child.pid}/${what}`, 'utf8')).split('\0');
  const args = await started('cmdline');
  assert.ok(args.includes('--max-semi-space-size=8') && args.includes('--no-warnings'), args.join(' '));
  assert.ok((await started('environ')).includes('MALLOC_ARENA_MAX=2'));
  child.kill('SIGTERM');
  assert.equal((await ended).code, 0);
});

/** What Node 12 lacks of what a launcher might be tempted to use. */
const OLD_NODE = `
const { Module } = require('node:module');
Object.defineProperty(process.versions, 'node', { value: '12.22.12' });
Object.defineProperty(process, 'version', { value: 'v12.22.12' });
process.execve = undefined;
require('node:os').availableParallelism = undefined;
const load = Module._load;
Module._load = function (id, ...rest) {
  if (id.startsWith('node:')) throw new Error('Cannot find module ' + id);
  return load.call(this, id, ...rest);
};
`;

test('the launcher says under an old Node, where no other is, which one it needs', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'spindex-old-'));
  t.after(() => rm(directory, { recursive: true }));
  await cp(join(ROOT, 'bin'), join(directory, 'bin'), { recursive: true });
  await writeFile(join(directory, 'old-node.cjs'), OLD_NODE);
  const { code, output } = await run(
    process.execPath,
    ['--require', './old-node.cjs', join(directory, 'bin/spindex.cjs'), '--version'],
    { cwd: directory },
  );
  assert.equal(
    output,
    'spindex: needs Node.js 24 or newer, this is v12.22.12. Add one beside it: npm install node@24\n',
  );
  assert.equal(code, 1);
});

test('with a channel to who started it the launcher stays, and ends as the program does', async () => {
  const child = spawn(process.execPath, [LAUNCHER, 'crawl', 'ftp://x'], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const says = child.stderr?.toArray();
  const [code] = await once(child, 'exit');
  assert.equal(code, 2);
  assert.match(String(await says), /ftp:\/\/x.*http:\/\//);
});

test('the launcher ends as a shell would say it when the program under it is killed', {
  skip: NOT_LINUX,
}, async (t) => {
  const data = await mkdtemp(join(tmpdir(), 'spindex-launch-'));
  t.after(() => rm(data, { recursive: true }));
  const child = spawn(process.execPath, [LAUNCHER, 'serve', '--data', data, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  });
  await once(child.stdout ?? child, 'data'); // it serves
  const [program] = (await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')).trim().split(' ');
  process.kill(Number(program), 'SIGKILL');
  const [code] = await once(child, 'exit');
  assert.equal(code, 137);
});
