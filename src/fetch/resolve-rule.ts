import net from 'node:net';

/** Connect to `address` whenever `host` at `port` is meant. */
export interface ResolveRule {
  /** Lower case. */
  host: string;
  port: number;
  address: string;
}

/**
 * Reads `host:port:address`, as curl's --resolve has it; an IPv6 address may stand in brackets.
 * @throws RangeError that says what is wrong with the rule
 */
export function parseResolveRule(text: string): ResolveRule {
  const [, host, port, bracketed] = /^([^:]+):(\d{1,5}):(.+)$/.exec(text) ?? [];
  const address = bracketed?.replace(/^\[(.*)\]$/, '$1');
  if (host === undefined || address === undefined || net.isIP(address) === 0 || Number(port) > 65_535) {
    throw new RangeError(`a resolve rule is host:port:address, such as example.org:443:192.0.2.1, not "${text}"`);
  }
  return { host: host.toLowerCase(), port: Number(port), address };
}
