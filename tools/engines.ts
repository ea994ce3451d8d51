import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
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

/** Which of several engines of one kind. */
export interface EngineChoice {
  /** Where it listens; each port has a folder of its own. Default: that of the table, moved by `SPINDEX_ENGINES_OFFSET`. */
  port?: number;
}

export interface EngineOptions extends EngineChoice {
  /** Begin with what the last one at this port has stored, as after a crash. */
  keep?: boolean;
  /** Its own settings, such as `http.max_content_length`. */
  settings?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Undefined, after one line that says why, where it cannot be run. One that somebody runs already is named by
 * `SPINDEX_TEST_ELASTICSEARCH_URL` or `SPINDEX_TEST_OPENSEARCH_URL`, where no port is asked for.
 */
export async function startEngine(kind: EngineKind, options: EngineOptions = {}): Promise<RunningEngine | undefined> {
  const { port = defaultPort(kind), keep = false, settings = {} } = options;
  const named = options.port === undefined ? process.env[`SPINDEX_TEST_${kind.toUpperCase()}_URL`] : undefined;
  const url = named ?? `http://127.0.0.1:${port}`;
  if (named !== undefined || (await isUp(url))) return { url, isStarted: false };
  const javaHome = findJava();
  const home = javaHome === undefined ? undefined : unpacked(kind);
  if (javaHome === undefined || home === undefined) {
    const wants = javaHome === undefined ? `Java ${LEAST_JAVA} or newer (JAVA_HOME)` : 'Maven (mvn) and its registry';
    console.log(`SKIPPED: no ${kind} here, it needs ${wants}.`);
    return undefined;
  }
  const dir = folderOf(kind, port);
  if (!keep || !existsSync(join(dir, 'config'))) await prepare(dir, home);
  await rm(pidFileOf(dir), { force: true });
  const child = launch(kind, { dir, home, javaHome, settings: { 'http.port': port, ...settings } });
  const deadline = Date.now() + START_WITHIN_MS;
  while (!(await isUp(url))) {
    if (child.exitCode === null && Date.now() < deadline) await new Promise((wake) => setTimeout(wake, POLL_MS));
    else throw new Error(`${kind} did not start:\n${readFileSync(join(dir, 'console.log'), 'utf8').slice(-4000)}`);
  }
  child.unref();
  return { url, isStarted: true };
}

/** Ends the one that startEngine() started, by its own process id. `SIGKILL` is the crash of a machine. */
export async function stopEngine(
  kind: EngineKind,
  { port = defaultPort(kind), signal = 'SIGTERM' }: EngineChoice & { signal?: 'SIGTERM' | 'SIGKILL' } = {},
): Promise<void> {
  const pidFile = pidFileOf(folderOf(kind, port));
  const pid = existsSync(pidFile) ? Number(await readFile(pidFile, 'utf8')) : undefined;
  if (pid === undefined) return;
  for (let next: NodeJS.Signals | 0 = signal; send(pid, next); next = 0)
    await new Promise((wake) => setTimeout(wake, POLL_MS));
  await rm(pidFile, { force: true });
}

function defaultPort(kind: EngineKind): number {
  return ENGINES[kind].port + Number(process.env['SPINDEX_ENGINES_OFFSET'] ?? 0);
}

function folderOf(kind: EngineKind, port: number): string {
  return join(CACHE, port === ENGINES[kind].port ? `run-${kind}` : `run-${kind}-${port}`);
}

function pidFileOf(dir: string): string {
  return join(dir, 'tmp', 'pid');
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
  mkdirSync(CACHE, { recursive: true });
  const maven = spawnSync('mvn', ['-q', '-B', goal, `-Dartifact=${artifact}`, `-DoutputDirectory=${CACHE}`], {
    cwd: CACHE, // without a project it leaves a folder of its own where it runs
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

interface Launch {
  dir: string;
  home: string;
  javaHome: string;
  settings: NonNullable<EngineOptions['settings']>;
}

function launch(kind: EngineKind, { dir, home, javaHome, settings }: Launch): ChildProcess {
  const { prefix } = ENGINES[kind];
  const all = {
    'discovery.type': 'single-node',
    'network.host': '127.0.0.1',
    'path.data': join(dir, 'data'),
    'path.logs': join(dir, 'logs'),
    ...(kind === 'elasticsearch' && { 'xpack.security.enabled': false }),
    ...settings,
  };
  const log = openSync(join(dir, 'console.log'), 'w'); // a file: a pipe that nobody empties stops the node at 64 KiB
  const words = Object.entries(all).map(([name, value]) => `-E${name}=${value}`);
  const child = spawn(join(home, 'bin', kind), ['-p', pidFileOf(dir), ...words], {
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
