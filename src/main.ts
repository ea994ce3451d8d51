import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { run } from './cli/run.ts';
import type { Output } from './cli/world.ts';
import { openInstance, startServer } from './compose.ts';

/** A second Ctrl-C, or this long after the first one, ends the process whatever is still open. */
const STOP_WITHIN_MS = 5_000;

const { version }: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const stop = new AbortController();

function requestStop(): void {
  if (stop.signal.aborted) process.exit(130);
  stop.abort();
  setTimeout(() => process.exit(130), STOP_WITHIN_MS).unref();
}
process.on('SIGINT', requestStop);
process.on('SIGTERM', requestStop);
// The launcher of an older Node holds a channel to this process: when it is gone, nobody is left to stop us.
process.on('disconnect', requestStop);

function output(stream: NodeJS.WriteStream): Output {
  // The reader of a pipe may leave (`spindex urls | head`): that ends the program, without an error.
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.columns || 80; // some terminals say 0
    },
  };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

process.exitCode = await run({
  arguments: process.argv.slice(2),
  env: process.env,
  settingsFile: () => readText('spindex.json'),
  readText,
  writeText: (path, text) => writeFileSync(path, text),
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  stop: stop.signal,
  version,
  openInstance: (options) => openInstance({ ...options, version, notices: process.stderr }),
  startServer: (instance, settings) => startServer(instance, { settings, version, faults: process.stderr }),
});
if (process.connected) process.disconnect();
