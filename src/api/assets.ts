import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { Server } from './parts.ts';

/** Beside the sources and the built package alike: `src/api` and `dist/api` are equally deep. */
const FOLDER = new URL('../../web/assets/', import.meta.url);

/** Address of an asset; it changes with the content, so that browsers may keep it for ever. */
export type AssetAddress = (name: string) => string;

/** Serves the files of web/assets below /assets/. */
export async function addAssets(server: Server): Promise<AssetAddress> {
  const addresses = new Map<string, string>();
  for (const name of await readdir(FOLDER)) {
    const hash = createHash('sha256')
      .update(await readFile(new URL(name, FOLDER)))
      .digest('hex');
    addresses.set(name, `/assets/${name}?v=${hash.slice(0, 12)}`);
  }
  await server.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      const isCurrent = [...addresses.values()].includes(request.url);
      reply.header('cache-control', isCurrent ? 'public, max-age=31536000, immutable' : 'no-cache');
    });
    await scope.register(fastifyStatic, {
      root: fileURLToPath(FOLDER),
      prefix: '/assets/',
      wildcard: false,
      cacheControl: false,
      acceptRanges: false, // a few kilobytes each: they come whole whatever part is asked for (RFC 9110, section 14.2)
      decorateReply: false,
      schemaHide: true,
    });
  });
  return (name) => {
    const address = addresses.get(name);
    if (address === undefined) throw new RangeError(`no asset is named ${name}`);
    return address;
  };
}
