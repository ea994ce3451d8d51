import net from 'node:net';

/** Connect to `address` whenever `host` at `port` is meant. */
export interface ResolveRule {
  /** As URLs have it: in lower case, an international name in its ASCII form. */
  host: string;
  port: number;
  address: string;
}

/** Reads `host:port:address`, as curl's --resolve has it; an IPv6 address may stand in brackets. Undefined when it is none. */
export function parseResolveRule(text: string): ResolveRule | undefined {
  const [, host, port, bracketed] = /^([^:/?#@\s]+):(\d{1,5}):(.+)$/.exec(text) ?? [];
  const address = bracketed?.replace(/^\[(.*)\]$/, '$1');
  if (address === undefined || net.isIP(address) === 0 || Number(port) > 65_535) return undefined;
  const url = URL.parse(`http://${host}/`);
  return url === null ? undefined : { host: url.hostname, port: Number(port), address };
}
