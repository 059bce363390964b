/**
 * Ids of replies: each protocol's clients expect their own prefix, and the provider's part stays recognisable in both.
 */
import { randomUUID } from 'node:crypto';
import type { Json } from '@plimsoll/contract/json';

const chatPrefix = 'chatcmpl-';
const messagesPrefix = 'msg_';

/** `msg_01AB` becomes `chatcmpl-01AB`. */
export const chatReplyId = (messagesId: Json | undefined): string => chatPrefix + bareId(messagesId, messagesPrefix);

/** `chatcmpl-01AB` becomes `msg_01AB`. */
export const messagesReplyId = (chatId: Json | undefined): string => messagesPrefix + bareId(chatId, chatPrefix);

const bareId = (id: Json | undefined, prefix: string): string => {
  if (typeof id !== 'string' || id === '') return randomUUID().replaceAll('-', '');
  return id.startsWith(prefix) ? id.slice(prefix.length) : id;
};
