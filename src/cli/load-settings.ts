import type { z } from 'zod';
import { Fault, messageOf } from '../model/errors.ts';
import { mustBe } from '../model/issue-text.ts';
import { type Settings, settingRows, settingsSchema } from '../model/settings.ts';
import { nearest } from './nearest.ts';
import { COMMAND_OPTIONS } from './options.ts';

export interface SettingSources {
  /** By setting name, as given on the command line. */
  flags: Record<string, unknown>;
  env: Readonly<Record<string, string | undefined>>;
  /** Text of spindex.json. */
  file: string | undefined;
}

/** Flag over environment over spindex.json over default. Fault `settings-invalid` names the source and what to change. */
export function loadSettings({ flags, env, file }: SettingSources): Settings {
  const fromFile = readFile(file);
  const merged: Record<string, unknown> = { ...fromFile };
  const sources = new Map(Object.keys(fromFile).map((name) => [name, `"${name}" in spindex.json`]));
  for (const { name, env: variable, flag } of settingRows()) {
    const value = env[variable];
    if (value !== undefined && value !== '') {
      merged[name] = value;
      sources.set(name, variable);
    }
    if (name in flags) {
      merged[name] = flags[name];
      sources.set(name, flag);
    }
  }
  return validated(settingsSchema, merged, (name) => sources.get(name) ?? name);
}

export function loadOptions<C extends keyof typeof COMMAND_OPTIONS>(
  command: C,
  values: Record<string, unknown>,
): z.infer<(typeof COMMAND_OPTIONS)[C]> {
  return validated(COMMAND_OPTIONS[command], values, (name) => `--${name}`) as z.infer<(typeof COMMAND_OPTIONS)[C]>;
}

function readFile(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\ufeff/, '')); // some editors begin a file with a byte order mark
  } catch (cause) {
    // As the `>` of Windows PowerShell writes it: UTF-16, every second byte of which is a NUL here.
    const what = text.includes('\0') ? 'is not UTF-8; save it as UTF-8' : `is not valid JSON (${messageOf(cause)})`;
    throw new Fault('settings-invalid', `spindex.json ${what}.`, { cause });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Fault('settings-invalid', 'spindex.json must hold one object, such as { "rps": 10 }.');
  return { ...parsed };
}

/** The name, and the one that it is nearest to; many a one is written as its flag is. */
function unknownSetting(key: string): string {
  const near = nearest(
    key.replaceAll('-', ''),
    settingRows().map(({ name }) => name),
  );
  return `"${key}"${near ? ` (did you mean "${near}"?)` : ''}`;
}

function validated<T extends z.ZodType>(
  schema: T,
  values: Record<string, unknown>,
  sourceOf: (name: string) => string,
): z.output<T> {
  const result = schema.safeParse(values);
  if (result.success) return result.data;
  const messages = result.error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys')
      return `spindex.json has no setting ${issue.keys.map(unknownSetting).join(', ')}`;
    const name = String(issue.path[0]);
    const isSecret = settingRows().some((row) => row.name === name && row.isSecret);
    return `${sourceOf(name)}: ${mustBe({ ...issue })}${isSecret ? '' : `, not ${JSON.stringify(values[name])}`}`;
  });
  throw new Fault('settings-invalid', `${messages.join('; ')}. See spindex --help.`);
}
