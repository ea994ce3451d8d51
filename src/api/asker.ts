import type { FastifyRequest } from 'fastify';
import { isPublicAddress } from '../fetch/address-guard.ts';
import type { Asker } from '../model/asker.ts';

/** Who sends a request: the address of the client. A proxy beside the server, on its machine or in its network, writes it to the end of X-Forwarded-For. */
export function askerOf({ signal, socket, headers }: Pick<FastifyRequest, 'signal' | 'socket' | 'headers'>): Asker {
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, ''); // IPv4 to a socket that takes both
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().at(-1)?.split(',').at(-1)?.trim();
  return { signal, client: forwarded && !isPublicAddress(address) ? withoutPort(forwarded) : address };
}

/** Some proxies write the port, which is another one for each connection. */
const withoutPort = (address: string): string => address.replace(/^(?:\[(.+)\]|([\d.]+))(?::\d+)?$/, '$1$2');
