import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** A forward proxy as companies have: opens tunnels (CONNECT) for who gives user and password, and nothing else. */
export class TunnelProxy {
  /** `host:port` of every tunnel that was opened. */
  readonly tunnels: string[] = [];
  /** Takes connections and never answers. */
  isSilent = false;
  readonly #login: string;
  readonly #server: Server;
  readonly #ends = new Set<Duplex>();

  /** @param login `user:password` */
  static async start(login: string): Promise<TunnelProxy> {
    const proxy = new TunnelProxy(login);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  private constructor(login: string) {
    this.#login = `Basic ${Buffer.from(login).toString('base64')}`;
    this.#server = createServer((_, response) => response.writeHead(405).end());
    this.#server.on('connect', (request, socket) => this.#open(request, socket));
  }

  /** `http://login@host:port` */
  urlFor(login: string): string {
    return `http://${login}@127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const end of this.#ends) end.destroy();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #open(request: IncomingMessage, socket: Duplex): void {
    this.#keep(socket);
    if (this.isSilent) return;
    if (request.headers['proxy-authorization'] !== this.#login) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const [host = '', port] = (request.url ?? '').split(':');
    this.tunnels.push(`${host}:${port}`);
    const far = connect(Number(port), host, () => socket.write('HTTP/1.1 200 Connection established\r\n\r\n'));
    this.#keep(far);
    socket.pipe(far).pipe(socket);
  }

  #keep(end: Duplex): void {
    this.#ends.add(end);
    end.on('error', () => end.destroy());
  }
}
