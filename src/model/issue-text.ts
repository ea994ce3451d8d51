/** The part of a validation error of zod that says what was expected. */
export interface Issue {
  code: string;
  message?: string | undefined;
  [detail: string]: unknown;
}

/** What a value must be, in plain words: `must have at least 8 characters`. A schema's own words begin with "must" and stay as they are. */
export function mustBe({ code, message = 'is not valid', ...expected }: Issue): string {
  if (message.startsWith('must ')) return message;
  if (code === 'too_small') return atBound('at least', expected['minimum'], expected['origin']);
  if (code === 'too_big') return atBound('at most', expected['maximum'], expected['origin']);
  if (code === 'invalid_value' && Array.isArray(expected['values']))
    return `must be one of ${expected['values'].join(', ')}`;
  if (code === 'invalid_type') return `must be ${withArticle(String(expected['expected']))}`;
  return `is not valid (${message})`;
}

const COUNTED: Record<string, readonly [one: string, many: string]> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
};

function atBound(bound: string, limit: unknown, origin: unknown): string {
  const unit = COUNTED[String(origin)];
  return unit ? `must have ${bound} ${limit} ${unit[limit === 1 ? 0 : 1]}` : `must be ${bound} ${limit}`;
}

const TYPES: Record<string, string> = { string: 'text', int: 'whole number', boolean: 'true or false', array: 'list' };

function withArticle(type: string): string {
  const name = TYPES[type] ?? type;
  if (name === 'text' || type === 'boolean') return name;
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}
