import swagger from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { Server, ServerParts } from './parts.ts';

/** Collects the schemas of all routes registered after it; routes outside /api and the health checks are for people. */
export async function addOpenApi(server: Server, parts: ServerParts): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Spindex',
        version: parts.version,
        description: 'Search, crawls and coverage. Errors are problem documents (RFC 9457); see docs/errors.md.',
      },
      components: { securitySchemes: { adminToken: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
  });
  server.get('/openapi.json', { schema: { hide: true } }, async () => server.swagger());
}
