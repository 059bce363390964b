/**
 * The one way from a request to the plan of its reply, shared by the simulated server and the in-process provider.
 */
import type { JsonObject } from '@plimsoll/contract/json';
import type { Operation } from '@plimsoll/contract/operation';
import type { Behaviour } from './behaviour.ts';
import { planChat } from './chat-plan.ts';
import { planEmbeddings } from './embeddings-plan.ts';
import { planError, withFaults } from './fault-plan.ts';
import { planMessages } from './messages-plan.ts';
import type { Plan } from './plan.ts';

const planners: { readonly [name in Operation]: (body: JsonObject, behaviour: Behaviour) => Plan } = {
  chat: planChat,
  messages: planMessages,
  embeddings: planEmbeddings,
};

/** What makes a request no request at all, as the real providers check it; null when nothing does. */
const missing = (operation: Operation, body: JsonObject): string | null => {
  if (typeof body.model !== 'string') return 'model: required';
  if (operation === 'embeddings') return body.input === undefined ? 'input: required' : null;
  if (!Array.isArray(body.messages)) return 'messages: required';
  return operation === 'messages' && typeof body.max_tokens !== 'number' ? 'max_tokens: required' : null;
};

/** Plans the reply to a request: an answer, or whatever fault the behaviour asks for. */
export const planReply = (operation: Operation, body: JsonObject, behaviour: Behaviour): Plan => {
  const reason = missing(operation, body);
  return reason === null ? withFaults(() => planners[operation](body, behaviour), operation, behaviour) : planError(operation, 400, reason);
};
