import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { fakeParts } from '../../test/support/fake-server-parts.ts';
import { buildServer } from './server.ts';

const schema = z.object({
  type: z.string().optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});
const operation = z.object({
  operationId: z.string(),
  summary: z.string(),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.string(),
        required: z.boolean().optional(),
        description: z.string().optional(),
        schema,
      }),
    )
    .default([]),
  requestBody: z
    .object({
      content: z.object({
        'application/json': z.object({ schema: z.object({ properties: z.record(z.string(), schema) }) }),
      }),
    })
    .optional(),
  responses: z.record(z.string(), z.object({ content: z.record(z.string(), z.unknown()) })),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
});
const openApi = z.object({ openapi: z.string(), paths: z.record(z.string(), z.record(z.string(), operation)) });

async function operations() {
  const server = await buildServer(fakeParts());
  const document = openApi.parse((await server.inject('/openapi.json')).json());
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, found]) => ({ name: `${method.toUpperCase()} ${path}`, ...found })),
  );
}

describe('GET /openapi.json', () => {
  it('lists every route for programs, and none for people', async () => {
    assert.deepEqual((await operations()).map(({ name }) => name).sort(), [
      'GET /api/v1/crawls',
      'GET /api/v1/crawls/{id}',
      'GET /api/v1/search',
      'GET /api/v1/sites',
      'GET /api/v1/suggest',
      'GET /api/v1/urls',
      'GET /api/v1/urls/broken',
      'GET /api/v1/urls/explain',
      'GET /healthz',
      'GET /readyz',
      'POST /api/v1/crawls',
      'POST /api/v1/crawls/{id}/stop',
      'POST /api/v1/urls/test',
    ]);
  });

  it('has an operation id of its own, a summary and problem responses for each', async () => {
    const all = await operations();
    assert.equal(new Set(all.map(({ operationId }) => operationId)).size, all.length);
    for (const { name, responses } of all) {
      assert.deepEqual(Object.keys(responses['4XX']?.content ?? {}), ['application/problem+json'], name);
    }
  });

  it('tells every format of a list', async () => {
    for (const { operationId, responses } of await operations()) {
      const isList = ['listUrls', 'listBrokenLinks'].includes(operationId);
      const types = ['application/json', ...(isList ? ['text/csv', 'application/jsonl'] : [])];
      assert.deepEqual(Object.keys(responses['200']?.content ?? responses['202']?.content ?? {}), types, operationId);
    }
  });

  it('names the admin token where something changes, and nowhere else', async () => {
    for (const { name, security } of await operations())
      assert.deepEqual(security, name.startsWith('POST') ? [{}, { adminToken: [] }] : undefined, name);
  });

  it('tells the limits of parameters', async () => {
    const search = (await operations()).find(({ operationId }) => operationId === 'search');
    const limit = search?.parameters.find(({ name }) => name === 'limit');
    assert.deepEqual([limit?.schema.minimum, limit?.schema.maximum, limit?.schema.default], [1, 100, 10]);
    assert.equal(search?.parameters.find(({ name }) => name === 'q')?.required, true);
  });
});

/** The part of docs/http-api.md that follows from the schemas. */
async function reference(): Promise<string> {
  const sections = (await operations()).map(({ name, summary, parameters, requestBody }) => {
    const fields = Object.entries(requestBody?.content['application/json'].schema.properties ?? {});
    const rows = [
      ...parameters.map((parameter) =>
        row(parameter.name, parameter.in, { ...parameter.schema, description: parameter.description }),
      ),
      ...fields.map(([field, found]) => row(field, 'body', found)),
    ];
    const table = rows.length > 0 ? ['', '| name | in | default | meaning |', '|---|---|---|---|', ...rows] : [];
    return [`### \`${name}\``, '', summary, ...table].join('\n');
  });
  return sections.join('\n\n');
}

function row(name: string, where: string, found: z.infer<typeof schema>): string {
  const { minimum, maximum, description = '' } = found;
  const isBounded = minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  const range = isBounded ? ` ${minimum} to ${maximum}.` : '';
  const choice = found.enum && found.enum.length < 6 ? ` One of ${found.enum.join(', ')}.` : '';
  const fallback = found.default === undefined ? '' : String(found.default);
  const meaning = `${description}${range}${choice}`.trim().replaceAll('<', '&lt;');
  return `| \`${name}\` | ${where} | ${fallback} | ${meaning} |`;
}

/** Without the blanks and dashes with which the formatter aligns columns. */
const unaligned = (text: string): string =>
  text
    .trim()
    .replace(/ +/g, ' ')
    .replace(/\| ?-+ ?(?=\|)/g, '|-');

describe('docs/http-api.md', () => {
  it('holds the reference that the schemas give', async () => {
    const text = await readFile(new URL('../../docs/http-api.md', import.meta.url), 'utf8');
    const [, documented = ''] = text.split('<!-- reference: follows from the schemas in src/api/schemas.ts -->\n');
    assert.equal(unaligned(documented), unaligned(await reference()));
  });
});
