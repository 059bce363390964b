/** The cache: what it saves, and forgetting what is no longer true. */
import { cacheFigures, cacheInvalidated, cacheInvalidation } from '@plimsoll/contract/api/cache';
import { visibleTenant } from '../../keys/tenancy.ts';
import { identityOf } from '../authorise.ts';
import type { ControlDeps } from '../control-deps.ts';
import { defineRoute, failures, json, open, readers, type ControlApp } from '../define-route.ts';

const tags = ['Cache'];

const readFigures = defineRoute({
  method: 'get',
  path: '/api/cache',
  tags,
  summary: 'What the cache of this server holds and has saved',
  ...open(...readers),
  responses: { 200: json('Of all tenants for keys of the tenant `default`, else of the key\'s own tenant.', cacheFigures), ...failures },
});

const invalidate = defineRoute({
  method: 'delete',
  path: '/api/cache',
  tags,
  summary: 'Forget answers',
  description: 'Those under a tag, of a model, or all; of the key\'s own tenant, or of all for keys of the tenant `default`. In this server; with `cache.keep: store` in all of them, within a second.',
  ...open('admin', 'operator'),
  request: { query: cacheInvalidation },
  responses: { 200: json('How many were forgotten.', cacheInvalidated), ...failures },
});

export const addCacheRoutes = (app: ControlApp, { cache }: ControlDeps): void => {
  app.openapi(readFigures, (context) => {
    const tenant = visibleTenant(identityOf(context).caller);
    const { savedPicoUsd, ...counts } = cache.figures(tenant);
    return context.json({ enabled: cache.mode !== null, mode: cache.mode, embedder: cache.semantic, ...counts, toldApart: cache.toldApart(), savedPicoUsd: savedPicoUsd.toString() }, 200);
  });

  app.openapi(invalidate, async (context) => {
    const forgotten = await cache.invalidate(visibleTenant(identityOf(context).caller), context.req.valid('query'));
    return context.json({ forgotten }, 200);
  });
};
