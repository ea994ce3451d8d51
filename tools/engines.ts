import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, chown, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Real Elasticsearch and OpenSearch on this machine, for tests and for trying out: `npm run engines -- start|stop`. Fetched once through
 * Maven, kept in the temporary folder. Neither is part of the package.
 */
export const ENGINES = {
  elasticsearch: { version: '9.5.3', group: 'org.elasticsearch.distribution.integ-test-zip', prefix: 'ES', port: 9251 },
  opensearch: {
    version: '3.8.0',
    group: 'org.opensearch.distribution.integ-test-zip',
    prefix: 'OPENSEARCH',
    port: 9252,
  },
} as const;
export type EngineKind = keyof typeof ENGINES;
export const ENGINE_KINDS = ['elasticsearch', 'opensearch'] as const satisfies readonly EngineKind[];

const LEAST_JAVA = 21;
const HEAP = '512m';
const START_WITHIN_MS = 120_000;
const POLL_MS = 250;
/** Both engines refuse to run as root. */
const NOBODY = 65_534;
const CACHE = join(tmpdir(), 'spindex-engines');
const JAVA_FOLDERS = ['/usr/lib/jvm', '/opt', join(process.env['HOME'] ?? '/', '.jdks')];

export interface RunningEngine {
  url: string;
  /** False when it was running before. */
  isStarted: boolean;
}

/** Undefined, after one line that says why, where it cannot be run. */
export async function startEngine(kind: EngineKind): Promise<RunningEngine | undefined> {
  const url = `http://127.0.0.1:${ENGINES[kind].port}`;
  if (await isUp(url)) return { url, isStarted: false };
  const javaHome = findJava();
  const home = javaHome === undefined ? undefined : unpacked(kind);
  if (javaHome === undefined || home === undefined) {
    const wants = javaHome === undefined ? `Java ${LEAST_JAVA} or newer (JAVA_HOME)` : 'Maven (mvn) and its registry';
    console.log(`SKIPPED: no ${kind} here, it needs ${wants}.`);
    return undefined;
  }
  const dir = join(CACHE, `run-${kind}`);
  await prepare(dir, home);
  const child = launch(kind, { dir, home, javaHome });
  const deadline = Date.now() + START_WITHIN_MS;
  while (!(await isUp(url))) {
    if (child.exitCode === null && Date.now() < deadline) await new Promise((wake) => setTimeout(wake, POLL_MS));
    else throw new Error(`${kind} did not start:\n${readFileSync(join(dir, 'console.log'), 'utf8').slice(-4000)}`);
  }
  child.unref();
  return { url, isStarted: true };
}

/** Ends the one that startEngine() started, by its own process id. */
export async function stopEngine(kind: EngineKind): Promise<void> {
  const pidFile = join(CACHE, `run-${kind}`, 'tmp', 'pid');
  const pid = existsSync(pidFile) ? Number(await readFile(pidFile, 'utf8')) : undefined;
  if (pid === undefined) return;
  for (let signal: NodeJS.Signals | 0 = 'SIGTERM'; send(pid, signal); signal = 0)
    await new Promise((wake) => setTimeout(wake, POLL_MS));
  await rm(pidFile, { force: true });
}

/** False when that process is gone. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

async function isUp(url: string): Promise<boolean> {
  return fetch(`${url}/_cluster/health?wait_for_status=yellow&timeout=1s`, { signal: AbortSignal.timeout(3000) }).then(
    (answer) => answer.ok,
    () => false,
  );
}

function findJava(): string | undefined {
  const installed = JAVA_FOLDERS.flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [],
  );
  return [process.env['JAVA_HOME'] ?? '', ...installed].find((home) => javaVersion(home) >= LEAST_JAVA);
}

function javaVersion(home: string): number {
  const release = join(home, 'release');
  if (home === '' || !existsSync(release)) return 0;
  return Number(/^JAVA_VERSION="(\d+)/m.exec(readFileSync(release, 'utf8'))?.[1] ?? 0);
}

function unpacked(kind: EngineKind): string | undefined {
  const { version, group } = ENGINES[kind];
  const home = join(CACHE, `${kind}-${version}`);
  if (existsSync(join(home, 'bin', kind))) return home;
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:unpack';
  const artifact = `${group}:${kind}:${version}:zip`;
  const maven = spawnSync('mvn', ['-q', '-B', goal, `-Dartifact=${artifact}`, `-DoutputDirectory=${CACHE}`], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return maven.status === 0 && existsSync(join(home, 'bin', kind)) ? home : undefined;
}

/** A fresh folder of its own: configuration, logs, and everything that it stores. */
async function prepare(dir: string, home: string): Promise<void> {
  await rm(dir, { recursive: true, force: true });
  for (const folder of ['data', 'logs', 'tmp']) await mkdir(join(dir, folder), { recursive: true });
  await cp(join(home, 'config'), join(dir, 'config'), { recursive: true });
  const options = join(dir, 'config', 'jvm.options');
  const lines = (await readFile(options, 'utf8')).split('\n');
  await writeFile(options, lines.filter((line) => !/gc\.log|HeapDumpPath|ErrorFile/.test(line)).join('\n'));
  if (process.getuid?.() !== 0) return;
  await chmod(CACHE, 0o755);
  await chown(dir, NOBODY, NOBODY);
  for (const entry of await readdir(dir, { withFileTypes: true, recursive: true }))
    await chown(join(entry.parentPath, entry.name), NOBODY, NOBODY);
}

function launch(kind: EngineKind, places: { dir: string; home: string; javaHome: string }): ChildProcess {
  const { dir, home, javaHome } = places;
  const { prefix, port } = ENGINES[kind];
  const settings = {
    'discovery.type': 'single-node',
    'network.host': '127.0.0.1',
    'http.port': port,
    'path.data': join(dir, 'data'),
    'path.logs': join(dir, 'logs'),
    ...(kind === 'elasticsearch' && { 'xpack.security.enabled': false }),
  };
  const log = openSync(join(dir, 'console.log'), 'w'); // a file: a pipe that nobody empties stops the node at 64 KiB
  const words = Object.entries(settings).map(([name, value]) => `-E${name}=${value}`);
  const child = spawn(join(home, 'bin', kind), ['-p', join(dir, 'tmp', 'pid'), ...words], {
    ...(process.getuid?.() === 0 && { uid: NOBODY, gid: NOBODY }),
    detached: true,
    stdio: ['ignore', log, log],
    env: {
      PATH: process.env['PATH'],
      HOME: dir,
      [`${prefix}_JAVA_HOME`]: javaHome,
      [`${prefix}_PATH_CONF`]: join(dir, 'config'),
      [`${prefix}_TMPDIR`]: join(dir, 'tmp'),
      [`${prefix}_JAVA_OPTS`]: `-Xms${HEAP} -Xmx${HEAP} -XX:-UsePerfData`,
      CLI_JAVA_OPTS: `-Djava.io.tmpdir=${join(dir, 'tmp')} -XX:-UsePerfData`,
    },
  });
  closeSync(log);
  return child;
}

if (import.meta.main) {
  const [word = 'start'] = process.argv.slice(2);
  for (const kind of ENGINE_KINDS) {
    if (word === 'stop') await stopEngine(kind);
    else console.log(kind, (await startEngine(kind))?.url ?? 'not started');
  }
}
