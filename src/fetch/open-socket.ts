import net, { type LookupFunction, type Socket } from 'node:net';
import tls from 'node:tls';
import { FetchFault } from './fetch-fault.ts';

export interface SocketTarget {
  isSecure: boolean;
  /** Name or address that the URL has; the certificate must be made out to it. */
  host: string;
  port: number;
  /** Where to connect instead of looking the host up. */
  address: string | undefined;
  lookup: LookupFunction;
  /** The last TLS session with this origin; resuming it spares both sides a full handshake. */
  session: Buffer | undefined;
  onSession: (session: Buffer) => void;
}

/**
 * Opens a connection: TCP, and TLS where the target is secure.
 * @throws the signal's reason when aborted, FetchFault `timeout-connect` after `timeoutMs`, else the error of the socket
 */
export function openSocket(target: SocketTarget, options: { timeoutMs: number; signal: AbortSignal }): Promise<Socket> {
  const { timeoutMs, signal } = options;
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = target.isSecure ? connectSecurely(target) : connectPlainly(target);
  const settle = (outcome: () => void) => {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    outcome();
  };
  const fail = (cause: unknown) =>
    settle(() => {
      socket.destroy();
      reject(cause);
    });
  const onAbort = () => fail(signal.reason);
  const timer = setTimeout(() => {
    fail(new FetchFault('timeout-connect', `No connection to ${target.host} within ${timeoutMs} ms.`));
  }, timeoutMs);
  signal.addEventListener('abort', onAbort, { once: true });
  // Stays for the life of the socket: an error while it waits unused must not bring the process down.
  socket.on('error', fail);
  socket.once(target.isSecure ? 'secureConnect' : 'connect', () => settle(() => resolve(socket)));
  return promise;
}

function connectPlainly({ host, port, address, lookup }: SocketTarget): Socket {
  return net.connect({ host: address ?? host, port, lookup, noDelay: true });
}

function connectSecurely({ host, port, address, lookup, session, onSession }: SocketTarget): Socket {
  const socket = tls.connect({
    host: address ?? host,
    port,
    lookup,
    ALPNProtocols: ['http/1.1'],
    // A name indication must not be an address (RFC 6066, section 3); Node then checks the certificate against `host`.
    ...(net.isIP(host) === 0 ? { servername: host } : {}),
    ...(session === undefined ? {} : { session }),
  });
  socket.setNoDelay(true);
  socket.on('session', onSession);
  return socket;
}
