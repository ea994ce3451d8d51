import type { FastifyRequest } from 'fastify';
import type { AssetAddress } from '../assets.ts';
import { type Html, html } from '../html.ts';
import type { ParameterError } from '../parameter-errors.ts';
import { PROBLEMS, type ProblemCode, type ProblemError } from '../problems.ts';
import { layout } from './layout.ts';

/** The page for a problem: what is wrong and what to change; for a failure of the server only code and request id. */
export async function problemPage(
  problem: ProblemError,
  { request, asset }: { request: FastifyRequest; asset: AssetAddress },
): Promise<string> {
  const { status, title, remedy } = PROBLEMS[problem.code];
  const { detail, errors } = problem.options;
  return layout({
    title: `${title} - Spindex`,
    asset,
    box: { q: sentQuery(request.query), sites: [], filters: {} },
    body: html`<div class="notice"><p class="quiet">${status} ${problem.code}</p><h1>${title}</h1>
${errors ? wrongFields(errors) : html`${status < 500 && detail !== undefined && html`<p>${detail}.</p>`}<p>${remedy}</p>`}
${status >= 500 && html`<p class="quiet">Request id: <code>${request.id}</code></p>`}
<p><a href="/">Start page</a></p></div>`,
  });
}

/** Each says what it must be, and what was sent: the remedy speaks of them to programs. */
const wrongFields = (errors: readonly ParameterError[]): Html =>
  html`<ul class="ways">${errors.map(({ message }) => html`<li>${message}.</li>`)}</ul>`;

/** The page that a problem's `type` leads to. */
export function problemTypePage(code: ProblemCode, asset: AssetAddress): string {
  const { status, title, remedy } = PROBLEMS[code];
  return layout({
    title: `${title} - Spindex`,
    asset,
    box: { q: '', sites: [], filters: {} },
    body: html`<div class="notice"><p class="quiet">${status} ${code}</p><h1>${title}</h1><p>${remedy}</p></div>`,
  });
}

function sentQuery(query: unknown): string {
  const isRecord = typeof query === 'object' && query !== null && 'q' in query;
  return isRecord && typeof query.q === 'string' ? query.q : '';
}
