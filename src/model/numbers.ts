import { z } from 'zod';

/** A whole number within bounds, which may come as text; what is wrong is said in one sentence. OpenAPI tells its `prefault`, not its `default`. */
export function wholeNumber(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.preprocess(fromText, z.number({ error }).int({ error }).min(min, { error }).max(max, { error }));
}

/** The same with a fraction. */
export function anyNumber(min: number, max: number) {
  const error = `must be a number from ${min} to ${max}`;
  return z.preprocess(fromText, z.number({ error }).min(min, { error }).max(max, { error }));
}

/** JavaScript takes empty text, null and false for 0, which may mean "without a limit": only text with a digit in it is a number. */
function fromText(given: unknown): unknown {
  return typeof given === 'string' && /\d/.test(given) ? Number(given) : given;
}
