/** Call records: a page of them, and one in full. */
import { traceDetail, tracesPage, tracesQuery } from '@plimsoll/contract/api/traces';
import { PlimsollError } from '@plimsoll/contract/errors';
import { z } from 'zod';
import { visibleTenant } from '../../keys/tenancy.ts';
import { identityOf } from '../authorise.ts';
import type { ControlDeps } from '../control-deps.ts';
import { defineRoute, failures, json, open, readers, type ControlApp } from '../define-route.ts';
import { fromStore } from '../failure.ts';

const tags = ['Traces'];

const listTraces = defineRoute({
  method: 'get',
  path: '/api/traces',
  tags,
  summary: 'Calls, newest first',
  ...open(...readers),
  request: { query: tracesQuery },
  responses: { 200: json('One page; `next` is the cursor of the one after it.', tracesPage), ...failures },
});

const readTrace = defineRoute({
  method: 'get',
  path: '/api/traces/{id}',
  tags,
  summary: 'One call with its attempts and stages',
  ...open(...readers),
  request: { params: z.object({ id: z.string().min(1).max(100).describe('The call\'s `x-plimsoll-trace`, 32 hex digits.') }) },
  responses: { 200: json('The call\'s record.', traceDetail), ...failures },
});

export const addTraceRoutes = (app: ControlApp, deps: ControlDeps): void => {
  const timeoutMs = deps.storeTimeoutMs ?? 10_000;

  app.openapi(listTraces, async (context) => {
    const page = deps.traces(context.req.valid('query'), visibleTenant(identityOf(context).caller));
    return context.json(await fromStore(page, timeoutMs), 200);
  });

  app.openapi(readTrace, async (context) => {
    const { id } = context.req.valid('param');
    const wellFormed = /^[0-9a-f]{32}$/.test(id);
    const record = wellFormed ? await fromStore(deps.trace(id, visibleTenant(identityOf(context).caller)), timeoutMs) : null;
    if (record === null) throw new PlimsollError('not_found', 'No call has this id.');
    return context.json({ record }, 200);
  });
};
