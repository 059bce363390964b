/**
 * The data plane in the OpenAPI document, so that one document describes every path and who may use it.
 * The handlers are the gateway's; bodies are OpenAI's and Anthropic's own, described by their documentation.
 */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { dataPlaneRoles } from '@plimsoll/engine/stages/identify/identify';
import { z } from 'zod';
import { rolesMember, securitySchemes } from './define-route.ts';

const paths = [
  { method: 'post', path: '/v1/chat/completions', summary: 'Chat Completions', source: 'https://platform.openai.com/docs/api-reference/chat' },
  { method: 'post', path: '/v1/messages', summary: 'Messages', source: 'https://docs.anthropic.com/en/api/messages' },
  { method: 'post', path: '/v1/embeddings', summary: 'Embeddings', source: 'https://platform.openai.com/docs/api-reference/embeddings' },
  { method: 'get', path: '/v1/models', summary: 'Models and routes that `model` may name', source: 'https://platform.openai.com/docs/api-reference/models' },
  { method: 'get', path: '/v1/models/{model}', summary: 'One of them', source: 'https://platform.openai.com/docs/api-reference/models/retrieve' },
] as const;

const content = { 'application/json': { schema: z.looseObject({}) } };

/** Adds the data plane's paths to the document; it registers no handlers. */
export const describeDataPlane = (registry: OpenAPIHono['openAPIRegistry']): void => {
  for (const { method, path, summary, source } of paths) {
    registry.registerPath({
      method,
      path,
      tags: ['Data plane'],
      summary,
      externalDocs: { url: source },
      [rolesMember]: [...dataPlaneRoles],
      security: Object.keys(securitySchemes).map((scheme) => ({ [scheme]: [] })),
      request: method === 'post' ? { body: { required: true, content } } : {},
      responses: {
        200: { description: 'As the protocol has it; a stream of server-sent events where `stream` is true.', content },
        '4XX': { description: 'Refused, in the protocol\'s own error shape.', content },
        '5XX': { description: 'Failed, in the protocol\'s own error shape.', content },
      },
    });
  }
};
