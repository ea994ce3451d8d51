import { errors } from 'undici';
import { messageOf } from '../model/errors.ts';
import type { FetchFailure } from '../model/reasons.ts';

/** What a server or the network did to a fetch. The message is a sentence for a person. */
export class FetchFault extends Error {
  readonly reason: FetchFailure;

  constructor(reason: FetchFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FetchFault';
    this.reason = reason;
  }
}

/** What the error codes of Node, undici and its parser mean. */
const MEANINGS: [RegExp, FetchFailure, string][] = [
  [/^EAI_AGAIN$/, 'timeout-connect', 'The name server does not answer'],
  [/^(ENOTFOUND|ENODATA|ESERVFAIL|EAI_\w+)$/, 'dns', 'The host name does not resolve'],
  [/^ECONNREFUSED$/, 'refused-connection', 'The server refuses connections'],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EACCES|EPERM)$/, 'refused-connection', 'There is no way to the server'],
  [
    /^(EMFILE|ENFILE)$/,
    'reset',
    'This machine has no open files left for connections: lower --concurrency, or raise the limit (ulimit -n)',
  ],
  [/^(ETIMEDOUT)$/, 'timeout-connect', 'The server does not answer the connection'],
  [/^UND_ERR_HEADERS_OVERFLOW$/, 'bad-response', 'The headers of the answer are larger than the limit'],
  [/^(UND_ERR_RES_CONTENT_LENGTH_MISMATCH|HPE_INVALID_EOF_STATE)$/, 'reset', 'The answer ended before it was complete'],
  [
    /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|CRL_|UNABLE_TO_|EPROTO$|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/,
    'tls',
    'The TLS handshake failed',
  ],
  [/SELF_SIGNED|_CERT$|_CERT_/, 'tls', 'The certificate is not trusted'],
  [/^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET)$/, 'reset', 'The connection broke'],
];

/** The parser's word for a connection that closed within a chunked body. */
const ENDED_EARLY = 'HPE_INVALID_EOF_STATE';
/** What undici says of a socket on which something came that answers no request. */
const NOT_AN_ANSWER = /^bad (response|upgrade)$/;

/** Gives an error of the network, of undici or of its parser its reason and a sentence. */
export function toFetchFault(cause: unknown): FetchFault {
  if (cause instanceof FetchFault) return cause;
  const message = messageOf(cause);
  const code = codeOf(cause);
  const isNotHttp = cause instanceof errors.HTTPParserError || NOT_AN_ANSWER.test(message);
  if (isNotHttp && code !== ENDED_EARLY) return notHttp(cause);
  const [, reason, meaning] = MEANINGS.find(([pattern]) => pattern.test(code)) ?? [];
  return new FetchFault(reason ?? 'reset', `${meaning ?? 'The connection broke'} (${code || message}).`, { cause });
}

export function notHttp(cause: unknown): FetchFault {
  return new FetchFault('bad-response', 'The answer is not valid HTTP.', { cause });
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}
