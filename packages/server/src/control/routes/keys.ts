/** Keys: listed, created, rotated, revoked. Admins only. */
import { z } from 'zod';
import { apiKey, createdKey, createKeyRequest, keyList, rotateKeyRequest } from '@plimsoll/contract/api/keys';
import { identityOf } from '../authorise.ts';
import type { ControlDeps } from '../control-deps.ts';
import { body, defineRoute, failures, json, open, type ControlApp } from '../define-route.ts';
import { fromStore } from '../failure.ts';

const tags = ['Keys'];
const params = z.object({ id: z.string().min(1).max(100).describe('Id of the key, e.g. `k_2f9c4e1ab0d3`.') });

const listKeys = defineRoute({
  method: 'get',
  path: '/api/keys',
  tags,
  summary: 'All keys, newest first',
  ...open('admin'),
  responses: { 200: json('Every key, those no longer valid included. Never a secret.', keyList), ...failures },
});

const createKey = defineRoute({
  method: 'post',
  path: '/api/keys',
  tags,
  summary: 'Create a key',
  ...open('admin'),
  request: { body: body(createKeyRequest) },
  responses: { 201: json('The key and, this once, its secret.', createdKey), ...failures },
});

const rotateKey = defineRoute({
  method: 'post',
  path: '/api/keys/{id}/rotate',
  tags,
  summary: 'Give a key a successor',
  description: 'The new key has the same name, role, tenant, app and end. The old secret works for the grace period still.',
  ...open('admin'),
  request: { params, body: body(rotateKeyRequest) },
  responses: { 201: json('The successor and, this once, its secret.', createdKey), ...failures },
});

const revokeKey = defineRoute({
  method: 'delete',
  path: '/api/keys/{id}',
  tags,
  summary: 'Revoke a key',
  description: 'At once, and console sessions made with it end too. The last admin key cannot be revoked.',
  ...open('admin'),
  request: { params },
  responses: { 200: json('The key as it is now.', apiKey), ...failures },
});

export const addKeyRoutes = (app: ControlApp, { keys, storeTimeoutMs = 10_000 }: ControlDeps): void => {
  app.openapi(listKeys, async (context) =>
    context.json({ keys: await fromStore(keys.list(identityOf(context).caller), storeTimeoutMs) }, 200),
  );

  app.openapi(createKey, async (context) =>
    context.json(await fromStore(keys.create(identityOf(context).caller, context.req.valid('json')), storeTimeoutMs), 201),
  );

  app.openapi(rotateKey, async (context) => {
    const { graceMinutes } = context.req.valid('json');
    const rotated = keys.rotate(identityOf(context).caller, context.req.valid('param').id, graceMinutes);
    return context.json(await fromStore(rotated, storeTimeoutMs), 201);
  });

  app.openapi(revokeKey, async (context) =>
    context.json(await fromStore(keys.revoke(identityOf(context).caller, context.req.valid('param').id), storeTimeoutMs), 200),
  );
};
