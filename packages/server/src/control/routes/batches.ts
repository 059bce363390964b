/** Batches for operators: a page of them with their progress, and the switches that hold, release and cancel. */
import { batchesChanged, batchesPage, batchesQuery, batchSummary } from '@plimsoll/contract/api/batches';
import { z } from 'zod';
import { visibleTenant } from '../../keys/tenancy.ts';
import { identityOf } from '../authorise.ts';
import type { ControlDeps } from '../control-deps.ts';
import { defineRoute, failures, json, open, readers, type ControlApp } from '../define-route.ts';
import { fromStore } from '../failure.ts';

const tags = ['Batches'];
const request = { params: z.object({ id: z.string().min(1).max(100).describe('The batch\'s id.') }) };
const asItIs = { 200: json('The batch as it is now.', batchSummary), ...failures };
const howMany = { 200: json('How many open batches that changed.', batchesChanged), ...failures };
const operators = open('admin', 'operator');

const list = defineRoute({
  method: 'get',
  path: '/api/batches',
  tags,
  summary: 'Batches, newest first, with their progress',
  ...open(...readers),
  request: { query: batchesQuery },
  responses: { 200: json('One page; `next` is the cursor of the one after it.', batchesPage), ...failures },
});

const pauseAll = defineRoute({
  method: 'post',
  path: '/api/batches/pause',
  tags,
  summary: 'Pause every open batch, and those created from now on',
  description: 'Items under way end as they would. Until all are resumed, a new batch is paused from the start.',
  ...operators,
  responses: howMany,
});

const resumeAll = defineRoute({ method: 'post', path: '/api/batches/resume', tags, summary: 'Resume every paused batch, and pause no new ones', ...operators, responses: howMany });

const pause = defineRoute({
  method: 'post',
  path: '/api/batches/{id}/pause',
  tags,
  summary: 'Pause a batch',
  description: 'No further item begins. Its time goes on: a batch that is paused beyond its completion window expires.',
  ...operators,
  request,
  responses: asItIs,
});

const resume = defineRoute({ method: 'post', path: '/api/batches/{id}/resume', tags, summary: 'Let a paused batch go on', ...operators, request, responses: asItIs });

const cancel = defineRoute({
  method: 'post',
  path: '/api/batches/{id}/cancel',
  tags,
  summary: 'Cancel a batch',
  description: 'Items under way end as they would, and what was done until then is in its files.',
  ...operators,
  request,
  responses: asItIs,
});

export const addBatchRoutes = (app: ControlApp, { batches, storeTimeoutMs = 10_000 }: ControlDeps): void => {
  app.openapi(list, async (context) => {
    const { limit, cursor } = context.req.valid('query');
    return context.json(await fromStore(batches.list(visibleTenant(identityOf(context).caller), limit, cursor ?? null), storeTimeoutMs), 200);
  });
  for (const [route, paused] of [[pauseAll, true], [resumeAll, false]] as const) {
    app.openapi(route, async (context) => context.json({ changed: await fromStore(batches.holdAll(visibleTenant(identityOf(context).caller), paused), storeTimeoutMs) }, 200));
  }
  for (const [route, paused] of [[pause, true], [resume, false]] as const) {
    app.openapi(route, async (context) =>
      context.json(await fromStore(batches.hold(visibleTenant(identityOf(context).caller), context.req.valid('param').id, paused), storeTimeoutMs), 200),
    );
  }
  app.openapi(cancel, async (context) =>
    context.json(await fromStore(batches.cancel(visibleTenant(identityOf(context).caller), context.req.valid('param').id), storeTimeoutMs), 200),
  );
};
