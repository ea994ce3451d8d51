#!/usr/bin/env node
'use strict';
// Starts Spindex under a Node that can run it. Plain old JavaScript, so that an old Node reaches the message below.
const { spawn } = require('node:child_process');
const { existsSync } = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const NEEDED_MAJOR = 24;

// The script `start` gives it, too. Without it the first thread's young heap grows with all that is loaded at the start, and keeps tens of MB of garbage ever after.
const FLAGS = ['--max-semi-space-size=8'];

const source = path.join(__dirname, '..', 'src', 'main.ts');
const main = existsSync(source) ? source : path.join(__dirname, '..', 'dist', 'main.js');

// Compiled code is kept from start to start, for the threads as well: a quarter of a second and 50 MB less.
process.env.NODE_COMPILE_CACHE =
  process.env.NODE_COMPILE_CACHE || path.join(require('node:os').tmpdir(), 'node-compile-cache');

if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) {
  require('node:module').enableCompileCache(process.env.NODE_COMPILE_CACHE);
  import(pathToFileURL(main).href);
} else {
  const node = bundledNode();
  if (node === undefined) {
    console.error(
      `spindex: needs Node.js ${NEEDED_MAJOR} or newer, this is ${process.version}. Add one beside it: npm install node@${NEEDED_MAJOR}`,
    );
    process.exitCode = 1;
  } else {
    runUnder(node);
  }
}

/** The binary of the npm package `node`, an optional dependency. */
function bundledNode() {
  try {
    const file = path.join(path.dirname(require.resolve('node/package.json')), 'bin', 'node');
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

function runUnder(node) {
  const child = spawn(node, [...FLAGS, main, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // A terminal sends Ctrl-C to both; what is sent to this process alone is passed on. This one leaves when the child has.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? code : 1;
  });
}
