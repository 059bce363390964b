/**
 * The data plane in the OpenAPI document, so that one document describes every path and who may use it.
 * The handlers are the gateway's; bodies are OpenAI's and Anthropic's own, described by their documentation.
 */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { dataPlaneRoles } from '@plimsoll/engine/stages/identify/identify';
import { z } from 'zod';
import { rolesMember, securitySchemes } from './define-route.ts';

interface DataPath {
  readonly method: 'get' | 'post' | 'delete';
  readonly path: string;
  readonly summary: string;
  readonly source: string;
  /** Takes a form with a file instead of JSON. */
  readonly form?: true;
  /** Takes no body. */
  readonly empty?: true;
}

const paths: readonly DataPath[] = [
  { method: 'post', path: '/v1/chat/completions', summary: 'Chat Completions', source: 'https://platform.openai.com/docs/api-reference/chat' },
  { method: 'post', path: '/v1/messages', summary: 'Messages', source: 'https://docs.anthropic.com/en/api/messages' },
  { method: 'post', path: '/v1/embeddings', summary: 'Embeddings', source: 'https://platform.openai.com/docs/api-reference/embeddings' },
  { method: 'get', path: '/v1/models', summary: 'Models and routes that `model` may name', source: 'https://platform.openai.com/docs/api-reference/models' },
  { method: 'get', path: '/v1/models/{model}', summary: 'One of them', source: 'https://platform.openai.com/docs/api-reference/models/retrieve' },
  { method: 'post', path: '/v1/files', summary: 'Upload a file for a batch', source: 'https://platform.openai.com/docs/api-reference/files/create', form: true },
  { method: 'get', path: '/v1/files', summary: 'Files of the tenant', source: 'https://platform.openai.com/docs/api-reference/files/list' },
  { method: 'get', path: '/v1/files/{file}', summary: 'One of them', source: 'https://platform.openai.com/docs/api-reference/files/retrieve' },
  { method: 'get', path: '/v1/files/{file}/content', summary: 'What is in it', source: 'https://platform.openai.com/docs/api-reference/files/retrieve-contents' },
  { method: 'delete', path: '/v1/files/{file}', summary: 'Delete it', source: 'https://platform.openai.com/docs/api-reference/files/delete' },
  { method: 'post', path: '/v1/batches', summary: 'Create a batch', source: 'https://platform.openai.com/docs/api-reference/batch/create' },
  { method: 'get', path: '/v1/batches', summary: 'Batches of the tenant', source: 'https://platform.openai.com/docs/api-reference/batch/list' },
  { method: 'get', path: '/v1/batches/{batch}', summary: 'One of them, with its progress', source: 'https://platform.openai.com/docs/api-reference/batch/retrieve' },
  { method: 'post', path: '/v1/batches/{batch}/cancel', summary: 'Cancel it', source: 'https://platform.openai.com/docs/api-reference/batch/cancel', empty: true },
];

const form = { 'multipart/form-data': { schema: z.looseObject({}) } };
const content = { 'application/json': { schema: z.looseObject({}) } };

/** Adds the data plane's paths to the document; it registers no handlers. */
export const describeDataPlane = (registry: OpenAPIHono['openAPIRegistry']): void => {
  for (const { method, path, summary, source, form: isForm, empty } of paths) {
    registry.registerPath({
      method,
      path,
      tags: ['Data plane'],
      summary,
      externalDocs: { url: source },
      [rolesMember]: [...dataPlaneRoles],
      security: Object.keys(securitySchemes).map((scheme) => ({ [scheme]: [] })),
      request: method === 'post' && empty !== true ? { body: { required: true, content: isForm === true ? form : content } } : {},
      responses: {
        200: { description: 'As the protocol has it; a stream of server-sent events where `stream` is true.', content },
        '4XX': { description: 'Refused, in the protocol\'s own error shape.', content },
        '5XX': { description: 'Failed, in the protocol\'s own error shape.', content },
      },
    });
  }
};
