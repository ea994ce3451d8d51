#!/usr/bin/env node
'use strict';
// Starts Spindex under a Node that can run it. Plain old JavaScript, without `node:` before the names of modules, so that an old Node reaches the message below.
const { spawn } = require('child_process');
const { existsSync } = require('fs');
const { constants } = require('os');
const path = require('path');
const { FLAGS, ENVIRONMENT } = require('./launch.cjs');

const NEEDED_MAJOR = 24;

const source = path.join(__dirname, '..', 'src', 'main.ts');
const main = existsSync(source) ? source : path.join(__dirname, '..', 'dist', 'main.js');

const node = Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR ? process.execPath : bundledNode();
if (node === undefined) {
  console.error(
    `spindex: needs Node.js ${NEEDED_MAJOR} or newer, this is ${process.version}. Add one beside it: npm install node@${NEEDED_MAJOR}`,
  );
  process.exitCode = 1;
} else {
  const args = [...FLAGS, ...process.execArgv, main, ...process.argv.slice(2)];
  const env = { ...ENVIRONMENT, ...process.env };
  if (canBecome()) process.execve(node, [node, ...args], env);
  else runUnder(node, { args, env });
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

/** Whether this process can become that Node, which spares one: not on Windows, nor in an old Node. What it has open is closed then, also a channel to who started it. */
function canBecome() {
  return process.platform !== 'win32' && typeof process.execve === 'function' && !process.connected;
}

function runUnder(program, { args, env }) {
  const child = spawn(program, args, { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  // A terminal sends Ctrl-C to both; what is sent to this process alone is passed on. This one leaves when the child has.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? code : 128 + constants.signals[signal]; // as a shell says it
  });
}
