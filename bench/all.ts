/**
 * Runs the benchmarks of this folder one after the other, each in a process of its own that is started as `spindex` starts: all of them, or those that are
 * named. Run: npm run bench [-- crawl search ...]
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const { FLAGS, ENVIRONMENT }: { FLAGS: string[]; ENVIRONMENT: NodeJS.ProcessEnv } = createRequire(import.meta.url)(
  '../bin/launch.cjs',
);
const folder = fileURLToPath(new URL('.', import.meta.url));
const all = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && name !== 'all.ts')
  .map((name) => name.slice(0, -'.ts'.length))
  .toSorted();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`No benchmark is called ${unknown.join(', ')}. There are ${all.join(', ')}.`);
  process.exit(2);
}
for (const name of wanted.length > 0 ? wanted : all) {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(process.execPath, [...FLAGS, `${folder}${name}.ts`], {
    stdio: 'inherit',
    env: { ...ENVIRONMENT, ...process.env },
  });
  if (status !== 0) process.exitCode = 1;
}
