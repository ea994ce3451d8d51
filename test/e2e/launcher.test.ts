import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT, start } from '../support/program.ts';

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

test('with a channel to who started it the launcher stays, and ends as the program does', async () => {
  const child = spawn(process.execPath, [LAUNCHER, 'crawl', 'ftp://x'], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const says = child.stderr?.toArray();
  const [code] = await once(child, 'exit');
  assert.equal(code, 2);
  assert.match(String(await says), /ftp:\/\/x.*http:\/\//);
});
