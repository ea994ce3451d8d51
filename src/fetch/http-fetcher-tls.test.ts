import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import tls, { TLSSocket } from 'node:tls';
import { recordPermits } from '../../test/support/fetcher-contract.ts';
import { HttpFetcher } from './http-fetcher.ts';

/** A key, and a certificate for it that it has signed itself; undefined without openssl. */
function makeCertificate(names: string): { key: string; cert: string } | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'spindex-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-keyout', key, '-out', cert, '-subj', '/CN=spindex test', '-addext', `subjectAltName=${names}`],
  ]);
  const pair = made.status === 0 ? { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') } : undefined;
  rmSync(folder, { recursive: true });
  return pair;
}

test('HttpFetcher over TLS names the host, trusts only a certificate made out to it, and resumes its session', async (t) => {
  const pair = makeCertificate('DNS:docs.example,IP:127.0.0.1');
  if (pair === undefined) {
    t.skip('openssl is not there: TLS was NOT tested');
    return;
  }
  const seen: { name: unknown; protocol: unknown; isResumed: boolean }[] = [];
  const server = createServer(pair, ({ socket }, response) => {
    assert.ok(socket instanceof TLSSocket);
    seen.push({ name: socket.servername, protocol: socket.alpnProtocol, isResumed: socket.isSessionReused() });
    response.setHeader('connection', 'close');
    response.end('page');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address);
  const { port } = address;
  const resolve = ['docs.example', 'other.example'].map((host) => ({ host, port, address: '127.0.0.1' }));
  const fetcher = new HttpFetcher({ userAgent: 'x', resolve, allowAddress: () => true });
  const trusted = tls.getCACertificates('default');
  t.after(async () => {
    tls.setDefaultCACertificates(trusted);
    await fetcher.close();
    await new Promise((closed) => server.close(closed));
  });
  const outcomeOf = async (host: string) => {
    const { acquire, log } = recordPermits();
    const signal = new AbortController().signal;
    const answer = await fetcher.fetch({ url: `https://${host}:${port}/` }, { acquire, signal });
    if (answer.kind === 'failed') assert.deepEqual(log, [], 'nothing is asked of a server that is not trusted');
    return answer.kind === 'failed' ? `${answer.reason}: ${answer.detail}` : Buffer.from(answer.body).toString();
  };
  assert.match(await outcomeOf('docs.example'), /^tls: The certificate is not trusted/);
  tls.setDefaultCACertificates([...trusted, pair.cert]);
  for (const host of ['docs.example', 'docs.example', '127.0.0.1']) assert.equal(await outcomeOf(host), 'page');
  assert.match(await outcomeOf('other.example'), /^tls: /);
  const protocol = 'http/1.1';
  assert.deepEqual(seen, [
    { name: 'docs.example', protocol, isResumed: false },
    { name: 'docs.example', protocol, isResumed: true },
    { name: false, protocol, isResumed: false },
  ]);
});
