import { getDomain } from 'tldts';
import type { Reason } from '../model/reasons.ts';
import type { Settings } from '../model/settings.ts';
import { canonicalizeUrl, urlHost, urlPath, withoutQuery } from '../model/url.ts';
import { compileGlob, type GlobMatcher } from '../model/url-glob.ts';
import { actionOf } from './url-action.ts';
import { shapeTrap } from './url-shape.ts';

/** What a scope is made of: plain values, so that they can be posted to a thread. */
export interface ScopeSettings {
  /** http(s) URLs. */
  seeds: string[];
  /** `prefix`: below a seed's directory; `host`: on a seed's host and port; `domain`: in its registrable domain, on any port. */
  scope: Settings['scope'];
  /** Globs of which one must match, when there are any; a seed itself needs none. See `compileGlob`. */
  include: string[];
  /** Globs of which none may match; they beat `include`. */
  exclude: string[];
}

type ScopeReason = Extract<
  Reason,
  'scope-host' | 'scope-prefix' | 'excluded' | 'not-http' | 'url-too-long' | 'action' | 'trap-path' | 'trap-query'
>;

type ScopeVerdict =
  | { inScope: true }
  /** `detail` names the pattern that decided; `isUnwanted`: nothing keeps it out but that no include pattern matches. */
  | { inScope: false; reason: ScopeReason; detail?: string; isUnwanted?: true };

/** The only judge of what belongs to a site. */
export interface Scope {
  /** Takes any text, never throws. The URL is judged by its canonical form, so spelling hides nothing. */
  judge(url: string): ScopeVerdict;
}

interface Pattern {
  glob: string;
  matches: GlobMatcher;
}

/** Longest URL that is crawled, in characters. */
const MAX_URL_LENGTH = 2000;
const MAX_CACHED_DOMAINS = 10_000;

/** How a URL is settled that its scope leaves out. */
export function leftOut({ reason, detail }: ScopeVerdict & { inScope: false }) {
  return { state: 'out-of-scope' as const, reason, ...(detail === undefined ? {} : { detail }) };
}

const IN_SCOPE: ScopeVerdict = { inScope: true };
const out = (reason: ScopeReason, detail?: string): ScopeVerdict & { inScope: false } => ({
  inScope: false,
  reason,
  ...(detail === undefined ? {} : { detail }),
});

/**
 * Compiles a scope. What any seed admits is in scope; http and https are not told apart.
 *
 * @throws TypeError that names the seed or the pattern, when one cannot be used
 */
export function makeScope({ seeds, scope, include, exclude }: ScopeSettings): Scope {
  const siteOf = scope === 'domain' ? cachedDomainOf() : urlHost;
  const canonicalSeeds = new Set(seeds.map(canonicalSeed));
  const directories = new Map<string, string[]>();
  for (const seed of canonicalSeeds) {
    const directory = scope === 'prefix' ? directoryOf(seed) : '/';
    directories.set(siteOf(seed), [...(directories.get(siteOf(seed)) ?? []), directory]);
  }
  const includes = include.map(compilePattern);
  const excludes = exclude.map(compilePattern);

  return {
    judge(url) {
      const canonical = canonicalizeUrl(url);
      if (canonical === undefined) return out('not-http');
      if (canonical.length > MAX_URL_LENGTH) return out('url-too-long');
      const admitted = directories.get(siteOf(canonical));
      if (!admitted) return out('scope-host');
      if (!admitted.some((directory) => urlPath(canonical).startsWith(directory))) return out('scope-prefix');
      const excluding = excludes.find(({ matches }) => matches(canonical));
      if (excluding) return out('excluded', excluding.glob);
      const isWanted = includes.length === 0 || includes.some(({ matches }) => matches(canonical));
      if (canonicalSeeds.has(canonical)) return IN_SCOPE;
      if (!isWanted) return { ...out('excluded', 'no include pattern matches'), isUnwanted: true };
      const action = actionOf(canonical);
      if (action !== undefined) return out('action', action);
      const trap = shapeTrap(canonical);
      return trap ? out(trap.reason, trap.detail) : IN_SCOPE;
    },
  };
}

function canonicalSeed(seed: string): string {
  const canonical = canonicalizeUrl(seed);
  if (canonical === undefined) throw new TypeError(`"${seed}" is no http(s) URL`);
  return canonical;
}

/** A glob that begins with a slash is for path and query, any other for the whole URL. */
function compilePattern(glob: string): Pattern {
  const matches = compileGlob(glob);
  return { glob, matches: glob.startsWith('/') ? (url) => matches(urlPath(url)) : matches };
}

/** The path up to its last slash. */
function directoryOf(url: string): string {
  const path = urlPath(withoutQuery(url));
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/**
 * The registrable domain of a URL's host by the Public Suffix List, its private part included (`a.github.io` and
 * `b.github.io` are different sites); the host with its port where there is none, as for addresses and `localhost`.
 */
function cachedDomainOf(): (canonicalUrl: string) => string {
  const domains = new Map<string, string>();
  return (url) => {
    const host = urlHost(url);
    const known = domains.get(host);
    if (known !== undefined) return known;
    const domain =
      getDomain(host.replace(/:[0-9]+$/, ''), { allowPrivateDomains: true, extractHostname: false }) ?? host;
    if (domains.size >= MAX_CACHED_DOMAINS) domains.clear();
    domains.set(host, domain);
    return domain;
  };
}
