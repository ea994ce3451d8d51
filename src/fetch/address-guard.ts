import dns, { type LookupAddress, type LookupAllOptions } from 'node:dns';
import net, { type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { FetchFault } from './fetch-fault.ts';

/** Says whether the host may be reached at this IP address. */
export type AddressPolicy = (host: string, address: string) => boolean;

/** Finds all addresses of a name, as `dns.lookup` does. */
export type HostLookup = (
  host: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

/** The system's resolver. */
export const systemLookup: HostLookup = dns.lookup;

/** The part of IPv6 that is handed out for the public Internet (RFC 4291, section 2.4; IANA's registry). */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');

/**
 * True for an address of the public Internet. Private, loopback, link-local (cloud metadata among it), shared, multicast,
 * documentation, reserved and unspecified ones are not; nor are IPv6 forms that carry an IPv4 address (mapped, NAT64, 6to4,
 * Teredo), as they lead to wherever that one does. Text that is no address is not public.
 */
export function isPublicAddress(address: string): boolean {
  if (net.isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_UNICAST);
}

/**
 * The policy of a crawl: public addresses for every host, private ones only for hosts that a seed names. A seed's host that has once shown
 * a public address is held to public ones from then on: a name that leads inward later has been turned against us (DNS rebinding).
 * @param seedHosts names or addresses, IPv6 without brackets
 */
export function seedPolicy(seedHosts: Iterable<string>): AddressPolicy {
  const mayBePrivate = new Set(seedHosts);
  return (host, address) => {
    const isPublic = isPublicAddress(address);
    if (isPublic) mayBePrivate.delete(host);
    return isPublic || mayBePrivate.has(host);
  };
}

/** @throws FetchFault `address-refused` when the policy refuses the address */
export function checkAddress(host: string, address: string, allows: AddressPolicy): void {
  if (!allows(host, address)) throw refusal(host, [address]);
}

/**
 * A lookup for `net.connect` that yields only addresses which the policy allows. As the socket connects to what the lookup
 * yields, a name cannot show one address to the check and another to the connection (DNS rebinding).
 */
export function guardedLookup(allows: AddressPolicy, lookUp: HostLookup = systemLookup): LookupFunction {
  return (host, options, callback) => {
    lookUp(host, { ...options, all: true }, (error, found) => {
      if (error) {
        callback(error, []);
        return;
      }
      // Public ones first: one of them holds a seed's host to such, wherever it stands in the answer.
      const inward = found.filter(({ address }) => !isPublicAddress(address));
      const allowed = [...found.filter((one) => !inward.includes(one)), ...inward].filter(({ address }) =>
        allows(host, address),
      );
      const [first] = allowed;
      const addresses = found.map(({ address }) => address);
      if (first === undefined) callback(refusal(host, addresses), []);
      else if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

/** The host of a URL as `net` takes it: an IPv6 address without its brackets. */
export function bareHost(url: URL): string {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return net.isIPv6(host) ? host : url.hostname;
}

function refusal(host: string, addresses: string[]): FetchFault {
  const where = addresses[0] === host ? 'is' : `resolves to ${addresses.join(', ')},`;
  return new FetchFault(
    'address-refused',
    `${host} ${where} a private or reserved address. To allow it: --allow-private, or the host as a seed.`,
  );
}
