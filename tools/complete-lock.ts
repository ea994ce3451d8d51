/**
 * Completes package-lock.json after `npm install`: a registry mirror may not have the packages of other platforms, npm then leaves them out, and `npm ci`
 * refuses the file. Adds each missing optional dependency with the platform that its name tells, so that every other platform skips it.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface LockedPackage {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

const OS = /\b(darwin|win32|linux|android|freebsd|openbsd|netbsd|sunos|aix|openharmony)\b/;
const CPU = /\b(arm64|x64|ia32|arm|ppc64|s390x|riscv64|loong64|mips64el|wasm32)\b/;

const path = new URL('../package-lock.json', import.meta.url);
const lock: { packages: Record<string, LockedPackage> } = JSON.parse(readFileSync(path, 'utf8'));
const added: string[] = [];
for (const { optionalDependencies = {}, dev } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const key = `node_modules/${name}`;
    const [os] = OS.exec(name) ?? [];
    const [cpu] = CPU.exec(name) ?? [];
    if (key in lock.packages || (os === undefined && cpu === undefined)) continue;
    lock.packages[key] = {
      version: version.replace(/^[\^~]/, ''),
      ...(dev ? { dev } : {}),
      optional: true,
      ...(os ? { os: [os] } : {}),
      ...(cpu ? { cpu: [cpu] } : {}),
      ...(os === 'linux' ? { libc: [/musl/.test(name) ? 'musl' : 'glibc'] } : {}),
    };
    added.push(name);
  }
}
const [root, ...rest] = Object.entries(lock.packages);
lock.packages = Object.fromEntries([...(root ? [root] : []), ...rest.toSorted(([a], [b]) => (a < b ? -1 : 1))]);
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added.length} packages of other platforms added to package-lock.json`);
