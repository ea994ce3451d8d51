import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { run } from './cli/run.ts';
import type { Output } from './cli/world.ts';
import { openInstance, startServer } from './compose.ts';
import { Fault, messageOf } from './model/errors.ts';

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
  let isLost = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (isLost) return;
    isLost = true;
    if (error.code === 'EPIPE') return; // its reader has left, as in `spindex urls | head`: nobody misses the rest
    process.exitCode ||= 1;
    process.stderr.write(`spindex: The output cannot be written (${error.code}).\n`);
  });
  return {
    write: (text) => void (isLost || stream.write(text)),
    get isLost() {
      return isLost;
    },
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.columns || 80; // some terminals say 0
    },
  };
}

/** A file that is there and cannot be read is not passed over: a site may rely on the settings in it. */
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new Fault('usage', `${path} cannot be read (${messageOf(cause)}).`, { cause });
  }
}

const exitCode = await run({
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
process.exitCode ||= exitCode;
if (process.connected) process.disconnect();
