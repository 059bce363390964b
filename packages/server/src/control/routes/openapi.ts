/** The description of everything else, OpenAPI 3.1. Public: it holds no secret, and a client needs it before it has a key. */
import { z } from '@hono/zod-openapi';
import { isJsonObject, type JsonObject } from '@plimsoll/contract/json';
import type { ControlDeps } from '../control-deps.ts';
import { defineRoute, json, open, type ControlApp } from '../define-route.ts';

const readDocument = defineRoute({
  method: 'get',
  path: '/api/openapi.json',
  tags: ['About'],
  summary: 'This document',
  ...open('public'),
  responses: { 200: json('OpenAPI 3.1.', z.custom<JsonObject>().openapi({ type: 'object' })) },
});

export const addOpenApiRoute = (app: ControlApp, { version }: ControlDeps): void => {
  let document: JsonObject | undefined;
  app.openapi(readDocument, (context) => {
    // Made on the first request, when every route has been added.
    document ??= asJson(
      app.getOpenAPI31Document({
        openapi: '3.1.0',
        info: {
          title: 'Plimsoll',
          version,
          description: 'Control plane under `/api`, data plane under `/v1`. `x-plimsoll-roles` says which roles a key needs.',
        },
        servers: [{ url: '/' }],
      }),
    );
    return context.json(document, 200);
  });
};

/** What is left of the document once it has been written as JSON: no `undefined`, no prototypes. */
const asJson = (document: object): JsonObject => {
  const plain: unknown = JSON.parse(JSON.stringify(document));
  if (!isJsonObject(plain)) throw new Error('the OpenAPI document is no object');
  return plain;
};
