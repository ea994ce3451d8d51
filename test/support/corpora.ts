import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, start } from './program.ts';

const SERVE = join(ROOT, '../shared/corpora/serve.mjs');
/** Where the tool keeps unpacked packages by default: one download serves all runs. */
const UNPACKED = join(tmpdir(), 'spindex-corpora', 'debian');
/** Below the ports that the system gives to clients, far apart enough for every corpus. */
const FIRST_PORTS = { from: 10_000, step: 20, count: 1_000 };

export interface CorpusRequest {
  uri: string;
  status: number;
}

export interface Corpus {
  name: string;
  url: string;
  /** All requests answered so far, oldest first. */
  requests(): CorpusRequest[];
}

export type Corpora = { kind: 'served'; corpora: Corpus[]; close(): Promise<void> } | { kind: 'absent'; why: string };

/** Serves these corpora on free ports, from a directory of its own. `absent` when they cannot be had here, with the reason. */
export async function serveCorpora(names: readonly string[]): Promise<Corpora> {
  if (!existsSync(SERVE)) return { kind: 'absent', why: `there is no ${SERVE}` };
  const directory = mkdtempSync(join(tmpdir(), 'spindex-served-'));
  mkdirSync(UNPACKED, { recursive: true });
  symlinkSync(UNPACKED, join(directory, 'debian'));
  for (let tries = 5; ; tries -= 1) {
    const port = FIRST_PORTS.from + FIRST_PORTS.step * Math.floor(Math.random() * FIRST_PORTS.count);
    const args = [SERVE, '--dir', directory, '--only', names.join(','), '--port', String(port)];
    const served = start(process.execPath, args, { cwd: directory });
    const isUp = await served.printed(/^logs: /m, 120_000).then(
      () => true,
      () => false,
    );
    const close = async () => {
      served.child.kill('SIGTERM');
      await served.ended;
      rmSync(directory, { recursive: true, force: true });
    };
    if (isUp) return { kind: 'served', corpora: readCorpora(served.output(), directory), close };
    if (tries > 0 && /is taken/.test(served.output())) continue;
    await close();
    return { kind: 'absent', why: served.output().trim() };
  }
}

function readCorpora(output: string, directory: string): Corpus[] {
  return [...output.matchAll(/^(\S+) +(http\S+)$/gm)].map(([, name = '', url = '']) => ({
    name,
    url,
    requests: () =>
      readFileSync(join(directory, 'logs', `${name}.log`), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line): CorpusRequest => JSON.parse(line)),
  }));
}
