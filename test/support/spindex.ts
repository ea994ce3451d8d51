import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { ROOT, type Running, start } from './program.ts';

/** Runs the real program in an empty directory of its own, which goes away with the test. */
export class Spindex {
  readonly directory = mkdtempSync(join(tmpdir(), 'spindex-e2e-'));
  readonly data = join(this.directory, 'data');

  constructor(context: TestContext) {
    context.after(() => rmSync(this.directory, { recursive: true, force: true }));
    this.#context = context;
  }
  readonly #context: TestContext;

  /** Starts a command; `--data` is the directory of this test unless the arguments give one. */
  start(...args: string[]): Running {
    const running = start(process.execPath, [join(ROOT, 'src/main.ts'), ...args], {
      cwd: this.directory,
      env: { SPINDEX_DATA: this.data },
    });
    this.#context.after(() => running.child.kill('SIGKILL'));
    return running;
  }

  run(...args: string[]): Promise<{ code: number | null; output: string }> {
    return this.start(...args).ended;
  }

  /** Rows of `urls --format jsonl`. */
  async urls(): Promise<{ url: string; state: string; reason: string }[]> {
    const { output } = await this.run('urls', '--format', 'jsonl');
    return jsonLines(output) as { url: string; state: string; reason: string }[];
  }
}

export function jsonLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
