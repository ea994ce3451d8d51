import type { Login } from '../model/login.ts';
import { parseRequestHeader } from '../model/request-header.ts';

export interface OwnHeaders {
  /** Whose origins the headers and logins are for. */
  seeds: readonly string[];
  /** As a person gives them, `Name: value`. */
  header: readonly string[];
  logins: readonly Login[];
}

/**
 * The headers a person gave, for the origins of the seeds alone: the same scheme, host and port. They may hold secrets, so a link or a
 * redirect to anywhere else never takes them along, not even from https to http of the same host. A header that is
 * given by name beats the login of the URL.
 * @returns names in lower case
 */
export function ownHeaders({ seeds, header, logins }: OwnHeaders): (url: URL) => Record<string, string> {
  const given: Record<string, string> = {};
  for (const { name, value } of header.flatMap((text) => parseRequestHeader(text) ?? [])) {
    given[name] = name in given ? `${given[name]}${name === 'cookie' ? '; ' : ', '}${value}` : value;
  }
  const byOrigin = new Map(seeds.map((seed) => [new URL(seed).origin, given]));
  for (const { origin, authorization } of logins) byOrigin.set(origin, { authorization, ...given });
  return ({ origin }) => byOrigin.get(origin) ?? {};
}
