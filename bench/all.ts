/** Runs every benchmark of this folder, one after the other, each in a process of its own with compiled code kept and a small young heap, as `npm start` does: `npm run bench`. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'all.ts');
for (const name of files.toSorted()) {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(process.execPath, ['--max-semi-space-size=8', `${folder}${name}`], {
    stdio: 'inherit',
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
  });
  if (status !== 0) process.exitCode = 1;
}
