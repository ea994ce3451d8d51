import { mustBe } from '../model/issue-text.ts';

/** One parameter that was refused. */
export interface ParameterError {
  parameter: string;
  /** What it must be, and what was sent. */
  message: string;
}

/** The part of a validation error that the schema compiler hands on. */
interface Issue {
  /** zod's code of the issue. */
  keyword: string;
  /** Path of the value, parts led by `/`. */
  instancePath: string;
  params: Record<string, unknown>;
  message?: string | undefined;
}

/** Characters of a value that an error repeats. */
const SHOWN = 60;

/** Says for each issue which parameter it is about, what it must be and what was sent instead. */
export function parameterErrors(issues: readonly Issue[], sent: unknown): ParameterError[] {
  return issues.flatMap((issue) => {
    const path = issue.instancePath.split('/').filter((part) => part !== '');
    if (issue.keyword === 'unrecognized_keys' && Array.isArray(issue.params['keys'])) {
      return issue.params['keys'].map((key) => ({ parameter: String(key), message: `${key} is not known here` }));
    }
    const parameter = path.join('.');
    return {
      parameter,
      message: `${parameter || 'the body'} ${mustBe({ ...issue.params, code: issue.keyword, message: issue.message })}${youSent(valueAt(sent, path))}`,
    };
  });
}

function youSent(value: unknown): string {
  if (value === undefined) return '; it is missing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text === '') return '; you sent nothing';
  const characters = [...text];
  if (characters.length <= SHOWN) return `; you sent ${text}`;
  return `; you sent ${characters.slice(0, SHOWN).join('')}... (${characters.length} characters)`;
}

function valueAt(sent: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([key]) => key === part)?.[1]
        : undefined,
    sent,
  );
}
