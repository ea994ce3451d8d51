import { normalizeEscapes } from './url-escapes.ts';

/** A compiled glob: tells whether all of a text matches. */
export type GlobMatcher = (text: string) => boolean;

/** `one`: `?`. `segment`: `*`. `any`: `**`. `segments`: two stars and a slash after a slash. Otherwise a literal character. */
type Step = { kind: 'one' | 'segment' | 'any' | 'segments' } | { kind: 'literal'; character: string };

const MAX_LENGTH = 2000;
/** What shells take for alternatives. */
const BRACES = /\{[^{}]*,[^{}]*\}/;

/**
 * Compiles a glob for URLs in canonical form. `*` is any run of characters within a path segment, `**` any run at all (between
 * two slashes also none, so that one slash is enough), `?` one character other than a slash. Nothing else is special.
 * Non-ASCII characters and odd escapes are taken as canonical URLs spell them. A matcher follows all ways to match
 * at once: its time is at most the length of the text times that of the glob, whatever they are.
 *
 * @throws TypeError that names the glob, when it is empty, too long, could match no URL and no path, or has alternatives in braces
 */
export function compileGlob(glob: string): GlobMatcher {
  if (!/^(?:[/*?]|http)/.test(glob) || glob.length > MAX_LENGTH) {
    throw new TypeError(
      `"${glob}" is no URL pattern: it must begin with /, *, ? or http and have at most 2,000 characters`,
    );
  }
  if (BRACES.test(glob)) {
    throw new TypeError(
      `"${glob}" has alternatives in braces, which URL patterns do not know: give one pattern for each of them`,
    );
  }
  const steps = parseGlob(normalizeEscapes(glob));
  const prefix = literal(steps);
  if (prefix.length === steps.length) return (text) => text === prefix;
  const suffix = [...literal([...steps].reverse())].reverse().join('');
  const middle = steps.slice(prefix.length, steps.length - suffix.length);
  return (text) =>
    text.length >= prefix.length + suffix.length &&
    text.startsWith(prefix) &&
    text.endsWith(suffix) &&
    matchSteps(middle, text.slice(prefix.length, text.length - suffix.length));
}

function parseGlob(glob: string): Step[] {
  const steps: Step[] = [];
  for (const [part] of glob.matchAll(/(?<=\/)\*\*+\/|\*+|./gs)) {
    if (part.startsWith('**')) steps.push({ kind: part.endsWith('/') ? 'segments' : 'any' });
    else if (part === '*') steps.push({ kind: 'segment' });
    else if (part === '?') steps.push({ kind: 'one' });
    else steps.push({ kind: 'literal', character: part });
  }
  return steps;
}

/** The literal characters that steps begin with. */
function literal(steps: readonly Step[]): string {
  let text = '';
  for (const step of steps) {
    if (step.kind !== 'literal') break;
    text += step.character;
  }
  return text;
}

/** Simulates the automaton of the steps: `live[i]` is 1 when the text so far is matched by the first i of them. */
function matchSteps(steps: readonly Step[], text: string): boolean {
  if (steps.length === 1 && steps[0]?.kind === 'any') return true;
  let live = new Uint8Array(steps.length + 1);
  let next = new Uint8Array(steps.length + 1);
  enter(live, { at: 0, steps });
  for (const character of text) {
    for (let at = 0; at < steps.length; at++) {
      const step = steps[at];
      if (step && live[at] === 1) take(step, { character, next, at, steps });
    }
    [live, next] = [next, live];
    next.fill(0);
    if (!live.includes(1)) return false;
  }
  return live[steps.length] === 1;
}

/** Where one character leads from the state before a step. */
function take(
  step: Step,
  { character, next, at, steps }: { character: string; next: Uint8Array; at: number; steps: readonly Step[] },
): void {
  const slash = character === '/';
  if (step.kind === 'literal' ? step.character === character : step.kind === 'one' && !slash) {
    enter(next, { at: at + 1, steps });
  } else if (step.kind === 'any' || (step.kind === 'segment' && !slash)) {
    enter(next, { at, steps });
  } else if (step.kind === 'segments') {
    next[at] = 1;
    if (slash) enter(next, { at: at + 1, steps });
  }
}

/** Marks a state and those that need no character more. */
function enter(live: Uint8Array, { at, steps }: { at: number; steps: readonly Step[] }): void {
  let state = at;
  live[state] = 1;
  while (steps[state] && steps[state]?.kind !== 'literal' && steps[state]?.kind !== 'one') live[++state] = 1;
}
