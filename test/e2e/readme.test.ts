import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startFakeSite } from '../support/fake-site.ts';
import { ROOT, run, start } from '../support/program.ts';

const EXAMPLE_SITE = 'https://docs.python.org/3/';
/** Run by CI itself, this test among them. */
const RUN_BY_CI = ['npm ci', 'npm test', 'npm run test:engines', 'npm run check'];
/** Takes minutes and asserts nothing. */
const NOT_RUN = ['npm run bench'];

const SITE = {
  '/3/': '<title>Docs</title><h1>Docs</h1><p>Read about <a href="gather.html">gather</a>.',
  '/3/gather.html': '<title>Tasks</title><h1>Tasks</h1><p>Use asyncio gather to run awaitables.',
};

const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block ?? '');
const commands = blocks
  .flatMap((block) => block.split('\n'))
  .map((line) => line.replace(/\s+#.*$/, '').trim())
  .filter((line) => line !== '');

test('every command of the README runs as it stands', async (t) => {
  const site = await startFakeSite(SITE);
  const data = await mkdtemp(join(tmpdir(), 'spindex-readme-'));
  t.after(async () => {
    await site.close();
    await rm(data, { recursive: true });
  });
  const env = { SPINDEX_DATA: data, SPINDEX_RPS: '0', SPINDEX_PORT: '0' };
  let address = '';
  assert.ok(commands.some((command) => command.startsWith('npx spindex ')) && commands.includes('npm ci'), readme);
  for (const command of commands) {
    if (RUN_BY_CI.includes(command) || NOT_RUN.includes(command)) continue;
    const line = command
      .replace(EXAMPLE_SITE, `${site.url}/3/`)
      .replace(/^npx spindex\b/, 'node bin/spindex.cjs')
      .replace('http://127.0.0.1:8080', address);
    const serves = /^npm start|spindex\.cjs (?:http|serve)/.test(line);
    if (!serves) {
      const { code, output } = await run('sh', ['-c', line], { cwd: ROOT, env });
      assert.equal(code, 0, `${line}\n${output}`);
      if (line.startsWith('curl')) assert.match(output, /gather\.html/);
      continue;
    }
    // exec: the shell gives its place to the program, so that the signal reaches it.
    const server = start('sh', ['-c', `exec ${line.replace(/^npm start --?/, 'node bin/spindex.cjs')}`], {
      cwd: ROOT,
      env,
    });
    t.after(() => server.child.kill('SIGKILL'));
    address = (await server.printed(/Search page and API at (http:\S+)/))[1] ?? '';
    if (line.includes(site.url)) await server.printed(/Every URL in scope has been visited/);
    const isNextCurl = commands[commands.indexOf(command) + 1]?.startsWith('curl');
    if (isNextCurl) continue;
    server.child.kill('SIGTERM');
    assert.equal((await server.ended).code, 0, server.output());
  }
});

test('the README names no flag that the program does not have', async () => {
  const { output: help } = await run(process.execPath, ['bin/spindex.cjs', '--help'], { cwd: ROOT });
  const { output: urls } = await run(process.execPath, ['bin/spindex.cjs', 'urls', '--help'], { cwd: ROOT });
  const { output: search } = await run(process.execPath, ['bin/spindex.cjs', 'search', '--help'], { cwd: ROOT });
  const flagsOf = (text: string) => new Set(text.match(/--[a-z][a-z-]+/g));
  const [named, known] = [flagsOf(readme), flagsOf(help + urls + search)];
  assert.ok(named.has('--rps'));
  assert.deepEqual(
    [...named].filter((flag) => !known.has(flag)),
    [],
  );
});
